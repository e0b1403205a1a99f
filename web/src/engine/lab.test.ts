import { describe, expect, it } from 'vitest';
import { blockedThreads, endingOf } from './lab.js';
import type { Inspection, LabState } from './protocol.js';

const state = (status: string, message = '', exitCode = 0): LabState => ({ status, message, exitCode, time: 0, executed: 0, threads: 2, hash: '', findings: [] });
const world: Inspection = {
  time: 5,
  locks: [],
  globals: [],
  threads: [
    { id: 1, process: 0, state: 'waiting', line: 12, frames: [], waits: { for: 'lock', object: 64, name: 'b', holders: [2], since: 0, words: 'waits for the lock b, held by thread 2' } },
    { id: 2, process: 0, state: 'failed', line: 9, frames: [{ function: 'f()', line: 9, user: true, variables: [] }], waits: null },
  ],
};

describe('lab', () => {
  it('tells who waits for whom in the terms of the real machine', () => {
    expect(blockedThreads(world)).toEqual([
      { thread: 1, kind: 'lock', object: 64, objectName: 'b', holder: 2, line: 12, message: 'Thread 1 waits for the lock b, held by thread 2 (line 12).' },
    ]);
  });

  it('has an ending for every status but those of a run that goes on', () => {
    expect(endingOf(state('running'), undefined)).toBeUndefined();
    expect(endingOf(state('input'), undefined)).toBeUndefined();
    expect(endingOf(state('exit', '', 7), undefined)).toEqual({ kind: 'exit', code: 7 });
    expect(endingOf(state('deadlock'), world)).toMatchObject({ kind: 'deadlock', blocked: [{ thread: 1 }] });
    expect(endingOf(state('trap', 'integer divide by zero'), world)).toEqual({
      kind: 'trap', message: 'The program divided an integer by zero.', thread: 2, frames: [{ function: 'f()', line: 9 }],
    });
    for (const status of ['abort', 'uncaught', 'invalid']) expect(endingOf(state(status, 'why'), world)?.kind).toBe('abort');
    for (const status of ['output-limit', 'instruction-limit', 'event-limit']) expect(endingOf(state(status), world)?.kind).toBe('limit');
  });
});
