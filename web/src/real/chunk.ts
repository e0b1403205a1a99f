/**
 * The byte form of a recording on its way to the app (read by src/trace/recording.*). Little endian; a
 * chunk is any number of whole messages:
 *
 *   u32 type | u32 size of the payload | payload | zeros up to a multiple of 4
 *
 *   1 records         u32 thread, u32 dropped so far in this slot use, then 16-byte records (abi.h)
 *   2 anchor          u32 sequence, u32 0, i64 nanoseconds: all records with a smaller sequence number
 *                     had happened by then
 *   3 name            u32 address of a string, then its UTF-8 bytes; comes before the records that use it
 *   4 end             u32 EndReason, u32 exit code, i64 nanoseconds, UTF-8 message
 *   5 object          u32 address, u32 size, u32 line, UTF-8 "name\0type": a global variable
 *   6 thread outcome  u32 thread, u32 Blocked kind (abi.h), u32 what it waits for: a thread alive at the end
 */
import type { Ending } from './types.js';

export const MessageType = { Records: 1, Anchor: 2, Name: 3, End: 4, Object: 5, ThreadOutcome: 6 } as const;

export const EndReason = {
  Exit: 0, Trap: 1, Deadlock: 2, Stopped: 3, TimeLimit: 4, MemoryLimit: 5, OutputLimit: 6, Abort: 7,
} as const;

const encoder = new TextEncoder();

export class ChunkWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  records(thread: number, dropped: number, records: Uint8Array): void {
    this.message(MessageType.Records, [thread, dropped], records);
  }

  anchor(sequence: number, nanoseconds: bigint): void {
    this.message(MessageType.Anchor, [sequence, 0, ...halves(nanoseconds)]);
  }

  name(address: number, text: Uint8Array): void {
    this.message(MessageType.Name, [address], text);
  }

  end(ending: Ending, nanoseconds: bigint): void {
    const [reason, code, message] = endFields(ending);
    this.message(MessageType.End, [reason, code, ...halves(nanoseconds)], encoder.encode(message));
  }

  object(address: number, size: number, line: number, name: string, type: string): void {
    this.message(MessageType.Object, [address, size, line], encoder.encode(`${name}\0${type}`));
  }

  threadOutcome(thread: number, blocked: number, blockedOn: number): void {
    this.message(MessageType.ThreadOutcome, [thread, blocked, blockedOn]);
  }

  /** What was written since the last take, or undefined if nothing was. */
  take(): Uint8Array | undefined {
    if (this.length === 0) return undefined;
    const chunk = this.bytes.slice(0, this.length);
    this.length = 0;
    return chunk;
  }

  private message(type: number, words: readonly number[], tail: Uint8Array = new Uint8Array()): void {
    const size = 4 * words.length + tail.length;
    const total = (8 + size + 3) & ~3;
    this.reserve(total);
    let at = this.length;
    for (const word of [type, size, ...words]) {
      this.view.setUint32(at, word >>> 0, true);
      at += 4;
    }
    this.bytes.set(tail, at);
    this.bytes.fill(0, at + tail.length, this.length + total);
    this.length += total;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

function halves(value: bigint): [number, number] {
  return [Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n))];
}

function endFields(ending: Ending): [reason: number, code: number, message: string] {
  switch (ending.kind) {
    case 'exit':
      return [EndReason.Exit, ending.code, ''];
    case 'trap':
      return [EndReason.Trap, 0, ending.message];
    case 'abort':
      return [EndReason.Abort, 134, ending.message];
    case 'deadlock':
      return [EndReason.Deadlock, 0, ending.blocked.map((thread) => thread.message).join('\n')];
    case 'stopped':
      return [EndReason.Stopped, 0, ''];
    case 'limit':
      return [limitReasons[ending.which], 0, ending.message];
  }
}

const limitReasons = {
  time: EndReason.TimeLimit,
  memory: EndReason.MemoryLimit,
  output: EndReason.OutputLimit,
  threads: EndReason.Abort,
} as const;
