/**
 * Console input, from the supervisor to the threads: a shared ring of bytes. A thread that reads from
 * an empty ring waits until bytes come or the input is closed. What does not fit stays in a queue of
 * the supervisor and follows at the next tick, so that pasting a large text cannot block the page.
 */
import { ByteRing, Word } from './byte-ring.js';
import { lock, unlock, type LockPlace } from './mutex.js';
import { Control } from './shared.js';

export const InputRingCapacity = 1 << 16;

/** The threads' side. */
export class InputReader {
  private readonly ring: ByteRing;

  constructor(buffer: SharedArrayBuffer, private readonly control: Int32Array) {
    this.ring = new ByteRing(buffer);
  }

  /** 1 … `most` bytes as they are there, or none at the end of input. REQUIRES: most > 0. */
  read(most: number): Uint8Array {
    const { words } = this.ring;
    for (;;) {
      const changes = Atomics.load(words, Word.Changes);
      lock(words, Word.Lock);
      const size = Math.min(most, this.ring.fill());
      const bytes = this.ring.peek(size);
      this.ring.consume(size);
      const isClosed = Atomics.load(words, Word.Closed) === 1;
      unlock(words, Word.Lock);
      if (size > 0 || (isClosed && this.ring.fill() === 0)) return bytes;
      // Not with the lock: whoever waits for input may be ended with its process.
      Atomics.add(this.control, Control.InputWaiters, 1);
      Atomics.wait(words, Word.Changes, changes);
      Atomics.sub(this.control, Control.InputWaiters, 1);
    }
  }
}

/** The supervisor's side. */
export class InputWriter {
  private readonly ring: ByteRing;
  private readonly queue: Uint8Array[] = [];
  private closing = false;

  constructor(buffer: SharedArrayBuffer) {
    this.ring = new ByteRing(buffer);
  }

  /** Before threads are ended. */
  get lockPlace(): LockPlace {
    return this.ring.lockPlace;
  }

  write(bytes: Uint8Array): void {
    if (this.closing || bytes.length === 0) return;
    this.queue.push(bytes.slice());
    this.flush();
  }

  close(): void {
    this.closing = true;
    this.flush();
  }

  /** Moves on what fits; call at every tick. */
  flush(): void {
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      const part = next.subarray(0, this.ring.free());
      if (part.length === 0) return;
      this.ring.put(part);
      this.ring.publish(part.length);
      this.changed();
      if (part.length < next.length) this.queue[0] = next.subarray(part.length);
      else this.queue.shift();
    }
    if (this.closing && Atomics.exchange(this.ring.words, Word.Closed, 1) === 0) this.changed();
  }

  private changed(): void {
    Atomics.add(this.ring.words, Word.Changes, 1);
    Atomics.notify(this.ring.words, Word.Changes);
  }
}
