/**
 * What the supervisor remembers of the records that pass through it, to explain a deadlock: each
 * thread's name and last line, the names of objects, and who holds which lock. Records of different
 * threads arrive out of order, so for each lock the change with the highest sequence number counts.
 */
import { RecordLayout } from '../generated/abi.js';
import { EventKind, EventTable } from '../generated/events.js';
import type { Names } from './names.js';
import type { ProgramSymbols } from './types.js';

const Use = {
  NamedObject: 1,
  NamedArgument: 2,
  Remember: 4,
} as const;

const uses = useTable();

const MostLocks = 100_000; // corrupt records must not fill the page's memory

interface Holding {
  sequence: number;
  holder: number | undefined;
}

export class Observations {
  private readonly lines = new Map<number, number>();
  private readonly threadNames = new Map<number, number>();
  private readonly objectNames = new Map<number, number>();
  private readonly locks = new Map<number, Holding>();
  private readonly waitMutex = new Map<number, number>();

  constructor(private readonly names: Names, private readonly symbols: ProgramSymbols | undefined) {}

  observe(thread: number, records: Uint8Array): void {
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    for (let at = 0; at + RecordLayout.size <= records.length; at += RecordLayout.size) {
      const use = uses[view.getUint8(at + RecordLayout.kind)] ?? 0;
      if (use === 0) continue;
      const object = view.getUint32(at + RecordLayout.object, true);
      const argument = view.getUint32(at + RecordLayout.argument, true);
      if ((use & Use.NamedObject) !== 0) this.names.use(object);
      if ((use & Use.NamedArgument) !== 0) this.names.use(argument);
      if ((use & Use.Remember) !== 0) {
        this.remember(thread, view.getUint8(at + RecordLayout.kind), view.getUint32(at, true), object, argument);
      }
    }
    const last = records.length - RecordLayout.size;
    for (let at = last; at >= 0; at -= RecordLayout.size) {
      const line = view.getUint16(at + RecordLayout.line, true);
      if (line === 0) continue;
      this.lines.set(thread, line);
      break;
    }
  }

  line(thread: number): number | undefined {
    return this.lines.get(thread);
  }

  threadName(thread: number): string | undefined {
    const address = this.threadNames.get(thread);
    return address === undefined ? undefined : this.names.text(address);
  }

  /** The name that the program gave an object, or else the global variable that it is part of. */
  objectName(address: number): string | undefined {
    const given = this.objectNames.get(address);
    if (given !== undefined) return this.names.text(given);
    const variable = this.symbols?.objects.find((item) => address >= item.address && address < item.address + Math.max(1, item.size));
    if (variable === undefined) return undefined;
    const element = variable.size / elementsOf(variable.type);
    if (element === variable.size || !Number.isInteger(element)) return variable.name;
    return `${variable.name}[${Math.floor((address - variable.address) / element)}]`;
  }

  holder(lock: number): number | undefined {
    return this.locks.get(lock)?.holder;
  }

  private remember(thread: number, kind: number, sequence: number, object: number, argument: number): void {
    switch (kind) {
      case EventKind.NameThread:
        this.threadNames.set(object, argument);
        break;
      case EventKind.NameObject:
        this.objectNames.set(object, argument);
        break;
      case EventKind.LockAcquire:
        this.hold(object, sequence, thread);
        break;
      case EventKind.Unlock:
        this.hold(object, sequence, undefined);
        break;
      case EventKind.ConditionWait:
        this.waitMutex.set(thread, argument);
        this.hold(argument, sequence, undefined);
        break;
      case EventKind.ConditionWake: {
        const mutex = this.waitMutex.get(thread);
        if (mutex !== undefined) this.hold(mutex, sequence, thread);
        break;
      }
    }
  }

  private hold(lock: number, sequence: number, holder: number | undefined): void {
    const known = this.locks.get(lock);
    if (known === undefined) {
      if (this.locks.size < MostLocks) this.locks.set(lock, { sequence, holder });
    } else if (((sequence - known.sequence) | 0) >= 0) Object.assign(known, { sequence, holder });
  }
}

/** How many elements an array type has: `int[3]`, `std::array<std::mutex, 5>`; 1 for what is no array. As in src/trace/trace.cpp. */
function elementsOf(type: string): number {
  const count = /\[(\d+)\]$/.exec(type) ?? /^std::array<.*,\s*(\d+)\D*>$/.exec(type);
  return Math.max(1, Number(count?.[1] ?? 1));
}

function useTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (const row of EventTable) {
    table[row.number] = (row.object === 'name' ? Use.NamedObject : 0) | (row.argument === 'name' ? Use.NamedArgument : 0);
  }
  const remembered = [
    EventKind.NameThread, EventKind.NameObject, EventKind.LockAcquire, EventKind.Unlock, EventKind.ConditionWait, EventKind.ConditionWake,
  ];
  for (const kind of remembered) table[kind] = (table[kind] ?? 0) | Use.Remember;
  return table;
}
