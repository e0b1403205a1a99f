/**
 * Console output, from the threads to the supervisor.
 *
 * Posting a message for each write would let a program that prints for ever fill the page's message
 * queue without bound. So writes go into one shared ring of packets, in the order in which they
 * happened; a thread that finds the ring full waits until the supervisor has taken something out
 * (back-pressure), after poking it once. The supervisor empties the ring at every tick and at the end,
 * also after Stop: what was written is never lost.
 *
 *   packet: u32 length | fd << 24, then the bytes, padded to 4
 */
import { ByteRing, Word } from './byte-ring.js';
import { lock, unlock, type LockPlace } from './mutex.js';

export const OutputRingCapacity = 1 << 18;
const LargestPacket = 1 << 14;
const padded = (length: number): number => (length + 3) & ~3;

/** The threads' side. */
export class OutputWriter {
  private readonly ring: ByteRing;

  /** `poke` asks the supervisor to look at the ring before its next tick. */
  constructor(buffer: SharedArrayBuffer, private readonly poke: () => void) {
    this.ring = new ByteRing(buffer);
  }

  /** Waits while the ring is full. The bytes of one call stay together. */
  write(fd: 1 | 2, bytes: Uint8Array): void {
    const { words } = this.ring;
    lock(words, Word.Lock);
    for (let at = 0; at < bytes.length; at += LargestPacket) this.packet(fd, bytes.subarray(at, at + LargestPacket));
    unlock(words, Word.Lock);
  }

  private packet(fd: 1 | 2, bytes: Uint8Array): void {
    const { ring } = this;
    const size = 4 + padded(bytes.length);
    while (ring.free() < size) {
      const tail = Atomics.load(ring.words, Word.Tail);
      if (ring.free() >= size) break;
      if (Atomics.exchange(ring.words, Word.Poked, 1) === 0) this.poke();
      Atomics.wait(ring.words, Word.Tail, tail);
    }
    const header = new Uint8Array(4);
    new DataView(header.buffer).setUint32(0, bytes.length | (fd << 24), true);
    ring.put(header);
    ring.put(bytes, 4);
    ring.publish(size);
  }
}

/** The supervisor's side. */
export class OutputReader {
  private readonly ring: ByteRing;

  constructor(buffer: SharedArrayBuffer) {
    this.ring = new ByteRing(buffer);
  }

  /** For the supervisor, before it ends threads. */
  get lockPlace(): LockPlace {
    return this.ring.lockPlace;
  }

  /** Hands over everything that is there; neighbouring packets of one descriptor come as one piece. */
  drain(deliver: (fd: 1 | 2, bytes: Uint8Array) => void): void {
    Atomics.store(this.ring.words, Word.Poked, 0);
    const fill = this.ring.fill();
    const all = this.ring.peek(fill);
    this.ring.consume(fill);
    const view = new DataView(all.buffer);
    let length = 0;
    let current: 1 | 2 = 1;
    const text = new Uint8Array(fill);
    const flush = (): void => {
      if (length > 0) deliver(current, text.slice(0, length));
      length = 0;
    };
    for (let at = 0; at + 4 <= fill;) {
      const header = view.getUint32(at, true);
      const size = header & 0xffffff;
      const fd = header >>> 24 === 2 ? 2 : 1;
      if (fd !== current) flush();
      current = fd;
      text.set(all.subarray(at + 4, at + 4 + size), length);
      length += size;
      at += 4 + padded(size);
    }
    flush();
  }
}
