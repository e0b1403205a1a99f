/** For tests: a guest memory with a recorder in it, written as the runtime would write it. */
import { AbiVersion, Blocked, RecordLayout, RecorderLayout, RecorderMagic, RingCapacity, SlotLayout, SlotState } from '../generated/abi.js';

const RecorderAddress = 1024;
const FirstRing = 65_536;
const RingBytes = RingCapacity * RecordLayout.size;
const StringsAddress = 32_768;

export interface FakeRecord {
  readonly kind: number;
  readonly object?: number;
  readonly argument?: number;
  readonly line?: number;
}

export class FakeGuest {
  readonly memory = new WebAssembly.Memory({ initial: 16, maximum: 64, shared: true });
  readonly recorder = RecorderAddress;
  private readonly view = new DataView(this.memory.buffer);
  private strings = StringsAddress;

  constructor() {
    this.set(RecorderLayout.magic, RecorderMagic);
    this.set(RecorderLayout.version, AbiVersion);
    this.set(RecorderLayout.enabled, 1);
  }

  /** A word of struct interleave_recorder. */
  set(offset: number, value: number): void {
    this.view.setUint32(RecorderAddress + offset, value, true);
  }

  get(offset: number): number {
    return this.view.getUint32(RecorderAddress + offset, true);
  }

  slotOffset(slot: number, field: keyof typeof SlotLayout): number {
    return RecorderLayout.slots + slot * SlotLayout.size + SlotLayout[field];
  }

  setSlot(slot: number, field: keyof typeof SlotLayout, value: number): void {
    this.set(this.slotOffset(slot, field), value);
  }

  getSlot(slot: number, field: keyof typeof SlotLayout): number {
    return this.get(this.slotOffset(slot, field));
  }

  /** A thread takes a slot; `head` may start anywhere, as after long use. */
  startThread(slot: number, thread: number, head = 0): void {
    this.setSlot(slot, 'thread', thread);
    this.setSlot(slot, 'ring', FirstRing + slot * RingBytes);
    this.setSlot(slot, 'head', head);
    this.setSlot(slot, 'tail', head);
    this.setSlot(slot, 'dropped', 0);
    this.setSlot(slot, 'blocked', Blocked.Not);
    this.setSlot(slot, 'state', SlotState.Running);
  }

  finishThread(slot: number): void {
    this.setSlot(slot, 'state', SlotState.Finished);
  }

  block(slot: number, kind: number, on: number, timed = false): void {
    this.setSlot(slot, 'blocked', kind);
    this.setSlot(slot, 'blocked_on', on);
    this.setSlot(slot, 'timed', timed ? 1 : 0);
  }

  /** What the producer does for one event. Gives its sequence number, or undefined when it was dropped. */
  record(slot: number, record: FakeRecord): number | undefined {
    const head = this.getSlot(slot, 'head');
    if (((head - this.getSlot(slot, 'tail')) >>> 0) === RingCapacity) {
      this.setSlot(slot, 'dropped', this.getSlot(slot, 'dropped') + 1);
      return undefined;
    }
    const sequence = this.get(RecorderLayout.sequence);
    this.set(RecorderLayout.sequence, sequence + 1);
    const at = this.getSlot(slot, 'ring') + (head % RingCapacity) * RecordLayout.size;
    this.view.setUint32(at + RecordLayout.sequence, sequence, true);
    this.view.setUint32(at + RecordLayout.object, record.object ?? 0, true);
    this.view.setUint32(at + RecordLayout.argument, record.argument ?? 0, true);
    this.view.setUint16(at + RecordLayout.line, record.line ?? 0, true);
    this.view.setUint8(at + RecordLayout.kind, record.kind);
    this.setSlot(slot, 'head', (head + 1) >>> 0);
    return sequence;
  }

  /** The address of a zero-terminated copy of the text. */
  string(text: string): number {
    const bytes = new TextEncoder().encode(text);
    const address = this.strings;
    new Uint8Array(this.memory.buffer).set(bytes, address);
    this.strings += bytes.length + 1;
    return address;
  }
}

export interface Message {
  readonly type: number;
  readonly words: readonly number[];
  readonly payload: Uint8Array;
}

/** Reads a chunk back, checking its frame. */
export function messages(chunk: Uint8Array | undefined): Message[] {
  const found: Message[] = [];
  if (chunk === undefined) return found;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  let at = 0;
  while (at < chunk.length) {
    const type = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    const payload = chunk.slice(at + 8, at + 8 + size);
    if (payload.length !== size) throw new Error('a message reaches beyond the chunk');
    const words = Array.from({ length: Math.floor(size / 4) }, (_, index) => view.getUint32(at + 8 + 4 * index, true));
    found.push({ type, words, payload });
    at += (8 + size + 3) & ~3;
  }
  if (at !== chunk.length) throw new Error('the chunk does not end with a whole message');
  return found;
}
