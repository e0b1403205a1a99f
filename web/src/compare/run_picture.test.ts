import { describe, expect, it } from 'vitest';
import type { AppSnapshot, SnapshotLane, SnapshotSpan } from '../app/app.js';
import { busyCores, firstDifference, pictureOf } from './run_picture.js';

const span = (track: SnapshotSpan['track'], state: string, start: number, end: number, object = ''): SnapshotSpan => ({ track, state, start, end, object, line: 3 });
const lane = (id: number, spans: SnapshotSpan[], kind: SnapshotLane['kind'] = 'thread'): SnapshotLane =>
  ({ id, kind, name: `Thread ${id}`, detail: '', process: 0, spans, spanCount: spans.length });
const snapshot = (...lanes: SnapshotLane[]): AppSnapshot => ({ lanes } as unknown as AppSnapshot);

const one = pictureOf(snapshot(
  lane(0, [span('states', 'running', 0, 40), span('events', 'thread_create', 5, 5, 'Thread 1'), span('states', 'done', 40, 100)]),
  lane(1, [span('states', 'running', 10, 60), span('states', 'waiting for a lock', 60, 100, 'm'), span('events', 'lock_acquire', 20, 20, 'm'), span('events', 'read', 15, 15, 'x')]),
  lane(0, [span('core', 'runs', 0, 40, 'Main')], 'core'),
  lane(7, [span('holds', 'held', 20, 30)], 'object'),
), 1, 'lab', 'exit code 0');

describe('a kept run', () => {
  it('has its threads and cores, without what is over', () => {
    expect(one.lanes.map(({ kind, id, spans }) => [kind, id, spans.length])).toEqual([['core', 0, 1], ['thread', 0, 1], ['thread', 1, 2]]);
    expect(one.duration).toBe(100);
  });
  it('has its steps in order of time, and no memory accesses', () => expect(one.steps.map(({ kind }) => kind)).toEqual(['thread_create', 'lock_acquire']));
  it('knows how many cores were busy', () => expect(busyCores(one)).toBeCloseTo(0.9));
});

describe('the first difference', () => {
  const other = { ...one, steps: [one.steps[0]!, { ...one.steps[1]!, thread: 2 }] };
  it('is none between equal runs, whatever their times', () => {
    expect(firstDifference(one, { ...one, steps: one.steps.map((step) => ({ ...step, time: step.time * 2 })) })).toBeUndefined();
  });
  it('is where another thread goes first', () => expect(firstDifference(one, other)).toEqual({ first: one.steps[1], second: other.steps[1], same: 1 }));
  it('is where one of them ends earlier', () => {
    expect(firstDifference(one, { ...one, steps: one.steps.slice(0, 1) })).toEqual({ first: one.steps[1], second: undefined, same: 1 });
  });
});
