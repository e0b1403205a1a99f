import { describe, expect, it } from 'vitest';
import { threadsByLine, type ThreadPlace } from './thread_marks.js';

const at = (id: number, line: number): ThreadPlace => ({ id, name: `thread ${id}`, state: 'running', line, color: '#000' });

describe('threadsByLine', () => {
  it('puts threads at one line together, by number', () => {
    const lines = threadsByLine([at(2, 7), at(1, 7), at(0, 3)], 10);
    expect([...lines].map(([line, threads]) => [line, threads.map((thread) => thread.id)])).toEqual([[3, [0]], [7, [1, 2]]]);
  });
  it('gives the lines in order, which the editor needs', () => {
    expect([...threadsByLine([at(0, 9), at(1, 2), at(2, 5)], 10).keys()]).toEqual([2, 5, 9]);
  });
  it('leaves out unknown lines and lines beyond the text', () => expect(threadsByLine([at(0, 0), at(1, 11)], 10).size).toBe(0));
});
