import { describe, expect, it } from 'vitest';
import type { InspectedThread } from '../engine/protocol.js';
import { places, waitGraph } from './wait_graph.js';

const waiting = (id: number, name: string, holders: number[], kind = 'lock', object = 8): InspectedThread =>
  ({ id, process: 0, state: 'waiting', line: 1, frames: [], waits: { for: kind, object, name, holders, since: 0, words: '' } });
const running = (id: number): InspectedThread => ({ id, process: 0, state: 'running', line: 1, frames: [], waits: null });

describe('the wait-for graph', () => {
  it('has an arrow for each wait, and knows the circle', () => {
    const graph = waitGraph([waiting(0, '', [], 'end of a thread', 1), waiting(1, 'bob', [2]), waiting(2, 'alice', [1]), running(3)]);
    expect(graph.threads).toEqual([1, 2, 0]);
    expect(graph.edges).toEqual([
      { from: 0, to: 1, label: 'join', circular: false },
      { from: 1, to: 2, label: 'bob', circular: true },
      { from: 2, to: 1, label: 'alice', circular: true },
    ]);
  });
  it('orders a ring as its arrows go', () => {
    const graph = waitGraph([waiting(1, 'a', [3]), waiting(2, 'b', [1]), waiting(3, 'c', [2])]);
    expect(graph.threads).toEqual([1, 3, 2]);
    expect(graph.edges.every(({ circular }) => circular)).toBe(true);
  });
  it('a thread that waits for itself is a circle of one', () => {
    expect(waitGraph([waiting(1, 'm', [1])]).edges).toEqual([{ from: 1, to: 1, label: 'm', circular: true }]);
  });
  it('is empty when nobody waits for anybody', () => {
    expect(waitGraph([running(0), waiting(1, 'ready', [], 'condition variable')])).toEqual({ threads: [], edges: [] });
  });
  it('a queue at one lock is no circle', () => {
    const graph = waitGraph([running(1), waiting(2, 'm', [1]), waiting(3, 'm', [1])]);
    expect(graph.edges.map(({ circular }) => circular)).toEqual([false, false]);
  });
});

describe('places', () => {
  it('are on a circle, the first at the top', () => {
    const [top, , bottom] = places(4, 200, 20);
    expect(top).toEqual({ x: 100, y: 20 });
    expect(bottom?.y).toBeCloseTo(180);
    expect(places(1, 200, 20)).toEqual([{ x: 100, y: 100 }]);
  });
});
