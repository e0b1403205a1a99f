import { describe, expect, it } from 'vitest';
import { OperationKind } from '../generated/operations.js';
import { Errno } from './errno.js';
import { createExchange, Exchange } from './exchange.js';
import { GuestMemory } from './guest-memory.js';
import type { Fetched } from './site-files.js';
import { processOperations, type Operation } from './process-operations.js';

interface Guest {
  readonly memory: GuestMemory;
  readonly operation: Operation;
  readonly started: { process: number; entry: number; argument: Uint8Array }[];
}

const Text = 256;
const List = 512;
const Buffer = 1024;
const Outside = 0xffff_fff0;

function guest(exchange = new Exchange(createExchange()), process = 0, argument = new Uint8Array()): Guest {
  const memory = new GuestMemory(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
  const started: Guest['started'] = [];
  const operation = processOperations({
    process, argument, memory, exchange,
    monotonic: () => 1_000_000n,
    start: (id, entry, bytes) => started.push({ process: id, entry, argument: bytes }) <= 2,
    fetch: (name): Fetched => (name === 'words.txt' ? { came: true, bytes: Uint8Array.of(7, 8, 9) } : { came: false, reason: `no ${name}` }),
  });
  return { memory, operation, started };
}

function put({ memory }: Guest, address: number, text: string): void {
  memory.set(address, new TextEncoder().encode(`${text}\0`));
}

function list({ memory }: Guest, address: number, size: number): number {
  memory.setU32(List, address);
  memory.setU32(List + 4, size);
  memory.setU32(List + 8, 0);
  return List;
}

function openChannel(one: Guest, name: string, capacity = 0): number {
  put(one, Text, name);
  return one.operation(OperationKind.ChannelOpen, Text, capacity, -1n);
}

describe('channels between two memories', () => {
  it('copy a message from one to the other', () => {
    const exchange = new Exchange(createExchange());
    const sender = guest(exchange);
    const receiver = guest(exchange, 1);
    const channel = openChannel(sender, 'lines');
    expect(openChannel(receiver, 'lines')).toBe(channel);
    put(sender, Buffer, 'hello');
    expect(sender.operation(OperationKind.ChannelSend, channel, list(sender, Buffer, 5), -1n)).toBe(0);
    expect(receiver.operation(OperationKind.ChannelReceive, channel, list(receiver, Buffer, 4), -1n)).toBe(Errno.MessageSize);
    expect(receiver.memory.u32(List + 8)).toBe(5);
    expect(receiver.operation(OperationKind.ChannelReceive, channel, list(receiver, Buffer, 99), -1n)).toBe(0);
    expect(new TextDecoder().decode(receiver.memory.copy(Buffer, 5))).toBe('hello');
    expect(receiver.operation(OperationKind.ChannelReceive, channel, list(receiver, Buffer, 99), 0n)).toBe(Errno.TimedOut);
    expect(sender.operation(OperationKind.ChannelClose, channel, 0, -1n)).toBe(0);
    expect(receiver.operation(OperationKind.ChannelReceive, channel, list(receiver, Buffer, 99), -1n)).toBe(Errno.Pipe);
  });

  it('bad addresses are refused', () => {
    const one = guest();
    const channel = openChannel(one, 'a');
    expect(one.operation(OperationKind.ChannelSend, channel, Outside, -1n)).toBe(Errno.Invalid);
    expect(one.operation(OperationKind.ChannelSend, channel, list(one, Outside, 64), -1n)).toBe(Errno.Invalid);
    expect(one.operation(OperationKind.ChannelReceive, channel, Outside, -1n)).toBe(Errno.Invalid);
    expect(one.operation(OperationKind.ChannelReceive, channel, list(one, 0, 1 << 30), -1n)).toBe(Errno.Invalid);
    expect(one.operation(OperationKind.ChannelOpen, Outside + 15, 0, -1n)).toBeGreaterThan(0);
    expect(one.operation(9999, 0, 0, 0n)).toBe(-Errno.NoSystem);
  });
});

describe('processes', () => {
  it('are started with an entry and a copy of the bytes', () => {
    const parent = guest();
    put(parent, Buffer, 'abc');
    expect(parent.operation(OperationKind.ProcessSpawn, 17, list(parent, Buffer, 3), 0n)).toBe(1);
    put(parent, Buffer, 'xyz');
    expect(parent.started).toEqual([{ process: 1, entry: 17, argument: new TextEncoder().encode('abc') }]);
    expect(parent.operation(OperationKind.ProcessSpawn, 17, list(parent, Buffer, 0), 0n)).toBe(2);
    expect(parent.operation(OperationKind.ProcessSpawn, 17, list(parent, Buffer, 0), 0n)).toBe(-Errno.Again);
    expect(parent.operation(OperationKind.ProcessSpawn, 17, Outside, 0n)).toBe(-Errno.Invalid);
  });

  it('find their bytes and their number', () => {
    const child = guest(undefined, 3, Uint8Array.of(1, 2, 3));
    expect(child.operation(OperationKind.ProcessSelf, 0, 0, 0n)).toBe(3);
    expect(child.operation(OperationKind.ProcessArgument, 0, 0, 0n)).toBe(3);
    expect(child.operation(OperationKind.ProcessArgument, Buffer, 2, 0n)).toBe(3);
    expect([...child.memory.copy(Buffer, 3)]).toEqual([1, 2, 0]);
  });

  it('are waited for', () => {
    const exchange = new Exchange(createExchange());
    const parent = guest(exchange);
    parent.operation(OperationKind.ProcessSpawn, 1, list(parent, Buffer, 0), 0n);
    expect(parent.operation(OperationKind.ProcessWait, 1, Buffer, 0n)).toBe(Errno.TimedOut);
    exchange.endProcess(1, 139);
    expect(parent.operation(OperationKind.ProcessWait, 1, Buffer, -1n)).toBe(0);
    expect(parent.memory.u32(Buffer)).toBe(139);
    expect(parent.operation(OperationKind.ProcessWait, 0, Buffer, -1n)).toBe(Errno.Deadlock);
    expect(parent.operation(OperationKind.ProcessWait, 40, Buffer, -1n)).toBe(Errno.NoProcess);
    expect(parent.operation(OperationKind.ProcessWait, 1, Outside, -1n)).toBe(Errno.Fault);
  });
});

describe('fetched files', () => {
  const taken = (one: Guest, size: number): number[] => [...one.memory.copy(Buffer, size)];

  it('come in two steps: the size, then the bytes, once', () => {
    const one = guest();
    put(one, Text, 'words.txt');
    expect(one.operation(OperationKind.Fetch, Text, List, 0n)).toBe(1);
    expect(one.memory.u32(List)).toBe(3);
    expect(one.operation(OperationKind.FetchTake, Buffer, 2, 0n)).toBe(0);
    expect(taken(one, 3)).toEqual([7, 8, 0]);
    expect(one.operation(OperationKind.FetchTake, Buffer, 3, 0n)).toBe(0);
    expect(taken(one, 3)).toEqual([7, 8, 0]);
  });

  it('that did not come leave the reason', () => {
    const one = guest();
    put(one, Text, 'grüße');
    expect(one.operation(OperationKind.Fetch, Text, List, 0n)).toBe(0);
    const size = one.memory.u32(List);
    expect(one.operation(OperationKind.FetchTake, Buffer, size, 0n)).toBe(0);
    expect(new TextDecoder().decode(one.memory.copy(Buffer, size))).toBe('no grüße');
  });

  it('bad addresses are refused', () => {
    const one = guest();
    put(one, Text, 'words.txt');
    expect(one.operation(OperationKind.Fetch, Text, Outside, 0n)).toBe(-Errno.Fault);
    expect(one.operation(OperationKind.Fetch, Outside, List, 0n)).toBe(-Errno.Fault);
    expect(one.operation(OperationKind.Fetch, Text, List, 0n)).toBe(1);
    expect(one.operation(OperationKind.FetchTake, Outside + 15, 3, 0n)).toBe(Errno.Fault);
  });
});
