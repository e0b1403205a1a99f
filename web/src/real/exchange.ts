/**
 * What belongs to no single process of a run: channels with their messages, and how each process has ended. It lies in
 * one shared buffer beside the guests' memories, so that threads of all processes send, receive and wait without the
 * supervisor's help. Every change is made under one lock; who waits sleeps on a word that changes with what it waits for.
 *
 *   words      lock, counters, free list │ processes: state, exit code │ channels: numbers and name │ blocks
 *   a message  is a chain of blocks; a channel's messages are a chain of first blocks
 */
import { Errno } from './errno.js';
import { lock, unlock, type LockPlace } from './mutex.js';

/** The first included; their numbers are never given again. */
export const MostProcesses = 64;
const MostChannels = 256;
const MostNameBytes = 96;
const BlockWords = 256;
const BlockCount = 1 << 14; // 16 MB
const BlockHeader = 3; // words: next block, bytes of the message, next message
const BlockBytes = 4 * (BlockWords - BlockHeader);

const Word = { Lock: 0, LastProcess: 1, LastChannel: 2, FreeBlock: 3, FreshBlock: 4, FreeBlocks: 5 } as const;
const ProcessesAt = 8;
const ProcessWords = 2;
const ChannelsAt = ProcessesAt + MostProcesses * ProcessWords;
const Channel = { Capacity: 0, Closed: 1, Count: 2, First: 3, Last: 4, Changes: 5, NameBytes: 6, Name: 7 } as const;
const ChannelWords = Channel.Name + MostNameBytes / 4;
const BlocksAt = ChannelsAt + MostChannels * ChannelWords;
const Running = 0;
const Ended = 1;

/** Untouched parts of it cost nothing. */
export function createExchange(): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(4 * (BlocksAt + BlockCount * BlockWords));
  new Int32Array(buffer)[Word.FreeBlocks] = BlockCount;
  return buffer;
}

export type Received = { readonly error: 0; readonly bytes: Uint8Array } | { readonly error: number; readonly needed?: number };
/** Milliseconds that are left, Infinity for ever. */
export type TimeLeft = () => number;

