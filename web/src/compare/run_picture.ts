/**
 * A run as it is kept to be compared: the states of its threads, what its cores ran, and its steps in order. Made from the
 * timeline's snapshot, of which each track is cut after 2000 spans. Pure.
 */
import type { AppSnapshot, SnapshotLane } from '../app/app.js';

export interface PictureSpan {
  readonly start: number;
  readonly end: number;
  /** As the trace names it: running, waiting for a lock, … (src/trace/states.cpp). */
  readonly state: string;
  /** What it is about, '' if nothing. On a core: the thread. */
  readonly object: string;
}

export interface PictureLane {
  readonly kind: 'core' | 'thread';
  readonly id: number;
  readonly name: string;
  readonly spans: readonly PictureSpan[];
}

export interface PictureStep {
  readonly time: number;
  readonly thread: number;
  /** The kind of event: lock_acquire, … (src/trace/events.def). */
  readonly kind: string;
  readonly object: string;
  readonly line: number;
}

export interface RunPicture {
  /** Counts the runs of this visit. */
  readonly number: number;
  /** Which machine, with its settings. */
  readonly machine: string;
  /** How it ended, in a few words. */
  readonly ending: string;
  /** Nanoseconds, real or virtual. */
  readonly duration: number;
  readonly lanes: readonly PictureLane[];
  readonly steps: readonly PictureStep[];
}

/** Each access to memory is told only by the lab, so it tells nothing when a run on real workers is compared. */
const OnlyLab: ReadonlySet<string> = new Set(['read', 'write', 'atomic_load', 'atomic_store', 'atomic_update', 'atomic_fence', 'core_begin', 'core_end', 'ready']);

function laneOf(lane: SnapshotLane, kind: 'core' | 'thread'): PictureLane {
  const track = kind === 'core' ? 'core' : 'states';
  const spans = lane.spans.filter((span) => span.track === track && span.state !== 'done')
    .map(({ start, end, state, object }) => ({ start, end, state, object: object ?? '' }));
  return { kind, id: lane.id, name: lane.name, spans };
}

export function pictureOf(snapshot: AppSnapshot, number: number, machine: string, ending: string): RunPicture {
  const lanes = snapshot.lanes.flatMap((lane) => (lane.kind === 'core' || lane.kind === 'thread' ? [laneOf(lane, lane.kind)] : []));
  lanes.sort((a, b) => (a.kind === b.kind ? a.id - b.id : a.kind === 'core' ? -1 : 1));
  const steps = snapshot.lanes.filter(({ kind }) => kind === 'thread').flatMap((lane) => lane.spans.filter(({ track }) => track === 'events')
    .map((span) => ({ time: span.start, thread: lane.id, kind: span.state, object: span.object ?? '', line: span.line })));
  const duration = Math.max(0, ...snapshot.lanes.flatMap(({ spans }) => spans.map(({ end }) => end)));
  return { number, machine, ending, duration, lanes, steps: steps.filter(({ kind }) => !OnlyLab.has(kind)).sort((a, b) => a.time - b.time) };
}

export interface Difference {
  /** The step of each run that is another one; undefined where that run had ended. */
  readonly first: PictureStep | undefined;
  readonly second: PictureStep | undefined;
  /** How many steps were the same before. */
  readonly same: number;
}

/** The first step at which two runs part; undefined when all steps are the same, in the same order. */
export function firstDifference(first: RunPicture, second: RunPicture): Difference | undefined {
  const most = Math.max(first.steps.length, second.steps.length);
  for (let at = 0; at < most; at++) {
    const [one, other] = [first.steps[at], second.steps[at]];
    if (one === undefined || other === undefined || one.thread !== other.thread || one.kind !== other.kind || one.object !== other.object) {
      return { first: one, second: other, same: at };
    }
  }
  return undefined;
}

/** Nanoseconds that all threads together were running, divided by the duration: how many cores were busy on average. */
export function busyCores(picture: RunPicture): number {
  if (picture.duration === 0) return 0;
  const threads = picture.lanes.filter(({ kind }) => kind === 'thread');
  const running = threads.flatMap(({ spans }) => spans).filter(({ state }) => state === 'running');
  return running.reduce((sum, { start, end }) => sum + end - start, 0) / picture.duration;
}
