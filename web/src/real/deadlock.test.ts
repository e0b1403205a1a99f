import { describe, expect, it } from 'vitest';
import { Blocked } from '../generated/abi.js';
import { EventKind } from '../generated/events.js';
import { DeadlockWatch, explainDeadlock, QuietMilliseconds } from './deadlock.js';
import { FakeGuest } from './fake-guest.js';
import { Recorder, type LiveThread } from './recorder.js';

const waiting = (thread: number, blocked: number = Blocked.Lock, more: Partial<LiveThread> = {}): LiveThread =>
  ({ thread, blocked, blockedOn: 100 + thread, timed: false, head: 5, ...more });

describe('DeadlockWatch', () => {
  it('speaks only after the quiet time', () => {
    const watch = new DeadlockWatch();
    const slots = [waiting(0, Blocked.Join), waiting(1)];
    expect(watch.isDeadlock(1000, 2, slots)).toBe(false);
    expect(watch.isDeadlock(1000 + QuietMilliseconds - 1, 2, slots)).toBe(false);
    expect(watch.isDeadlock(1000 + QuietMilliseconds, 2, slots)).toBe(true);
  });

  it('starts the quiet time again when anything moves', () => {
    const watch = new DeadlockWatch();
    watch.isDeadlock(0, 1, [waiting(0)]);
    watch.isDeadlock(700, 1, [waiting(0, Blocked.Lock, { head: 6 })]);
    expect(watch.isDeadlock(1000, 1, [waiting(0, Blocked.Lock, { head: 6 })])).toBe(false);
    expect(watch.isDeadlock(1600, 1, [waiting(0, Blocked.Lock, { head: 6 })])).toBe(true);
  });

  it.each([
    ['a thread runs', [waiting(0), waiting(1, Blocked.Not)]],
    ['a thread waits with a deadline', [waiting(0), waiting(1, Blocked.Condition, { timed: true })]],
    ['a thread sleeps', [waiting(0), waiting(1, Blocked.Sleep)]],
    ['a thread waits for input', [waiting(0), waiting(1, Blocked.Input)]],
    ['a thread waits for something outside', [waiting(0), waiting(1, Blocked.Other)]],
    ['a thread has no slot', [waiting(0)]],
  ])('is silent when %s', (_, slots) => {
    const watch = new DeadlockWatch();
    watch.isDeadlock(0, 2, slots);
    expect(watch.isDeadlock(10 * QuietMilliseconds, 2, slots)).toBe(false);
  });

  it('is silent when no thread lives', () => {
    const watch = new DeadlockWatch();
    watch.isDeadlock(0, 0, []);
    expect(watch.isDeadlock(10 * QuietMilliseconds, 0, [])).toBe(false);
  });
});

it('an explanation names the lock, its holder and the line', () => {
  const guest = new FakeGuest();
  const recorder = new Recorder(guest.memory, undefined);
  guest.startThread(0, 0);
  guest.startThread(1, 1);
  guest.record(1, { kind: EventKind.NameThread, object: 1, argument: guest.string('Ann') });
  guest.record(1, { kind: EventKind.NameObject, object: 400, argument: guest.string('fork') });
  guest.record(0, { kind: EventKind.LockAcquire, object: 400 });
  guest.record(1, { kind: EventKind.LockRequest, object: 400, line: 21 });
  guest.block(0, Blocked.Join, 1);
  guest.block(1, Blocked.Lock, 400);
  recorder.poll(guest.recorder, () => 0n);
  const explained = explainDeadlock(recorder.liveThreads(), recorder.observations);
  expect(explained.map((thread) => thread.message)).toEqual([
    'The main thread waits for thread 1 (Ann) to finish.',
    'Thread 1 (Ann) waits for the lock fork, which the main thread holds (line 21).',
  ]);
  expect(explained[1]).toMatchObject({ thread: 1, kind: 'lock', object: 400, objectName: 'fork', holder: 0, line: 21, name: 'Ann' });
});
