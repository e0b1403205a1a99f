/**
 * The operations of guest/operations.def that the real machine offers: processes, channels, files of the site. Numbers and
 * addresses come from the guest: a wrong one gives an errno, never an exception.
 */
import { OperationKind } from '../generated/operations.js';
import { Errno } from './errno.js';
import type { Exchange, TimeLeft } from './exchange.js';
import type { GuestMemory } from './guest-memory.js';
import type { Fetched } from './site-files.js';

export interface ProcessHost {
  readonly process: number;
  /** What this process was given at its start. */
  readonly argument: Uint8Array;
  readonly memory: GuestMemory;
  readonly exchange: Exchange;
  /** Nanoseconds since the run began. */
  monotonic(): bigint;
  /** Makes the machine start a process; false if there can be no more threads. */
  start(process: number, entry: number, argument: Uint8Array): boolean;
  /** Blocks until the file has come, or has not. */
  fetch(name: string): Fetched;
}

const MostNameBytes = 256;
const MostArgumentBytes = 64 << 20;

export type Operation = (kind: number, object: number, argument: number, time: bigint) => number;

export function processOperations(host: ProcessHost): Operation {
  const { memory, exchange } = host;
  /** What came last, until the program takes it. */
  let fetched: Uint8Array = new Uint8Array();

  /** The bytes that {u32 address, u32 size} at `list` describes. */
  function bytesAt(list: number): Uint8Array | undefined {
    if (!memory.contains(list, 8)) return undefined;
    const address = memory.u32(list);
    const size = memory.u32(list + 4);
    return memory.contains(address, size) ? memory.copy(address, size) : undefined;
  }

  function nameAt(address: number): Uint8Array {
    const name: number[] = [];
    for (let at = address >>> 0; name.length < MostNameBytes && memory.contains(at, 1); at++) {
      const byte = memory.u8(at);
      if (byte === 0) break;
      name.push(byte);
    }
    return Uint8Array.from(name);
  }

  function leftUntil(deadline: bigint): TimeLeft {
    if (deadline < 0n) return () => Infinity;
    return () => Number(deadline - host.monotonic()) / 1e6;
  }

  function spawn(entry: number, list: number): number {
    const argument = bytesAt(list);
    if (argument === undefined || argument.length > MostArgumentBytes) return -Errno.Invalid;
    const process = exchange.addProcess();
    if (process < 0) return process;
    return host.start(process, entry >>> 0, argument) ? process : -Errno.Again;
  }

  function wait(process: number, codeAt: number, deadline: bigint): number {
    if (process === host.process) return Errno.Deadlock;
    const code = exchange.waitProcess(process, leftUntil(deadline));
    if (code < 0) return -code;
    if (!memory.contains(codeAt, 4)) return Errno.Fault;
    memory.setU32(codeAt, code);
    return Errno.Success;
  }

  function copyArgument(address: number, room: number): number {
    const part = host.argument.subarray(0, room >>> 0);
    if (memory.contains(address, part.length)) memory.set(address, part);
    return host.argument.length;
  }

  function receive(channel: number, list: number, deadline: bigint): number {
    if (!memory.contains(list, 12)) return Errno.Invalid;
    const address = memory.u32(list);
    const room = memory.u32(list + 4);
    if (!memory.contains(address, room)) return Errno.Invalid;
    const answer = exchange.receive(channel, room, leftUntil(deadline));
    if ('bytes' in answer) {
      memory.set(address, answer.bytes);
      memory.setU32(list + 8, answer.bytes.length);
    } else if (answer.needed !== undefined) {
      memory.setU32(list + 8, answer.needed);
    }
    return answer.error;
  }

  function fetch(name: number, sizeAt: number): number {
    if (!memory.contains(name, 1) || !memory.contains(sizeAt, 4)) return -Errno.Fault;
    const answer = host.fetch(new TextDecoder().decode(nameAt(name)));
    fetched = answer.came ? answer.bytes : new TextEncoder().encode(answer.reason);
    memory.setU32(sizeAt, fetched.length);
    return answer.came ? 1 : 0;
  }

  function takeFetched(address: number, room: number): number {
    const part = fetched.subarray(0, room >>> 0);
    fetched = new Uint8Array();
    if (!memory.contains(address, part.length)) return Errno.Fault;
    memory.set(address, part);
    return Errno.Success;
  }

  return (kind, object, argument, time) => {
    switch (kind) {
      case OperationKind.ProcessSelf:
        return host.process;
      case OperationKind.ProcessSpawn:
        return spawn(object, argument);
      case OperationKind.ProcessWait:
        return wait(object, argument, time);
      case OperationKind.ProcessArgument:
        return copyArgument(object, argument);
      case OperationKind.ChannelOpen:
        return exchange.open(object === 0 ? new Uint8Array() : nameAt(object), argument);
      case OperationKind.ChannelSend: {
        const message = bytesAt(argument);
        return message === undefined ? Errno.Invalid : exchange.send(object, message, leftUntil(time));
      }
      case OperationKind.ChannelReceive:
        return receive(object, argument, time);
      case OperationKind.ChannelClose:
        return exchange.close(object);
      case OperationKind.Fetch:
        return fetch(object, argument);
      case OperationKind.FetchTake:
        return takeFetched(object, argument);
      default:
        return -Errno.NoSystem;
    }
  };
}
