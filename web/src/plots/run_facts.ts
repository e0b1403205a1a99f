/**
 * What the charts are made of: what each thread did when, and how full queues were. Read from the timeline's snapshot, of which each
 * track is cut after 2000 spans: what comes after the first cut is left out everywhere, and `whole` tells that there is more. Pure.
 */
import type { AppSnapshot, SnapshotLane, SnapshotSpan } from '../app/app.js';
import { time } from '../base/format.js';
import type { Level } from './axes.js';

export type Doing = 'running' | 'ready' | 'waiting' | 'sleeping';

export interface ThreadSpan {
  readonly start: number;
  readonly end: number;
  readonly doing: Doing;
}

export interface ThreadFacts {
  readonly id: number;
  readonly name: string;
  /** Of its life: from its creation to its end, without gaps. */
  readonly spans: readonly ThreadSpan[];
}

export interface QueueFacts {
  readonly name: string;
  /** What is counted. */
  readonly counts: 'messages' | 'value' | 'waiting';
  readonly levels: readonly Level[];
}

export interface RunFacts {
  /** Virtual cores; undefined on real workers, where the browser does not tell. */
  readonly cores: number | undefined;
  /** Nanoseconds of the run that the facts are of, and of all of it. */
  readonly end: number;
  readonly whole: number;
  readonly threads: readonly ThreadFacts[];
  readonly queues: readonly QueueFacts[];
}

/** src/ui/snapshot.hpp: spans of a track that are told. */
const MostSpans = 2000;

/** The thread states of src/trace/states.cpp, in the four groups that a course on operating systems has. */
export function doingOf(state: string): Doing {
  if (state === 'running') return 'running';
  if (state === 'ready' || state === 'starting') return 'ready';
  return state === 'sleeping' || state === 'idle' || state === 'in input/output' ? 'sleeping' : 'waiting';
}

const tracks = (lane: SnapshotLane, name: SnapshotSpan['track']): SnapshotSpan[] => lane.spans.filter(({ track }) => track === name);

/** The end of every chart's sentence: that the run was longer than what is told of it. */
export const cutSentence = ({ end, whole }: RunFacts): string => (whole > end ? ` Of ${time(whole)} the first ${time(end)} are told.` : '');

/** Until when all tracks are told. */
function toldUntil(lanes: readonly SnapshotLane[], whole: number): number {
  const cut = lanes.flatMap((lane) => (['states', 'waits', 'levels'] as const).map((name) => tracks(lane, name))).filter(({ length }) => length >= MostSpans);
  return Math.min(whole, ...cut.map((spans) => spans.at(-1)?.end ?? 0));
}

const clipped = <T extends { readonly start: number; readonly end: number }>(spans: readonly T[], end: number): T[] =>
  spans.filter(({ start }) => start < end).map((span) => ({ ...span, end: Math.min(span.end, end) }));

function threadOf(lane: SnapshotLane, end: number): ThreadFacts {
  const spans = tracks(lane, 'states').filter(({ state }) => state !== 'done').map(({ start, end, state }) => ({ start, end, doing: doingOf(state) }));
  return { id: lane.id, name: lane.name, spans: clipped(spans, end) };
}

/** How many of the spans there are at each moment. */
export function overlapping(spans: readonly { readonly start: number; readonly end: number }[], end: number): Level[] {
  const changes = new Map<number, number>([[0, 0], [end, 0]]);
  const change = (at: number, by: number): void => { changes.set(at, (changes.get(at) ?? 0) + by); };
  for (const span of clipped(spans, end)) {
    change(span.start, 1);
    change(span.end, -1);
  }
  const times = [...changes].sort(([a], [b]) => a - b);
  let level = 0;
  return times.slice(0, -1).map(([start, by], at) => ({ start, end: times[at + 1]?.[0] ?? end, level: (level += by) }));
}

/** Levels with what comes before the first one. */
function levelsOf(lane: SnapshotLane, end: number): Level[] {
  // The drawing's numbers are unsigned; the program's are not.
  const spans = tracks(lane, 'levels').map(({ start, end, value = 0 }) => ({ start, end, level: value | 0 }));
  const first = spans[0]?.start ?? end;
  return clipped([...(first > 0 ? [{ start: 0, end: first, level: 0 }] : []), ...spans], end);
}

function queuesOf(lanes: readonly SnapshotLane[], end: number): QueueFacts[] {
  const told = lanes.flatMap((lane): QueueFacts[] => {
    const counts = lane.kind === 'curve' ? 'value' : lane.kind === 'object' && lane.detail === 'channel' ? 'messages' : undefined;
    const levels = counts === undefined ? [] : levelsOf(lane, end);
    return counts === undefined || levels.length < 2 ? [] : [{ name: lane.name, counts, levels }];
  });
  if (told.length > 0) return told;
  return lanes.filter(({ kind }) => kind === 'object').map((lane) => ({ lane, waits: tracks(lane, 'waits') })).filter(({ waits }) => waits.length > 0)
    .map(({ lane, waits }) => ({ name: lane.name, counts: 'waiting', levels: overlapping(waits, end) }));
}

/** `cores`: of the virtual machine that ran it. */
export function factsOf({ lanes }: Pick<AppSnapshot, 'lanes'>, cores: number | undefined): RunFacts {
  const threads = lanes.filter(({ kind }) => kind === 'thread').sort((a, b) => a.id - b.id);
  const whole = threads.flatMap((lane) => tracks(lane, 'states')).reduce((most, span) => (span.state === 'done' ? most : Math.max(most, span.end)), 0);
  const end = toldUntil(lanes, whole);
  return { cores, end, whole, threads: threads.map((lane) => threadOf(lane, end)).filter(({ spans }) => spans.length > 0), queues: queuesOf(lanes, end) };
}
