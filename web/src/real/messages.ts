/**
 * Everything that supervisor and workers say to each other. A worker serves one thread at a time and
 * is used again for others, also of later runs: `run` tells late messages of an ended run apart.
 */
import type { Shared } from './shared.js';

export interface ThreadJob {
  readonly kind: 'run';
  readonly run: number;
  readonly thread: number;
  /** 0 is the first process; each has a memory of its own. */
  readonly process: number;
  /** What the first thread of another process than the first runs, and what it was given. */
  readonly entry: number | undefined;
  readonly argument: Uint8Array;
  /** The argument of thread-spawn; undefined for the first thread of a process. */
  readonly start: number | undefined;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly shared: Shared;
  /** Milliseconds of the wall clock at which the run's monotonic clock shows zero. */
  readonly epoch: number;
  readonly record: boolean;
}

export type ToThread = ThreadJob;

export type FromThread =
  | { readonly kind: 'spawn'; readonly run: number; readonly process: number; readonly thread: number; readonly start: number }
  /** A new process, and its first thread. */
  | { readonly kind: 'process'; readonly run: number; readonly process: number; readonly thread: number; readonly entry: number; readonly argument: Uint8Array }
  /** The thread has returned; its worker is free. */
  | { readonly kind: 'done'; readonly run: number; readonly process: number; readonly thread: number }
  /** proc_exit: the process ends, and with the first one the run. The worker is free after this. */
  | { readonly kind: 'exit'; readonly run: number; readonly process: number; readonly thread: number; readonly code: number }
  | { readonly kind: 'trap'; readonly run: number; readonly process: number; readonly thread: number; readonly error: ThrownError }
  /** The output ring is full and a thread waits for room. */
  | { readonly kind: 'output'; readonly run: number }
  /** A thread waits for a file; see fetching.ts. */
  | { readonly kind: 'fetch'; readonly run: number; readonly name: string; readonly answer: SharedArrayBuffer };

/** What survives of an exception on the way between workers. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}
