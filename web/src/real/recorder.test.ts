import { describe, expect, it } from 'vitest';
import { Blocked, RecordLayout, RecorderLayout, RingCapacity, SlotState } from '../generated/abi.js';
import { EventKind } from '../generated/events.js';
import { EndReason, MessageType } from './chunk.js';
import { FakeGuest, messages, type Message } from './fake-guest.js';
import { Recorder } from './recorder.js';
import type { ProgramSymbols } from './types.js';

function setUp(symbols?: ProgramSymbols): { guest: FakeGuest; recorder: Recorder; poll: () => Message[] } {
  const guest = new FakeGuest();
  const recorder = new Recorder(guest.memory, symbols);
  let clock = 0n;
  const poll = (): Message[] => {
    recorder.poll(guest.recorder, () => (clock += 1000n));
    return messages(recorder.take());
  };
  return { guest, recorder, poll };
}

const ofType = (list: readonly Message[], type: number): Message[] => list.filter((message) => message.type === type);

/** [sequence, kind] of every record, as they were handed over. */
function records(list: readonly Message[]): [number, number][] {
  return ofType(list, MessageType.Records).flatMap(({ payload }) => {
    const view = new DataView(payload.buffer, 8);
    const count = (payload.length - 8) / RecordLayout.size;
    return Array.from({ length: count }, (_, i): [number, number] => [
      view.getUint32(i * RecordLayout.size, true), view.getUint8(i * RecordLayout.size + RecordLayout.kind)]);
  });
}

describe('draining', () => {
  it('hands over each record once, with its thread', () => {
    const { guest, poll } = setUp();
    guest.startThread(3, 7);
    guest.record(3, { kind: EventKind.LockRequest });
    guest.record(3, { kind: EventKind.LockAcquire });
    const first = poll();
    expect(records(first)).toEqual([[0, EventKind.LockRequest], [1, EventKind.LockAcquire]]);
    expect(ofType(first, MessageType.Records)[0]?.words.slice(0, 2)).toEqual([7, 0]);
    expect(records(poll())).toEqual([]);
  });

  it('reads a ring that has wrapped around, also where the counts pass 2^32', () => {
    const { guest, poll } = setUp();
    guest.startThread(0, 1, 2 ** 32 - 3);
    for (let i = 0; i < 6; i++) guest.record(0, { kind: EventKind.Mark });
    expect(records(poll()).map(([sequence]) => sequence)).toEqual([0, 1, 2, 3, 4, 5]);
    for (let i = 0; i < RingCapacity; i++) guest.record(0, { kind: EventKind.Mark });
    expect(records(poll())).toHaveLength(RingCapacity);
    expect(guest.getSlot(0, 'tail')).toBe(guest.getSlot(0, 'head'));
  });

  it('tells how many records a full ring dropped, and adds up slot uses', () => {
    const { guest, recorder, poll } = setUp();
    guest.startThread(0, 1);
    for (let i = 0; i < RingCapacity + 5; i++) guest.record(0, { kind: EventKind.Mark });
    expect(ofType(poll(), MessageType.Records)[0]?.words[1]).toBe(5);
    guest.finishThread(0);
    poll();
    guest.startThread(0, 2);
    for (let i = 0; i < RingCapacity + 2; i++) guest.record(0, { kind: EventKind.Mark });
    poll();
    expect(recorder.totals()).toEqual({ recorded: 2 * RingCapacity, dropped: 7, unrecorded: 0 });
  });

  it('frees the slot of a finished thread after its last record', () => {
    const { guest, poll } = setUp();
    guest.startThread(0, 1);
    guest.record(0, { kind: EventKind.ThreadExit });
    guest.finishThread(0);
    expect(records(poll())).toHaveLength(1);
    expect(guest.getSlot(0, 'state')).toBe(SlotState.Free);
  });

  it('leaves a slot alone that a thread is preparing', () => {
    const { guest, poll } = setUp();
    guest.startThread(0, 1);
    guest.record(0, { kind: EventKind.Mark });
    guest.setSlot(0, 'state', SlotState.Claimed);
    expect(records(poll())).toEqual([]);
    expect(guest.getSlot(0, 'tail')).toBe(0);
  });

  it('gives an anchor when the sequence has moved, and only then', () => {
    const { guest, poll } = setUp();
    guest.startThread(0, 1);
    poll();
    guest.record(0, { kind: EventKind.Mark });
    expect(ofType(poll(), MessageType.Anchor).map((message) => message.words)).toEqual([[1, 0, 2000, 0]]);
    expect(poll()).toEqual([]);
  });

  it('counts threads without a ring', () => {
    const { guest, recorder, poll } = setUp();
    guest.set(RecorderLayout.unrecorded, 3);
    poll();
    expect(recorder.totals().unrecorded).toBe(3);
  });
});

