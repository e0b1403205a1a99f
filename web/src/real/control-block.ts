/**
 * A careful reader of struct interleave_recorder (src/guest/abi.h) in the guest's memory. The guest may
 * have overwritten any of it: every address is checked against the memory before use, and a number that
 * makes no sense gives "nothing there", never an exception.
 */
import { AbiVersion, RecordLayout, RecorderLayout, RecorderMagic, RingCapacity, SlotCount, SlotLayout } from '../generated/abi.js';

const RingBytes = RingCapacity * RecordLayout.size;

export class ControlBlock {
  private words = new Uint32Array();
  private bytes = new Uint8Array();
  private base = 0;

  constructor(private readonly memory: WebAssembly.Memory) {}

  /** Looks at the memory anew, which may have grown. False: no valid recorder at this address (yet). */
  locate(address: number): boolean {
    const { buffer } = this.memory;
    if (address === 0 || address % 4 !== 0 || (address >>> 0) + RecorderLayout.size > buffer.byteLength) return false;
    if (this.words.buffer !== buffer) {
      this.words = new Uint32Array(buffer);
      this.bytes = new Uint8Array(buffer);
    }
    this.base = address >>> 0;
    return this.load(RecorderLayout.magic) === RecorderMagic && this.load(RecorderLayout.version) === AbiVersion;
  }

  get sequence(): number {
    return this.load(RecorderLayout.sequence);
  }

  get unrecorded(): number {
    return this.load(RecorderLayout.unrecorded);
  }

  slot(index: number, field: Exclude<keyof typeof SlotLayout, 'size' | 'reserved'>): number {
    return this.load(slotOffset(index) + SlotLayout[field]);
  }

  setTail(index: number, tail: number): void {
    Atomics.store(this.words, (this.base + slotOffset(index) + SlotLayout.tail) >>> 2, tail);
  }

  changeState(index: number, from: number, to: number): void {
    Atomics.compareExchange(this.words, (this.base + slotOffset(index) + SlotLayout.state) >>> 2, from, to);
  }

  /** A copy of the records tail … head of a ring; none if the ring or the counts are nonsense. */
  records(ring: number, tail: number, head: number): Uint8Array<ArrayBuffer> {
    const count = (head - tail) >>> 0;
    if (count === 0 || count > RingCapacity || ring === 0 || ring + RingBytes > this.bytes.length) return new Uint8Array();
    const copy = new Uint8Array(count * RecordLayout.size);
    const from = tail % RingCapacity;
    const first = Math.min(count, RingCapacity - from) * RecordLayout.size;
    const start = ring + from * RecordLayout.size;
    copy.set(this.bytes.subarray(start, start + first));
    copy.set(this.bytes.subarray(ring, ring + copy.length - first), first);
    return copy;
  }

  /** The zero-terminated string at an address, cut at `most` bytes; undefined outside the memory. */
  text(address: number, most: number): Uint8Array<ArrayBuffer> | undefined {
    if (address === 0 || address >= this.bytes.length) return undefined;
    const end = this.bytes.subarray(address, address + most).indexOf(0);
    return Uint8Array.from(this.bytes.subarray(address, address + (end < 0 ? most : end)));
  }

  private load(offset: number): number {
    return Atomics.load(this.words, (this.base + offset) >>> 2);
  }
}

function slotOffset(index: number): number {
  if (index < 0 || index >= SlotCount) throw new Error('internal bug: no such recorder slot');
  return RecorderLayout.slots + index * SlotLayout.size;
}
