/**
 * What the address says after the #: which lesson, or which own program, and a run by hand of it. Unknown names are left alone,
 * so that others can join.
 */

export interface PageState {
  readonly lesson?: string;
  /** A program of the learner's own, by its id. */
  readonly program?: string;
  /** What was done by hand (src/explorer/schedule.hpp). */
  readonly schedule?: string;
  /** The run is of the lesson's program as it stands there, not of the small one for runs by hand (small.ts). */
  readonly whole?: true;
}

/** What fits in an address that people pass on. */
export const LongestSchedule = 6000;

export function parseFragment(hash: string): PageState {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const [program, lesson, schedule] = [values.get('program'), values.get('lesson'), values.get('schedule')];
  const run = schedule !== null && /^[0-9A-Za-z.]+$/.test(schedule) && schedule.length <= LongestSchedule
    ? { schedule, ...(values.has('whole') ? { whole: true as const } : {}) } : {};
  if (program !== null && /^[a-z0-9]{1,32}$/.test(program)) return { program, ...run };
  return lesson !== null && /^[\w-]{1,64}$/.test(lesson) ? { lesson, ...run } : {};
}

export function formatFragment(state: PageState): string {
  const what = state.program !== undefined ? `program=${state.program}` : state.lesson !== undefined ? `lesson=${state.lesson}` : undefined;
  if (what === undefined) return '';
  return state.schedule === undefined ? `#${what}` : `#${what}&schedule=${state.schedule}${state.whole === true ? '&whole' : ''}`;
}
