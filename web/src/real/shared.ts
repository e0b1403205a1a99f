import { createExchange, MostProcesses } from './exchange.js';

/**
 * What the supervisor and the threads of one run share beside the guest's memory. The guest cannot
 * reach any of it: these buffers are not in its address space.
 */
export interface Shared {
  readonly control: Int32Array;
  readonly output: SharedArrayBuffer;
  readonly input: SharedArrayBuffer;
  /** Channels and the ends of processes: exchange.ts. */
  readonly exchange: SharedArrayBuffer;
}

/** Indices into `control`; every access is atomic. */
export const Control = {
  /** The last thread id given out; the main thread is 0. */
  LastThread: 0,
  /** Threads alive, from thread-spawn until the thread's worker is free again. */
  LiveThreads: 1,
  ThreadLimit: 2,
  /** How often thread-spawn said no because the limit was reached. */
  RefusedThreads: 3,
  /** Address of struct interleave_recorder, 0 until the main thread has been instantiated. */
  Recorder: 4,
  /** Threads that wait for console input right now. */
  InputWaiters: 5,
  /** By process: its part of LiveThreads; far below 0 once the process has ended. */
  ProcessThreads: 8,
  Length: 8 + MostProcesses,
} as const;

const ProcessEnded = -(1 << 30);

export function createShared(threadLimit: number, outputBytes: number, inputBytes: number): Shared {
  const control = new Int32Array(new SharedArrayBuffer(4 * Control.Length));
  control[Control.ThreadLimit] = threadLimit;
  control[Control.LiveThreads] = 1;
  control[Control.ProcessThreads] = 1;
  return { control, output: new SharedArrayBuffer(outputBytes), input: new SharedArrayBuffer(inputBytes), exchange: createExchange() };
}

/** Counts a thread that begins; false if its process has ended meanwhile or `live` are no longer alive. */
export function beginThread(control: Int32Array, process: number, live: number): boolean {
  if (Atomics.compareExchange(control, Control.LiveThreads, live, live + 1) !== live) return false;
  if (Atomics.add(control, Control.ProcessThreads + process, 1) >= 0) return true;
  forget(control, 1);
  return false;
}

/** Counts a thread that is done, unless the end of its process has counted it already. */
export function endThread(control: Int32Array, process: number): void {
  if (Atomics.sub(control, Control.ProcessThreads + process, 1) > 0) forget(control, 1);
}

/** Counts all threads of a process as done: those whose workers were ended cannot say so, nor those not begun. */
export function endThreadsOf(control: Int32Array, process: number): void {
  const live = Atomics.exchange(control, Control.ProcessThreads + process, ProcessEnded);
  if (live > 0) forget(control, live);
}

function forget(control: Int32Array, count: number): void {
  Atomics.sub(control, Control.LiveThreads, count);
  Atomics.notify(control, Control.LiveThreads);
}
