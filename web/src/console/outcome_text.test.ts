import { describe, expect, it } from 'vitest';
import type { BlockedThread, Ending, Outcome, RecordingTotals } from '../real/types.js';
import { outcomeDetail, tellDeadlock, tellOutcome, tellStatus, waitCycle, withLineLinks } from './outcome_text.js';

const NothingLost: RecordingTotals = { recorded: 100, dropped: 0, unrecorded: 0 };
const outcome = (ending: Ending, recording: Partial<RecordingTotals> = {}): Outcome =>
  ({ ...ending, recording: { ...NothingLost, ...recording }, threads: 3, milliseconds: 912 });
const blocked = (thread: number, more: Partial<BlockedThread>): BlockedThread =>
  ({ thread, kind: 'lock', object: 1024 + thread, message: `Thread ${thread} waits (line ${10 + thread}).`, ...more });

describe('waitCycle', () => {
  it('finds the circle and leaves out who only waits for it', () => {
    const threads = [blocked(0, { kind: 'join', object: 1 }), blocked(1, { holder: 2 }), blocked(2, { holder: 1 })];
    expect(waitCycle(threads)).toEqual([1, 2]);
  });
  it('finds a thread that waits for itself', () => expect(waitCycle([blocked(1, { holder: 1 })])).toEqual([1]));
  it('finds none where nobody holds what is waited for', () => {
    expect(waitCycle([blocked(0, { kind: 'join', object: 1 }), blocked(1, { kind: 'condition' })])).toBeUndefined();
  });
});

describe('tellDeadlock', () => {
  it('names the circle and says of each thread what it waits for', () => {
    const told = tellDeadlock([blocked(1, { holder: 2, name: 'left' }), blocked(2, { holder: 1 })]);
    expect(told.sentences).toEqual(['They wait in a circle: left → thread 2 → left.']);
    expect(told.items).toEqual(['Thread 1 waits (line 11).', 'Thread 2 waits (line 12).']);
  });
});

describe('tellOutcome', () => {
  it('makes few words about a good end', () => expect(tellOutcome(outcome({ kind: 'exit', code: 0 }))).toEqual({ tone: 'good', title: 'Finished', sentences: [], items: [] }));
  it('shows the stack of a crash with its lines', () => {
    const told = tellOutcome(outcome({ kind: 'trap', message: 'unreachable', thread: 2, frames: [{ function: 'f()', line: 4 }, { function: 'main' }] }));
    expect(told.sentences[0]).toBe('unreachable. It happened in thread 2.');
    expect(told.items).toEqual(['f(), line 4', 'main']);
  });
  it.each([
    [{ kind: 'exit', code: 3 }, 'bad', 'Ended with exit code 3'],
    [{ kind: 'abort', message: 'x' }, 'bad', 'The program gave up'],
    [{ kind: 'stopped' }, 'stopped', 'Stopped'],
    [{ kind: 'limit', which: 'threads', message: 'x' }, 'bad', 'Stopped at the limit of its number of threads'],
  ] as const)('has words for %o', (ending, tone, title) => expect(tellOutcome(outcome(ending))).toMatchObject({ tone, title }));
  it('says when the recording is not complete', () => {
    const told = tellOutcome(outcome({ kind: 'exit', code: 0 }, { dropped: 1234, unrecorded: 1 }));
    expect(told.sentences[0]).toContain('1,234 events were dropped');
    expect(told.sentences[1]).toContain('1 thread is missing');
  });
});

describe('outcomeDetail', () => {
  it('is one short line', () => {
    expect(outcomeDetail(outcome({ kind: 'exit', code: 0 }))).toBe('exit code 0 · 3 threads · 912 ms');
    expect(outcomeDetail(outcome({ kind: 'stopped' }, { dropped: 2 }))).toBe('3 threads · 912 ms · 2 events dropped');
  });
});

describe('tellStatus', () => {
  it('has words and a tone for every state', () => {
    const status = { milliseconds: 1500, threads: 2, recorded: 5, dropped: 0, blocked: [] };
    expect(tellStatus({ ...status, state: 'input' })).toEqual({ tone: 'waiting', title: 'Waits for your input', detail: '2 threads · 1.50 s' });
    expect(tellStatus({ ...status, state: 'deadlock', dropped: 1 }).detail).toContain('1 event dropped');
  });
});

describe('withLineLinks', () => {
  it('cuts out the words that name lines', () => {
    expect(withLineLinks('waits (line 12), then line 3.')).toEqual([
      { text: 'waits (' }, { text: 'line 12', line: 12 }, { text: '), then ' }, { text: 'line 3', line: 3 }, { text: '.' },
    ]);
  });
  it('leaves other text whole', () => expect(withLineLinks('outline 7')).toEqual([{ text: 'outline 7' }]));
});
