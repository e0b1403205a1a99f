/**
 * The guest's memory as a host function sees it: every address comes from the guest and may be wrong,
 * so every access says whether it is inside. Offsets are taken as unsigned 32-bit numbers.
 *
 * The memory may have been grown by another thread a moment ago; V8 then still shows this thread the
 * old, shorter buffer. Growing by zero pages makes it look again, so that a good address is not refused.
 */
export class GuestMemory {
  private view: DataView;
  private bytes: Uint8Array;

  constructor(readonly memory: WebAssembly.Memory) {
    this.view = new DataView(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
  }

  /** True when [address, address + size) lies inside. The accessors below REQUIRE it. */
  contains(address: number, size: number): boolean {
    const end = (address >>> 0) + (size >>> 0);
    if (end <= this.bytes.length) return true;
    this.refresh();
    return end <= this.bytes.length;
  }

  u8(address: number): number {
    return this.view.getUint8(address >>> 0);
  }

  u32(address: number): number {
    return this.view.getUint32(address >>> 0, true);
  }

  setU8(address: number, value: number): void {
    this.view.setUint8(address >>> 0, value);
  }

  setU32(address: number, value: number): void {
    this.view.setUint32(address >>> 0, value, true);
  }

  setU64(address: number, value: bigint): void {
    this.view.setBigUint64(address >>> 0, value, true);
  }

  /** A copy: views of shared memory cannot go into messages, decoders or random generators. */
  copy(address: number, size: number): Uint8Array<ArrayBuffer> {
    const copy = new Uint8Array(size >>> 0);
    copy.set(this.bytes.subarray(address >>> 0, (address >>> 0) + (size >>> 0)));
    return copy;
  }

  set(address: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, address >>> 0);
  }

  fill(address: number, size: number): void {
    this.bytes.fill(0, address >>> 0, (address >>> 0) + size);
  }

  private refresh(): void {
    this.memory.grow(0);
    this.view = new DataView(this.memory.buffer);
    this.bytes = new Uint8Array(this.memory.buffer);
  }
}
