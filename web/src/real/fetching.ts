/**
 * How a thread waits for a file. Its worker asks the supervisor, which can wait without blocking, with a piece of shared memory
 * for the answer, and sleeps until the answer is in it: a fetch that hangs is ended as any other wait is, with the worker.
 *
 *   words   State, Size       State changes once, when all else is written
 *   bytes   the file, or the words why it did not come
 */
import { MostBytes, type Fetched } from './site-files.js';

const Word = { State: 0, Size: 1, Count: 2 } as const;
const State = { Waiting: 0, Failed: 1, Came: 2 } as const;
const HeaderBytes = 4 * Word.Count;

/** A thread's side. Makes the memory when the program first fetches: pages of it that no file fills cost nothing. */
export class Fetcher {
  private answer: SharedArrayBuffer | undefined;

  constructor(private readonly ask: (name: string, answer: SharedArrayBuffer) => void) {}

  fetch(name: string): Fetched {
    this.answer ??= new SharedArrayBuffer(HeaderBytes + MostBytes);
    const words = new Int32Array(this.answer, 0, Word.Count);
    Atomics.store(words, Word.State, State.Waiting);
    this.ask(name, this.answer);
    Atomics.wait(words, Word.State, State.Waiting);
    const bytes = new Uint8Array(this.answer, HeaderBytes, Atomics.load(words, Word.Size)).slice();
    if (Atomics.load(words, Word.State) === State.Came) return { came: true, bytes };
    return { came: false, reason: new TextDecoder().decode(bytes) };
  }
}

/** The supervisor's side. */
export function answerFetch(answer: SharedArrayBuffer, fetched: Fetched): void {
  const words = new Int32Array(answer, 0, Word.Count);
  const bytes = fetched.came ? fetched.bytes : new TextEncoder().encode(fetched.reason);
  new Uint8Array(answer, HeaderBytes).set(bytes);
  Atomics.store(words, Word.Size, bytes.length);
  Atomics.store(words, Word.State, fetched.came ? State.Came : State.Failed);
  Atomics.notify(words, Word.State);
}
