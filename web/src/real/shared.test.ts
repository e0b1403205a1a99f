import { describe, expect, it } from 'vitest';
import { beginThread, Control, createShared, endThread, endThreadsOf } from './shared.js';

function counted(): { control: Int32Array; live: () => number } {
  const { control } = createShared(64, 64, 64);
  return { control, live: () => Atomics.load(control, Control.LiveThreads) };
}

describe('the count of live threads', () => {
  it('has the main thread from the start', () => {
    const { control, live } = counted();
    expect(live()).toBe(1);
    endThread(control, 0);
    expect(live()).toBe(0);
  });

  it('loses each thread of an ended process once, whether the thread or the process is told first', () => {
    const { control, live } = counted();
    beginThread(control, 1, 1);
    beginThread(control, 1, 2);
    beginThread(control, 1, 3);
    expect(live()).toBe(4);
    endThread(control, 1); // done, and told later than the process's end
    endThreadsOf(control, 1);
    expect(live()).toBe(1);
    endThread(control, 1); // its worker was still running
    expect(live()).toBe(1);
  });

  it('takes no thread of a process that has ended, nor when the count has changed', () => {
    const { control, live } = counted();
    endThreadsOf(control, 2);
    expect(beginThread(control, 2, 1)).toBe(false);
    expect(beginThread(control, 3, 7)).toBe(false);
    expect(live()).toBe(1);
  });
});
