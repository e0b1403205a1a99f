/** One process of a run: a memory of its own, its workers, and what its recorder says. */
import type { LeaseGroup } from './pool.js';
import type { Recorder } from './recorder.js';

export interface GuestProcess {
  readonly id: number;
  readonly memory: WebAssembly.Memory;
  readonly workers: LeaseGroup;
  readonly recorder: Recorder;
  /** Threads whose worker has not said `done`. */
  readonly live: Set<number>;
  /** Set when one of its threads has exited or trapped; the process ends when that thread's worker is done. */
  ending?: { readonly thread: number; readonly code: number };
  /** Its other threads are being ended. */
  isEnding?: boolean;
}

/** What a shell reports for the signal that would have ended such a process; the lab's numbers (src/world). */
export function crashCode(message: string): number {
  if (/divi(de|sion)|remainder|integer overflow|unrepresentable/i.test(message)) return 136;
  if (/out.of.bounds|call stack|recursion|stack overflow/i.test(message)) return 139;
  if (/uncaught exception/i.test(message)) return 134;
  return 132;
}
