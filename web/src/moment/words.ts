/** A moment in words: what the panels say of threads, locks and variables. Pure. */
import type { Moment } from '../engine/moments.js';
import type { InspectedThread, InspectedValue } from '../engine/protocol.js';

export const threadName = (id: number): string => (id === 0 ? 'Main' : `Thread ${id}`);

/** The thread's colour, the same as on the timeline (src/ui/palette.def). */
export const threadColor = (id: number): string => `var(--il-thread-${id % 8})`;

/** The state as the timeline has it: a thread that could run is running only while it is on a core. */
export function stateOf(thread: InspectedThread, moment: Moment): string {
  const more = moment.threads.find(({ id }) => id === thread.id);
  return thread.state === 'running' && more !== undefined && more.core === null ? 'ready' : thread.state;
}

/** A word for the state, and a sign that says the same without colour. */
export function stateWord(state: string): { word: string; sign: string } {
  switch (state) {
    case 'running': return { word: 'running', sign: '▶' };
    case 'ready': return { word: 'ready', sign: '▷' };
    case 'waiting': return { word: 'waiting', sign: '◼' };
    case 'sleeping': return { word: 'sleeping', sign: '☾' };
    case 'io': return { word: 'input/output', sign: '⇄' };
    case 'input': return { word: 'waits for you', sign: '⌨' };
    case 'done': return { word: 'ended', sign: '✓' };
    case 'failed': return { word: 'failed', sign: '✕' };
    default: return { word: state, sign: '·' };
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Why a thread does not go on, and since when: “Waits for the lock m, held by thread 2, since step 14.” '' if it goes on. */
export function whyWaiting(thread: InspectedThread, moment: Moment): string {
  if (thread.waits === null) return '';
  const since = moment.threads.find(({ id }) => id === thread.id)?.since ?? null;
  return `${capital(thread.waits.words)}${since === null ? '' : `, since step ${since}`}.`;
}

/** What is told of a variable besides its value. */
export interface VariableFacts {
  readonly value: InspectedValue;
  readonly changed: boolean;
  readonly writer: Moment['writes'][number] | undefined;
}

function flat(values: readonly InspectedValue[], path: string, into: Map<string, string>): Map<string, string> {
  for (const value of values) {
    const name = `${path}.${value.name}`;
    into.set(name, value.value);
    flat(value.children ?? [], name, into);
  }
  return into;
}

/** The paths (`.bank.balance`) of values that are others than before; none without a before. */
export function changedValues(now: readonly InspectedValue[], before: readonly InspectedValue[] | undefined): Set<string> {
  if (before === undefined) return new Set();
  const were = flat(before, '', new Map());
  return new Set([...flat(now, '', new Map())].filter(([path, value]) => were.has(path) && were.get(path) !== value).map(([path]) => path));
}

/** Compiler's and library's objects that say nothing to a learner. */
const isTold = (value: InspectedValue): boolean => value.name !== '' && !value.name.startsWith('__');

export function sharedVariables(moment: Moment, before: Moment | undefined): VariableFacts[] {
  const changed = changedValues(moment.world.globals, before?.world.globals);
  return moment.world.globals.filter(isTold).map((value) => ({
    value,
    changed: [...changed].some((path) => path === `.${value.name}` || path.startsWith(`.${value.name}.`)),
    writer: moment.writes.find(({ address }) => address === value.address),
  }));
}

export interface LockFacts {
  readonly name: string;
  readonly kind: string;
  readonly holders: readonly { readonly thread: number; readonly since: number | null }[];
  readonly waiters: readonly number[];
}

const Kinds: Readonly<Record<string, string>> = { mutex: 'mutex', shared_mutex: 'shared mutex', condition_variable: 'condition variable' };

export function lockFacts(moment: Moment): LockFacts[] {
  return moment.world.locks.map((lock) => {
    const more = moment.locks.find(({ address }) => address === lock.address);
    return {
      name: lock.name,
      kind: Kinds[lock.kind] ?? lock.kind,
      holders: lock.holders.map((thread) => ({ thread, since: more?.holders.find((holder) => holder.thread === thread)?.since ?? null })),
      waiters: lock.waiters,
    };
  });
}

export interface LinkedPiece {
  readonly text: string;
  readonly line?: number;
  readonly step?: number;
}

/** Cuts a sentence at “line 12” and “step 3”, so that these words can become links. */
export function withLinks(sentence: string): LinkedPiece[] {
  const pieces: LinkedPiece[] = [];
  let at = 0;
  for (const match of sentence.matchAll(/\b(line|step) (\d+)/g)) {
    if (match.index > at) pieces.push({ text: sentence.slice(at, match.index) });
    pieces.push(match[1] === 'line' ? { text: match[0], line: Number(match[2]) } : { text: match[0], step: Number(match[2]) });
    at = match.index + match[0].length;
  }
  if (at < sentence.length) pieces.push({ text: sentence.slice(at) });
  return pieces;
}
