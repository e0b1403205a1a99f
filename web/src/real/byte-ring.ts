/**
 * A ring of bytes in shared memory: the header words below, then the data, whose size is a power of
 * two. Head and tail count bytes ever written and read; they wrap at 2^32, and head - tail (unsigned)
 * is the fill. Used in both directions between threads and supervisor: many threads share one side and
 * take the lock, the supervisor alone is the other side, needs none and never waits.
 */
import type { LockPlace } from './mutex.js';

export const Word = { Head: 0, Tail: 1, Lock: 2, Closed: 3, Poked: 4, Changes: 5, Count: 8 } as const;

const HeaderBytes = 4 * Word.Count;

export const ringBytes = (capacity: number): number => HeaderBytes + capacity;

export class ByteRing {
  readonly words: Int32Array;
  readonly capacity: number;
  private readonly data: Uint8Array;

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer, 0, Word.Count);
    this.data = new Uint8Array(buffer, HeaderBytes);
    this.capacity = this.data.length;
  }

  /** The lock of the side that is many. */
  get lockPlace(): LockPlace {
    return { words: this.words, index: Word.Lock };
  }

  fill(): number {
    return (Atomics.load(this.words, Word.Head) - Atomics.load(this.words, Word.Tail)) >>> 0;
  }

  free(): number {
    return this.capacity - this.fill();
  }

  /** Copies bytes in behind the head without showing them yet. REQUIRES: room; one writer. */
  put(bytes: Uint8Array, ahead = 0): void {
    const at = this.position(Word.Head, ahead);
    const first = Math.min(bytes.length, this.capacity - at);
    this.data.set(bytes.subarray(0, first), at);
    this.data.set(bytes.subarray(first), 0);
  }

  publish(count: number): void {
    Atomics.add(this.words, Word.Head, count);
  }

  /** A copy of `count` bytes from the tail on, which stays where it is. REQUIRES: so many are there. */
  peek(count: number, ahead = 0): Uint8Array<ArrayBuffer> {
    const at = this.position(Word.Tail, ahead);
    const first = Math.min(count, this.capacity - at);
    const copy = new Uint8Array(count);
    copy.set(this.data.subarray(at, at + first));
    copy.set(this.data.subarray(0, count - first), first);
    return copy;
  }

  consume(count: number): void {
    Atomics.add(this.words, Word.Tail, count);
    Atomics.notify(this.words, Word.Tail);
  }

  private position(word: number, ahead: number): number {
    return (Atomics.load(this.words, word) + ahead) & (this.capacity - 1);
  }
}
