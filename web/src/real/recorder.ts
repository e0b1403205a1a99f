/**
 * Drains the recorder's rings into chunks. A poll costs the supervisor a few microseconds when nothing
 * happened; otherwise a copy of what is new and one pass over it (for names, lines, lock holders).
 *
 * Order within a poll: read the sequence counter, then the clock, then the rings. So every record below
 * that counter had happened by that clock, which is what an anchor says.
 */
import { Blocked, RecordLayout, RingCapacity, SlotCount, SlotState } from '../generated/abi.js';
import { ChunkWriter } from './chunk.js';
import { ControlBlock } from './control-block.js';
import { Names } from './names.js';
import { Observations } from './observations.js';
import type { Ending, ProgramSymbols, RecordingTotals } from './types.js';

export interface LiveThread {
  readonly thread: number;
  readonly blocked: number;
  readonly blockedOn: number;
  /** The wait ends by itself. */
  readonly timed: boolean;
  readonly head: number;
}

export class Recorder {
  readonly observations: Observations;
  private readonly block: ControlBlock;
  private readonly writer = new ChunkWriter();
  private readonly names: Names;
  private readonly droppedNow = new Map<number, number>();
  private droppedBefore = 0;
  private recorded = 0;
  private anchored = -1;
  private found = false;

  constructor(memory: WebAssembly.Memory, symbols: ProgramSymbols | undefined) {
    this.block = new ControlBlock(memory);
    this.names = new Names(this.block, this.writer);
    this.observations = new Observations(this.names, symbols);
    for (const item of symbols?.objects ?? []) this.writer.object(item.address, item.size, item.line, item.name, item.type);
  }

  /** `address`: of the recorder in the guest's memory, 0 while unknown. */
  poll(address: number, nanoseconds: () => bigint): void {
    this.found = this.block.locate(address);
    if (!this.found) return;
    const { sequence } = this.block;
    const now = nanoseconds();
    for (let slot = 0; slot < SlotCount; slot++) this.drain(slot);
    if (sequence !== this.anchored) this.writer.anchor(sequence, now);
    this.anchored = sequence;
  }

  /** The chunk of everything since the last call. */
  take(): Uint8Array | undefined {
    return this.writer.take();
  }

  /** Closes the recording after a last poll. */
  end(ending: Ending, nanoseconds: bigint): void {
    for (const live of this.liveThreads()) this.writer.threadOutcome(live.thread, live.blocked, live.blockedOn);
    this.writer.end(ending, nanoseconds);
  }

  /** The threads that hold a slot, as of now. */
  liveThreads(): LiveThread[] {
    const live: LiveThread[] = [];
    for (let slot = 0; this.found && slot < SlotCount; slot++) {
      if (this.block.slot(slot, 'state') !== SlotState.Running) continue;
      const blocked = this.block.slot(slot, 'blocked');
      live.push({
        thread: this.block.slot(slot, 'thread'),
        blocked: blocked <= Blocked.Process ? blocked : Blocked.Not,
        blockedOn: this.block.slot(slot, 'blocked_on'),
        timed: this.block.slot(slot, 'timed') !== 0,
        head: this.block.slot(slot, 'head'),
      });
    }
    return live;
  }

  totals(): RecordingTotals {
    let dropped = this.droppedBefore;
    for (const count of this.droppedNow.values()) dropped += count;
    return { recorded: this.recorded, dropped, unrecorded: this.found ? this.block.unrecorded : 0 };
  }

  private drain(slot: number): void {
    const { block } = this;
    const state = block.slot(slot, 'state'); // before head: a finished slot's head no longer moves
    if (state !== SlotState.Running && state !== SlotState.Finished) return;
    const thread = block.slot(slot, 'thread');
    const head = block.slot(slot, 'head');
    const tail = block.slot(slot, 'tail');
    const records = block.records(block.slot(slot, 'ring'), tail, head);
    // The memory has grown since the block was located, and the ring lies in what is new: the next poll sees it.
    const waiting = (head - tail) >>> 0;
    if (records.length === 0 && waiting > 0 && waiting <= RingCapacity) return;
    const dropped = block.slot(slot, 'dropped');
    const lost = dropped !== (this.droppedNow.get(slot) ?? 0);
    block.setTail(slot, head);
    if (records.length > 0 || lost) {
      this.observations.observe(thread, records);
      this.writer.records(thread, dropped, records);
      this.recorded += records.length / RecordLayout.size;
      this.droppedNow.set(slot, dropped);
    }
    if (state === SlotState.Finished) {
      this.droppedBefore += dropped;
      this.droppedNow.delete(slot);
      block.changeState(slot, SlotState.Finished, SlotState.Free);
    }
  }
}
