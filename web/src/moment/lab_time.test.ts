import { describe, expect, it } from 'vitest';
import type { LineOperation, Moment } from '../engine/moments.js';
import { places, standing } from './lab_time.js';

const operation = (offset: number, words: string): LineOperation => ({ offset, kind: 'read', words, text: '', shared: true });
const operations = [operation(100, 'read counter'), operation(110, 'add'), operation(120, 'write counter')];

function moment(threads: readonly { id: number; at: number | null; line: number; state?: string }[]): Moment {
  return {
    time: 0, end: 9, executed: 0, step: 0, steps: 0, caption: '', output: 0, locks: [], writes: [], named: [],
    threads: threads.map(({ id, at }) => ({ id, at, core: 0, since: null })),
    world: { time: 0, locks: [], globals: [], threads: threads.map(({ id, line, state = 'running' }) => ({ id, process: 0, state, line, waits: null, frames: [] })) },
  };
}

describe('an open line', () => {
  it('shows each thread before the operation that it has to do next', () => {
    const threads = standing(operations, 13, moment([{ id: 1, at: 98, line: 13 }, { id: 2, at: 118, line: 13 }, { id: 3, at: 100, line: 13 }]));
    expect([...threads]).toEqual([[0, [1, 3]], [2, [2]]]);
  });
  it('leaves out threads that are elsewhere, nowhere, or done with it', () => {
    expect(standing(operations, 13, moment([{ id: 0, at: 100, line: 20 }, { id: 1, at: null, line: 13 }, { id: 2, at: 130, line: 13 }])).size).toBe(0);
  });
});

describe('the marks in the program', () => {
  it('have the colours of the timeline, and leave out who has ended', () => {
    const marks = places(moment([{ id: 0, at: null, line: 3 }, { id: 9, at: null, line: 4, state: 'waiting' }, { id: 2, at: null, line: 0, state: 'done' }]));
    expect(marks.map(({ id, name, state, color }) => [id, name, state, color])).toEqual([
      [0, 'Main', 'running', 'var(--il-thread-0)'], [9, 'Thread 9', 'waiting', 'var(--il-thread-1)']]);
  });
});