export class Exchange {
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
  }

  /** For the supervisor, before it ends threads. */
  get lockPlace(): LockPlace {
    return { words: this.words, index: Word.Lock };
  }

  /** A new process's number, or -EAGAIN. */
  addProcess(): number {
    return this.locked(() => {
      if (this.at(Word.LastProcess) + 1 >= MostProcesses) return -Errno.Again;
      return Atomics.add(this.words, Word.LastProcess, 1) + 1;
    });
  }

  /** By the supervisor, which must not wait: no lock is needed. */
  endProcess(process: number, code: number): void {
    const state = ProcessesAt + process * ProcessWords;
    Atomics.store(this.words, state + 1, code);
    Atomics.store(this.words, state, Ended);
    Atomics.notify(this.words, state);
  }

  /** Waits for its end; an exit code ≥ 0, or a negative errno. */
  waitProcess(process: number, left: TimeLeft): number {
    if (process < 0 || process > this.at(Word.LastProcess)) return -Errno.NoProcess;
    const state = ProcessesAt + process * ProcessWords;
    while (this.at(state) === Running) {
      const time = left();
      if (time <= 0) return -Errno.TimedOut;
      Atomics.wait(this.words, state, Running, time);
    }
    return this.at(state + 1);
  }

  /** The channel of this name, or a new one if it is empty; its number, or a negative errno. */
  open(name: Uint8Array, capacity: number): number {
    const kept = name.subarray(0, MostNameBytes);
    return this.locked(() => {
      const last = this.at(Word.LastChannel);
      for (let id = 1; kept.length > 0 && id <= last; id++) if (this.hasName(id, kept)) return id;
      if (last >= MostChannels) return -Errno.NoMemory;
      const id = last + 1;
      const base = channelAt(id);
      this.words[base + Channel.Capacity] = capacity;
      this.words[base + Channel.NameBytes] = kept.length;
      this.bytes.set(kept, 4 * (base + Channel.Name));
      Atomics.store(this.words, Word.LastChannel, id);
      return id;
    });
  }

  send(id: number, message: Uint8Array, left: TimeLeft): number {
    if (!this.exists(id)) return Errno.Invalid;
    const base = channelAt(id);
    return this.wait(base + Channel.Changes, left, () => {
      if (this.at(base + Channel.Closed) !== 0) return Errno.Pipe;
      const capacity = this.at(base + Channel.Capacity) >>> 0;
      if (capacity !== 0 && this.at(base + Channel.Count) >= capacity) return undefined;
      const first = this.store(message);
      if (first === 0) return Errno.NoMemory;
      const last = this.at(base + Channel.Last);
      if (last === 0) this.words[base + Channel.First] = first;
      else this.words[blockAt(last) + 2] = first;
      this.words[base + Channel.Last] = first;
      this.changed(base, 1);
      return Errno.Success;
    }) ?? Errno.TimedOut;
  }

  receive(id: number, room: number, left: TimeLeft): Received {
    if (!this.exists(id)) return { error: Errno.Invalid };
    const base = channelAt(id);
    return this.wait<Received>(base + Channel.Changes, left, () => {
      const first = this.at(base + Channel.First);
      if (first === 0) return this.at(base + Channel.Closed) !== 0 ? { error: Errno.Pipe } : undefined;
      const needed = this.at(blockAt(first) + 1) >>> 0;
      if (needed > room) return { error: Errno.MessageSize, needed };
      const next = this.at(blockAt(first) + 2);
      this.words[base + Channel.First] = next;
      if (next === 0) this.words[base + Channel.Last] = 0;
      const bytes = this.take(first, needed);
      this.changed(base, -1);
      return { error: 0, bytes };
    }) ?? { error: Errno.TimedOut };
  }

  close(id: number): number {
    if (!this.exists(id)) return Errno.Invalid;
    return this.locked(() => {
      this.words[channelAt(id) + Channel.Closed] = 1;
      this.changed(channelAt(id), 0);
      return Errno.Success;
    });
  }

  /** For the explanation of a deadlock; undefined if it has none. Takes no lock. */
  channelName(id: number): string | undefined {
    if (!this.exists(id)) return undefined;
    const base = channelAt(id);
    const size = this.at(base + Channel.NameBytes);
    const start = 4 * (base + Channel.Name);
    return size === 0 ? undefined : new TextDecoder().decode(this.bytes.slice(start, start + size));
  }

  /** Tries under the lock; while the answer is undefined, sleeps until the word changes. Undefined: the time is up. */
  private wait<Answer>(word: number, left: TimeLeft, attempt: () => Answer | undefined): Answer | undefined {
    for (;;) {
      const [answer, seen] = this.locked(() => [attempt(), this.at(word)] as const);
      if (answer !== undefined) return answer;
      const time = left();
      if (time <= 0) return undefined;
      Atomics.wait(this.words, word, seen, time);
    }
  }

  private changed(base: number, count: number): void {
    this.words[base + Channel.Count] = this.at(base + Channel.Count) + count;
    Atomics.add(this.words, base + Channel.Changes, 1);
    Atomics.notify(this.words, base + Channel.Changes);
  }

  private locked<Result>(action: () => Result): Result {
    lock(this.words, Word.Lock);
    try {
      return action();
    } finally {
      unlock(this.words, Word.Lock);
    }
  }

  private exists(id: number): boolean {
    return id >= 1 && id <= this.at(Word.LastChannel);
  }

  private hasName(id: number, name: Uint8Array): boolean {
    const base = channelAt(id);
    if (this.at(base + Channel.NameBytes) !== name.length) return false;
    return name.every((byte, i) => this.bytes[4 * (base + Channel.Name) + i] === byte);
  }

  /** The first block (from 1) of a copy; 0: there is no room. */
  private store(message: Uint8Array): number {
    const count = Math.max(1, Math.ceil(message.length / BlockBytes));
    if (count > this.at(Word.FreeBlocks)) return 0;
    this.words[Word.FreeBlocks] = this.at(Word.FreeBlocks) - count;
    let next = 0;
    for (let i = count - 1; i >= 0; i--) {
      const block = this.freeBlock();
      const base = blockAt(block);
      this.words[base] = next;
      this.words[base + 1] = message.length;
      this.words[base + 2] = 0;
      this.bytes.set(message.subarray(i * BlockBytes, (i + 1) * BlockBytes), 4 * (base + BlockHeader));
      next = block;
    }
    return next;
  }

  private freeBlock(): number {
    const free = this.at(Word.FreeBlock);
    if (free === 0) return Atomics.add(this.words, Word.FreshBlock, 1) + 1;
    this.words[Word.FreeBlock] = this.at(blockAt(free));
    return free;
  }

  private take(first: number, size: number): Uint8Array {
    const message = new Uint8Array(size);
    let block = first;
    for (let at = 0; block !== 0; at += BlockBytes) {
      const base = blockAt(block);
      const part = Math.min(BlockBytes, size - at);
      if (part > 0) message.set(this.bytes.subarray(4 * (base + BlockHeader), 4 * (base + BlockHeader) + part), at);
      const next = this.at(base);
      this.words[base] = this.at(Word.FreeBlock);
      this.words[Word.FreeBlock] = block;
      this.words[Word.FreeBlocks] = this.at(Word.FreeBlocks) + 1;
      block = next;
    }
    return message;
  }

  private at(index: number): number {
    return Atomics.load(this.words, index);
  }
}

const channelAt = (id: number): number => ChannelsAt + (id - 1) * ChannelWords;
const blockAt = (block: number): number => BlocksAt + (block - 1) * BlockWords;