describe('names', () => {
  it('come before the records that use them, once', () => {
    const { guest, poll } = setUp();
    const name = guest.string('phase ä');
    guest.startThread(0, 1);
    guest.record(0, { kind: EventKind.SpanBegin, object: name });
    guest.record(0, { kind: EventKind.SpanEnd, object: name });
    const first = poll();
    expect(first.map((message) => message.type)).toEqual([MessageType.Name, MessageType.Records, MessageType.Anchor]);
    expect(first[0]?.words[0]).toBe(name);
    expect(new TextDecoder().decode(first[0]?.payload.slice(4))).toBe('phase ä');
    guest.record(0, { kind: EventKind.Mark, object: name });
    expect(ofType(poll(), MessageType.Name)).toEqual([]);
  });

  it('come again when the text at the address has changed', () => {
    const { guest, poll } = setUp();
    const name = guest.string('one');
    guest.startThread(0, 1);
    guest.record(0, { kind: EventKind.Mark, object: name });
    poll();
    new Uint8Array(guest.memory.buffer).set(new TextEncoder().encode('two'), name);
    guest.record(0, { kind: EventKind.Mark, object: name });
    expect(new TextDecoder().decode(ofType(poll(), MessageType.Name)[0]?.payload.slice(4))).toBe('two');
  });

  it('of threads and objects are known for explanations', () => {
    const { guest, recorder, poll } = setUp();
    guest.startThread(0, 1);
    guest.record(0, { kind: EventKind.NameThread, object: 1, argument: guest.string('worker') });
    guest.record(0, { kind: EventKind.NameObject, object: 5000, argument: guest.string('fork'), line: 12 });
    poll();
    expect(recorder.observations.threadName(1)).toBe('worker');
    expect(recorder.observations.objectName(5000)).toBe('fork');
    expect(recorder.observations.line(1)).toBe(12);
  });
});

describe('lock holders', () => {
  it('follow the sequence numbers, not the order of draining', () => {
    const { guest, recorder, poll } = setUp();
    guest.startThread(0, 1);
    guest.startThread(1, 2);
    guest.record(1, { kind: EventKind.LockAcquire, object: 100 });
    guest.record(1, { kind: EventKind.Unlock, object: 100 });
    guest.record(0, { kind: EventKind.LockAcquire, object: 100 }); // later, but drained first
    poll();
    expect(recorder.observations.holder(100)).toBe(1);
  });

  it('give the lock back while they wait for a condition', () => {
    const { guest, recorder, poll } = setUp();
    guest.startThread(0, 1);
    guest.record(0, { kind: EventKind.LockAcquire, object: 100 });
    guest.record(0, { kind: EventKind.ConditionWait, object: 200, argument: 100 });
    poll();
    expect(recorder.observations.holder(100)).toBeUndefined();
    guest.record(0, { kind: EventKind.ConditionWake, object: 200 });
    poll();
    expect(recorder.observations.holder(100)).toBe(1);
  });
});

