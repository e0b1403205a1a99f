import { describe, expect, it } from 'vitest';
import type { SnapshotLane, SnapshotSpan } from '../app/app.js';
import { doingOf, factsOf, overlapping } from './run_facts.js';

const span = (track: SnapshotSpan['track'], state: string, start: number, end: number, value?: number): SnapshotSpan => ({ track, state, start, end, line: 0, ...(value === undefined ? {} : { value }) });
const lane = (kind: SnapshotLane['kind'], id: number, name: string, detail: string, spans: SnapshotSpan[]): SnapshotLane => ({ id, kind, name, detail, process: 0, spans, spanCount: spans.length });

const main = lane('thread', 0, 'Main', '', [span('states', 'running', 0, 40), span('states', 'waiting for a thread to finish', 40, 100)]);
const worker = lane('thread', 1, 'Thread 1', '', [span('states', 'starting', 10, 20), span('states', 'running', 20, 60), span('states', 'done', 60, 200), span('events', 'lock_acquire', 30, 30)]);
const lock = lane('object', 0, 'm', 'lock', [span('holds', 'held', 20, 30), span('waits', 'waited for', 10, 30), span('waits', 'waited for', 20, 30)]);
const channel = lane('object', 1, 'questions', 'channel', [span('levels', 'level', 25, 50, 1), span('levels', 'level', 50, 100, 0)]);

describe('what charts are made of', () => {
  it('groups the states of threads as courses do', () => {
    expect(['running', 'starting', 'ready', 'waiting for a lock', 'waiting for your input', 'in input/output', 'idle'].map(doingOf)).toEqual(['running', 'ready', 'ready', 'waiting', 'waiting', 'sleeping', 'sleeping']);
  });
  it('ends with the last thing that a thread did', () => {
    const facts = factsOf({ lanes: [worker, main] }, 2);
    expect([facts.end, facts.whole, facts.cores]).toEqual([100, 100, 2]);
    expect(facts.threads.map(({ name, spans }) => [name, spans.length])).toEqual([['Main', 2], ['Thread 1', 2]]);
  });
  it('counts what overlaps, from the beginning to the end', () => {
    expect(overlapping([{ start: 10, end: 30 }, { start: 20, end: 30 }], 50).map(({ start, end, level }) => [start, end, level])).toEqual([[0, 10, 0], [10, 20, 1], [20, 30, 2], [30, 50, 0]]);
  });
  it('has channels where there are some, and else who waits', () => {
    const [queue] = factsOf({ lanes: [main, lock, channel] }, 1).queues;
    expect(queue).toEqual({ name: 'questions', counts: 'messages', levels: [{ start: 0, end: 25, level: 0 }, { start: 25, end: 50, level: 1 }, { start: 50, end: 100, level: 0 }] });
    expect(factsOf({ lanes: [main, lock] }, 1).queues.map(({ name, counts }) => [name, counts])).toEqual([['m', 'waiting']]);
  });
  it('knows that a named number can be negative', () => {
    const curve = lane('curve', 0, 'balance', '', [span('levels', 'level', 0, 50, 4294967295), span('levels', 'level', 50, 100, 2)]);
    expect(factsOf({ lanes: [main, curve] }, 1).queues[0]?.levels.map(({ level }) => level)).toEqual([-1, 2]);
  });
  it('leaves out everywhere what comes after a cut', () => {
    const busy = lane('thread', 1, 'Busy', '', Array.from({ length: 2000 }, (_, at) => span('states', at % 2 === 0 ? 'running' : 'sleeping', at, at + 1)));
    const facts = factsOf({ lanes: [lane('thread', 0, 'Main', '', [span('states', 'running', 0, 9000)]), busy] }, 2);
    expect([facts.end, facts.whole, facts.threads[0]?.spans[0]?.end]).toEqual([2000, 9000, 2000]);
  });
});
