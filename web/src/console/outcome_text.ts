/** How a run ended, in words. Pure: the console makes elements of it, the status line takes the short form. */
import { count, duration } from '../base/format.js';
import type { BlockedThread, Outcome, RunStatus } from '../real/types.js';

export type Tone = 'idle' | 'running' | 'waiting' | 'good' | 'bad' | 'stopped';

export interface Told {
  readonly tone: Tone;
  /** A few words, for the status line and as the heading. */
  readonly title: string;
  /** Whole sentences. “line 12” in them becomes a link to the line. */
  readonly sentences: readonly string[];
  /** Shown as a list below the sentences. */
  readonly items: readonly string[];
}

export function tellDeadlock(threads: readonly BlockedThread[]): Told {
  return {
    tone: 'bad',
    title: 'Deadlock: no thread can ever go on',
    sentences: [cycleSentence(threads) ?? 'Every thread waits for another one, and none of these waits can end.'],
    items: threads.map((thread) => thread.message),
  };
}

/** The circle of “waits for the lock that … holds”, when there is one: 1 → 2 → 1. */
export function waitCycle(threads: readonly BlockedThread[]): number[] | undefined {
  const waitsFor = new Map(threads.flatMap((thread) => {
    const target = thread.kind === 'join' ? thread.object : thread.holder;
    return target === undefined ? [] : [[thread.thread, target] as const];
  }));
  for (const start of [...waitsFor.keys()].sort((a, b) => a - b)) {
    const path = [start];
    for (let at = waitsFor.get(start); at !== undefined && path.length <= waitsFor.size; at = waitsFor.get(at)) {
      if (at === start) return path;
      path.push(at);
    }
  }
  return undefined;
}

function cycleSentence(threads: readonly BlockedThread[]): string | undefined {
  const cycle = waitCycle(threads);
  if (cycle === undefined) return undefined;
  const title = (id: number): string => threads.find((thread) => thread.thread === id)?.name ?? (id === 0 ? 'the main thread' : `thread ${id}`);
  if (cycle.length === 1) return `${capital(title(cycle[0] ?? 0))} waits for itself.`;
  return `They wait in a circle: ${[...cycle, cycle[0] ?? 0].map(title).join(' → ')}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function tellEnding(outcome: Outcome): Told {
  switch (outcome.kind) {
    case 'exit':
      return outcome.code === 0
        ? { tone: 'good', title: 'Finished', sentences: [], items: [] }
        : { tone: 'bad', title: `Ended with exit code ${outcome.code}`, sentences: ['A program says by an exit code other than 0 that something went wrong.'], items: [] };
    case 'trap':
      return {
        tone: 'bad',
        title: 'The program crashed',
        sentences: [`${outcome.message}${/[.!?]$/.test(outcome.message) ? '' : '.'} It happened in ${outcome.thread === 0 ? 'the main thread' : `thread ${outcome.thread}`}.`],
        items: outcome.frames.map((frame) => (frame.line === undefined ? frame.function : `${frame.function}, line ${frame.line}`)),
      };
    case 'abort':
      return { tone: 'bad', title: 'The program gave up', sentences: [outcome.message], items: [] };
    case 'deadlock':
      return tellDeadlock(outcome.blocked);
    case 'stopped':
      return { tone: 'stopped', title: 'Stopped', sentences: [], items: [] };
    case 'limit': {
      const which = { time: 'time', memory: 'memory', output: 'output', threads: 'number of threads' }[outcome.which];
      return { tone: 'bad', title: `Stopped at the limit of its ${which}`, sentences: [outcome.message], items: [] };
    }
  }
}

export function tellOutcome(outcome: Outcome): Told {
  const told = tellEnding(outcome);
  const { dropped, unrecorded } = outcome.recording;
  const notes: string[] = [];
  if (dropped > 0) notes.push(`${count(dropped, 'event was', 'events were')} dropped: the program made events faster than the page could take them, so the timeline has gaps.`);
  if (unrecorded > 0) notes.push(`${count(unrecorded, 'thread is', 'threads are')} missing in the timeline: more ran at the same time than can be recorded.`);
  return { ...told, sentences: [...told.sentences, ...notes] };
}

/** “exit code 0 · 6 threads · 0.91 s” */
export function outcomeDetail(outcome: Outcome): string {
  const code = outcome.kind === 'exit' && outcome.code === 0 ? ['exit code 0'] : []; // any other code is in the title
  const dropped = outcome.recording.dropped > 0 ? [`${count(outcome.recording.dropped, 'event')} dropped`] : [];
  return [...code, count(outcome.threads, 'thread'), duration(outcome.milliseconds), ...dropped].join(' · ');
}

export function tellStatus(status: RunStatus): { tone: Tone; title: string; detail: string } {
  const dropped = status.dropped > 0 ? [`${count(status.dropped, 'event')} dropped`] : [];
  const detail = [count(status.threads, 'thread'), duration(status.milliseconds), ...dropped].join(' · ');
  switch (status.state) {
    case 'running': return { tone: 'running', title: 'Running', detail };
    case 'input': return { tone: 'waiting', title: 'Waits for your input', detail };
    case 'deadlock': return { tone: 'bad', title: 'Deadlock: no thread can ever go on', detail };
    case 'ended': return { tone: 'running', title: 'Ending', detail };
  }
}

export interface TextPiece {
  readonly text: string;
  /** The piece names this line of the program. */
  readonly line?: number;
}

/** Cuts a sentence at “line 12”, so that these words can become links. */
export function withLineLinks(sentence: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of sentence.matchAll(/\bline (\d+)/g)) {
    if (match.index > at) pieces.push({ text: sentence.slice(at, match.index) });
    pieces.push({ text: match[0], line: Number(match[1]) });
    at = match.index + match[0].length;
  }
  if (at < sentence.length) pieces.push({ text: sentence.slice(at) });
  return pieces;
}
