/**
 * What the page and the tests see of the real machine. A run is started with RunOptions, reports
 * through its callbacks, and ends in exactly one Outcome; nothing of it blocks the caller.
 */
import type { Program } from './program.js';

/** What `interleave-symbols` writes beside a program (program.json). */
export interface ProgramSymbols {
  readonly version: number;
  readonly source: string;
  readonly objects: readonly { name: string; type: string; address: number; size: number; line: number }[];
  readonly functions: readonly { index: number; name: string; start: number; end: number; line: number; user: boolean }[];
  /** [offset in the code section's contents, line], user code only, sorted by offset. */
  readonly lines: readonly (readonly [number, number])[];
  /** Where the code section's contents begin in the file. */
  readonly codeSectionOffset: number;
}

export interface Limits {
  /** Running time in milliseconds; time spent waiting for console input does not count. */
  readonly time: number;
  /** Threads alive at the same time, the main thread included. */
  readonly threads: number;
  /** Bytes written to the console in all. */
  readonly output: number;
  /** The largest memory maximum, in bytes, that a program may declare. */
  readonly memory: number;
}

export const DefaultLimits: Limits = { time: 60_000, threads: 128, output: 4 << 20, memory: 1 << 30 };

export interface RunOptions {
  readonly program: Program;
  readonly symbols?: ProgramSymbols;
  /** True: the program may read console input, see Run.input. Otherwise it finds the end of input. */
  readonly stdin?: boolean;
  readonly limits?: Partial<Limits>;
  /** False runs without recording; deadlocks are still told. Default: true. */
  readonly record?: boolean;
  /** The program wrote these bytes; they are the receiver's to keep. */
  onOutput(fd: 1 | 2, bytes: Uint8Array): void;
  /** A piece of the recording, see chunk.ts for the bytes; the receiver's to keep. */
  onRecording(chunk: Uint8Array): void;
  onStatus(status: RunStatus): void;
}

export interface Run {
  /** Never rejects. When it resolves, all output and the whole recording have been delivered. */
  readonly finished: Promise<Outcome>;
  /** Ends the run now, whatever the program does. Nothing happens when it has ended. */
  stop(): void;
  input(bytes: Uint8Array): void;
  closeInput(): void;
}

export type RunState = 'running' | 'input' | 'deadlock' | 'ended';

export interface RunStatus {
  /** input: a thread waits for console input; deadlock: no thread can ever go on. */
  readonly state: RunState;
  readonly milliseconds: number;
  readonly threads: number;
  readonly recorded: number;
  readonly dropped: number;
  /** The waiting threads when the state is `deadlock`, otherwise empty. */
  readonly blocked: readonly BlockedThread[];
}

export type BlockedKind = 'lock' | 'condition' | 'atomic' | 'join' | 'other';

export interface BlockedThread {
  readonly thread: number;
  readonly name?: string;
  readonly kind: BlockedKind;
  /** The address of what it waits for; for `join` the thread's id. */
  readonly object: number;
  readonly objectName?: string;
  /** The thread that holds the lock it waits for. */
  readonly holder?: number;
  /** The source line of its last recorded step. */
  readonly line?: number;
  /** One sentence for the learner. */
  readonly message: string;
}

export interface Frame {
  readonly function: string;
  readonly line?: number;
  /** How often this frame is repeated by recursion; absent = once. */
  readonly times?: number;
}

export type Ending =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'trap'; readonly message: string; readonly thread: number; readonly frames: readonly Frame[] }
  | { readonly kind: 'abort'; readonly message: string }
  | { readonly kind: 'deadlock'; readonly blocked: readonly BlockedThread[] }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'limit'; readonly which: 'time' | 'memory' | 'output' | 'threads'; readonly message: string };

export interface RecordingTotals {
  /** Records handed to onRecording. */
  readonly recorded: number;
  /** Records lost because a ring was full. */
  readonly dropped: number;
  /** Threads that found no ring at all. */
  readonly unrecorded: number;
}

export type Outcome = Ending & {
  readonly recording: RecordingTotals;
  /** Threads started in all, the main thread included. */
  readonly threads: number;
  readonly milliseconds: number;
};
