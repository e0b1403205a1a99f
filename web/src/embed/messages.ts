/**
 * What a frame of Interleave and the page around it say to each other through postMessage. Each message is an object with
 * `interleave: 1`, the version, and `type`; others are left alone. A field that changes its meaning asks for version 2.
 *
 *   page ── hello ─▶ frame      the page says who it is: from then on the frame answers this origin only
 *   page ◀─ ready ── frame      also at once, without being asked
 *   page ── run, stop, theme, open ─▶ frame
 *   page ◀─ run, finished, outcome, completed, height ── frame
 *
 * The frame never tells the text of a program or what it printed: these are the reader's.
 */
export const Protocol = 1;

/** What must be reached for a frame to be completed. `challenge`: the lesson's own (../course/challenge.ts). */
export type Goal = 'finished' | 'deadlock' | 'explored' | 'bug' | 'proved' | 'challenge';

export interface ReadyMessage {
  readonly type: 'ready';
  /** `poster`: nothing was loaded but a picture and a button. `running`: the playground is there. */
  readonly stage: 'poster' | 'running';
  /** Real threads can run in this frame. */
  readonly isolated: boolean;
}

/** A run has begun. */
export interface RunMessage {
  readonly type: 'run';
  readonly machine: 'real' | 'lab' | 'hand';
}

export interface FinishedMessage {
  readonly type: 'finished';
  readonly machine: 'real' | 'lab' | 'hand';
  readonly ending: 'exit' | 'deadlock' | 'trap' | 'abort' | 'stopped' | 'limit';
  /** Of an exit. */
  readonly code?: number;
  readonly threads: number;
}

/** All interleavings were looked at, or as many as there was time for. */
export interface OutcomeMessage {
  readonly type: 'outcome';
  readonly verdict: 'proved' | 'bug' | 'budget';
  readonly executions: number;
  /** How many different results there are. */
  readonly outcomes: number;
  /** "deadlock", "data-race", … */
  readonly bugs: readonly string[];
}

/** The frame's goal was reached; told once. */
export interface CompletedMessage {
  readonly type: 'completed';
  readonly goal: Goal;
  readonly lesson: string | null;
  /** The reader has changed the program. */
  readonly changed: boolean;
  /** Since the frame was first used. */
  readonly seconds: number;
}

/** How high the frame would like to be, in CSS pixels. */
export interface HeightMessage {
  readonly type: 'height';
  readonly pixels: number;
}

export type FromFrame = ReadyMessage | RunMessage | FinishedMessage | OutcomeMessage | CompletedMessage | HeightMessage;

export type ToFrame =
  | { readonly type: 'hello' }
  | { readonly type: 'run' }
  | { readonly type: 'stop' }
  | { readonly type: 'theme'; readonly theme: 'light' | 'dark' | 'auto' }
  /** Shows something else: a fragment as links have it, with or without its #. */
  | { readonly type: 'open'; readonly fragment: string };

type Fields = Readonly<Record<string, unknown>>;

/** The message if it is one of ours in this version, else undefined. */
function ours(data: unknown): Fields | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const fields = data as Fields;
  return fields['interleave'] === Protocol && typeof fields['type'] === 'string' ? fields : undefined;
}

const oneOf = <T extends string>(value: unknown, ...values: readonly T[]): value is T => values.some((item) => item === value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** What the page around a frame may say; undefined: nothing that is understood. */
export function readToFrame(data: unknown): ToFrame | undefined {
  const fields = ours(data);
  const type = fields?.['type'];
  if (fields === undefined) return undefined;
  if (oneOf(type, 'hello', 'run', 'stop')) return { type };
  const { theme, fragment } = fields;
  if (type === 'theme' && oneOf(theme, 'light', 'dark', 'auto')) return { type, theme };
  return type === 'open' && typeof fragment === 'string' && fragment.length <= 24_000 ? { type, fragment } : undefined;
}

/** What a frame may say; undefined: nothing that is understood. */
export function readFromFrame(data: unknown): FromFrame | undefined {
  const fields = ours(data);
  if (fields === undefined) return undefined;
  const { type, stage, isolated, machine, ending, code, threads, verdict, executions, outcomes, bugs, goal, lesson, changed, seconds, pixels } = fields;
  const isMachine = oneOf(machine, 'real', 'lab', 'hand');
  if (type === 'ready') return oneOf(stage, 'poster', 'running') ? { type, stage, isolated: isolated === true } : undefined;
  if (type === 'run') return isMachine ? { type, machine } : undefined;
  if (type === 'finished') {
    return isMachine && oneOf(ending, 'exit', 'deadlock', 'trap', 'abort', 'stopped', 'limit') && isCount(threads)
      ? { type, machine, ending, threads, ...(typeof code === 'number' ? { code } : {}) } : undefined;
  }
  if (type === 'outcome') {
    return oneOf(verdict, 'proved', 'bug', 'budget') && isCount(executions) && isCount(outcomes) && Array.isArray(bugs)
      ? { type, verdict, executions, outcomes, bugs: bugs.filter((bug) => typeof bug === 'string').slice(0, 100) } : undefined;
  }
  if (type === 'completed') {
    return oneOf(goal, 'finished', 'deadlock', 'explored', 'bug', 'proved', 'challenge') && isCount(seconds)
      ? { type, goal, lesson: typeof lesson === 'string' ? lesson.slice(0, 64) : null, changed: changed === true, seconds } : undefined;
  }
  return type === 'height' && isCount(pixels) ? { type, pixels } : undefined;
}
