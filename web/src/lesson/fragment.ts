/** What the address says after the #: which lesson, or which own program. Unknown names are kept out, so that later parameters can join. */

export interface PageState {
  readonly lesson?: string;
  /** A program of the learner's own, by its id. */
  readonly program?: string;
}

export function parseFragment(hash: string): PageState {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const [program, lesson] = [values.get('program'), values.get('lesson')];
  if (program !== null && /^[a-z0-9]{1,32}$/.test(program)) return { program };
  return lesson !== null && /^[\w-]{1,64}$/.test(lesson) ? { lesson } : {};
}

export function formatFragment(state: PageState): string {
  if (state.program !== undefined) return `#program=${state.program}`;
  return state.lesson === undefined ? '' : `#lesson=${state.lesson}`;
}
