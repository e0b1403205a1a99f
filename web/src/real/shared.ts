import { createExchange } from './exchange.js';

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
  Length: 8,
} as const;

export function createShared(threadLimit: number, outputBytes: number, inputBytes: number): Shared {
  const control = new Int32Array(new SharedArrayBuffer(4 * Control.Length));
  control[Control.ThreadLimit] = threadLimit;
  control[Control.LiveThreads] = 1;
  return { control, output: new SharedArrayBuffer(outputBytes), input: new SharedArrayBuffer(inputBytes), exchange: createExchange() };
}