describe('the end', () => {
  it('tells the threads still alive, then the reason', () => {
    const { guest, recorder, poll } = setUp();
    guest.startThread(0, 4);
    guest.block(0, Blocked.Lock, 77);
    poll();
    recorder.end({ kind: 'limit', which: 'time', message: 'too long' }, 5_000_000_000n);
    const [outcome, end] = messages(recorder.take());
    expect(outcome).toMatchObject({ type: MessageType.ThreadOutcome, words: [4, Blocked.Lock, 77] });
    expect(end?.words.slice(0, 4)).toEqual([EndReason.TimeLimit, 0, 5_000_000_000 % 2 ** 32, 1]);
    expect(new TextDecoder().decode(end?.payload.slice(16))).toBe('too long');
  });
});

describe('a corrupt control block', () => {
  it.each([
    ['another magic number', (guest: FakeGuest) => guest.set(RecorderLayout.magic, 1)],
    ['another version', (guest: FakeGuest) => guest.set(RecorderLayout.version, 99)],
    ['a ring outside the memory', (guest: FakeGuest) => guest.setSlot(0, 'ring', 0xffff_fff0)],
    ['no ring', (guest: FakeGuest) => guest.setSlot(0, 'ring', 0)],
    ['a head far ahead of the tail', (guest: FakeGuest) => guest.setSlot(0, 'head', 0x7fff_0000)],
    ['a head behind the tail', (guest: FakeGuest) => guest.setSlot(0, 'tail', 5)],
    ['an unknown slot state', (guest: FakeGuest) => guest.setSlot(0, 'state', 77)],
  ])('with %s gives no records and no exception', (_, corrupt) => {
    const { guest, poll } = setUp();
    guest.startThread(0, 1);
    guest.record(0, { kind: EventKind.Mark });
    corrupt(guest);
    expect(records(poll())).toEqual([]);
    expect(records(poll())).toEqual([]);
  });

  it('at an impossible address is never found', () => {
    const { guest, recorder } = setUp();
    for (const address of [0, 1, 1026, guest.memory.buffer.byteLength - 4, 0xffff_fffc, -4]) {
      recorder.poll(address, () => 0n);
      expect(recorder.take()).toBeUndefined();
      expect(recorder.liveThreads()).toEqual([]);
    }
  });

  it('of random words never throws', () => {
    const { guest, recorder } = setUp();
    let seed = 12345;
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0);
    for (let round = 0; round < 200; round++) {
      for (let offset = RecorderLayout.enabled; offset < RecorderLayout.size; offset += 4) {
        const small = random() % 4;
        guest.set(offset, small === 0 ? random() : random() % 8);
      }
      recorder.poll(guest.recorder, () => 0n);
      messages(recorder.take());
      recorder.liveThreads();
    }
  });
});

it('global variables are told first, from the symbols', () => {
  const objects = [{ name: 'counter', type: 'int', address: 4096, size: 4, line: 3 }];
  const { recorder } = setUp({ version: 1, source: 'main.cpp', objects, functions: [], lines: [], codeSectionOffset: 0 });
  const [message] = messages(recorder.take());
  expect(message).toMatchObject({ type: MessageType.Object });
  expect(message?.words.slice(0, 3)).toEqual([4096, 4, 3]);
  expect(new TextDecoder().decode(message?.payload.slice(12))).toBe('counter\0int');
  expect(recorder.observations.objectName(4099)).toBe('counter');
});

it('an element of an array is told with its index', () => {
  const objects = [
    { name: 'forks', type: 'std::array<std::mutex, 5>', address: 4096, size: 120, line: 3 },
    { name: 'slots', type: 'int[4]', address: 5000, size: 16, line: 4 },
  ];
  const { recorder } = setUp({ version: 1, source: 'main.cpp', objects, functions: [], lines: [], codeSectionOffset: 0 });
  expect(recorder.observations.objectName(4096 + 48)).toBe('forks[2]');
  expect(recorder.observations.objectName(5012)).toBe('slots[3]');
});
