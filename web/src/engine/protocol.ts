/** Requests to the engine and its replies as bytes: the page's side of src/session/protocol.hpp, which documents them. */

export const RequestKind = { Load: 1, Start: 2, Run: 3, Stop: 4, Input: 5, CloseInput: 6, Seek: 7, Inspect: 8, Schedule: 9 } as const;

export interface LabSettings {
  /** Virtual cores, 1 … 64. */
  readonly cores: number;
  /** 0 is the plain machine; others vary quanta and queues, each in its own repeatable way. */
  readonly seed: number;
  /** Nanoseconds of virtual time that a thread keeps its core while others are ready. */
  readonly quantum: number;
  /** Nanoseconds to change threads on a core. */
  readonly switchCost: number;
  /** Nanoseconds of one instruction. */
  readonly instructionCost: number;
  /** Orders accesses to shared memory exactly and records them. */
  readonly watchShared: boolean;
}

export const DefaultLabSettings: LabSettings = {
  cores: 2,
  seed: 1,
  quantum: 1_000_000,
  switchCost: 1_000,
  instructionCost: 1,
  watchShared: true,
};

/** Where a run on the lab is ended at the latest. */
const InstructionLimit = 10_000_000_000n;
/** Some 100 MB of memory. */
const EventLimit = 5_000_000n;

export interface LabState {
  readonly status: string;
  readonly message: string;
  readonly exitCode: number;
  /** Virtual nanoseconds. */
  readonly time: number;
  readonly executed: number;
  readonly threads: number;
  readonly hash: string;
  readonly findings: readonly { readonly line: number; readonly thread: number; readonly time: number; readonly message: string }[];
}

export interface InspectedValue {
  readonly name: string;
  readonly type: string;
  readonly kind?: string;
  readonly value: string;
  readonly address: number | null;
  readonly children?: readonly InspectedValue[];
  readonly omitted?: number;
}

export interface InspectedThread {
  readonly id: number;
  readonly process: number;
  readonly state: string;
  readonly line: number;
  readonly waits: { readonly for: string; readonly object: number; readonly name: string; readonly holders: readonly number[]; readonly since: number; readonly words: string } | null;
  readonly frames: readonly { readonly function: string; readonly line: number; readonly user: boolean; readonly variables: readonly InspectedValue[] }[];
}

export interface Inspection {
  readonly time: number;
  readonly threads: readonly InspectedThread[];
  readonly locks: readonly { readonly address: number; readonly name: string; readonly kind: string; readonly holders: readonly number[]; readonly shared: boolean; readonly waiters: readonly number[] }[];
  /** Of the first process. */
  readonly globals: readonly InspectedValue[];
  /** The first too, whose globals are above. */
  readonly processes?: readonly { readonly id: number; readonly exited: boolean; readonly exitCode: number; readonly globals: readonly InspectedValue[] }[];
  /** Capacity 0: any number. `messages` are the first few of those that are waiting. */
  readonly channels?: readonly { readonly id: number; readonly name: string; readonly capacity: number; readonly closed: boolean; readonly waiting: number; readonly messages: readonly { readonly size: number; readonly text: string }[] }[];
}

export interface Reply {
  /** What the request asked for, or {error}. */
  readonly json: unknown;
  readonly chunk: Uint8Array<ArrayBuffer>;
  readonly outputs: readonly { readonly descriptor: 1 | 2; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

function request(kind: number, size: number): { bytes: Uint8Array<ArrayBuffer>; view: DataView } {
  const bytes = new Uint8Array(4 + size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, kind, true);
  return { bytes, view };
}

/** Any request whose payload is bytes: load, input; or none: stop, close input, schedule. */
export function plainRequest(kind: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const { bytes } = request(kind, payload.length);
  bytes.set(payload, 4);
  return bytes;
}

export function startRequest(settings: LabSettings): Uint8Array<ArrayBuffer> {
  const { bytes, view } = request(RequestKind.Start, 60);
  const more = 2;
  view.setUint32(4, settings.cores, true);
  view.setUint32(8, (settings.watchShared ? 1 : 0) | more, true);
  view.setBigUint64(12, BigInt(settings.seed), true);
  view.setBigInt64(20, BigInt(Math.round(settings.quantum)), true);
  view.setBigInt64(28, BigInt(Math.round(settings.switchCost)), true);
  view.setUint32(36, settings.instructionCost, true);
  view.setBigUint64(44, InstructionLimit, true);
  view.setBigUint64(52, EventLimit, true);
  view.setUint32(60, 0, true);
  return bytes;
}

export function runRequest(instructions: number): Uint8Array<ArrayBuffer> {
  const { bytes, view } = request(RequestKind.Run, 8);
  view.setBigUint64(4, BigInt(instructions), true);
  return bytes;
}

export function seekRequest(time: number): Uint8Array<ArrayBuffer> {
  const { bytes, view } = request(RequestKind.Seek, 8);
  view.setBigInt64(4, BigInt(Math.max(0, Math.round(time))), true);
  return bytes;
}

export function inspectRequest(libraryFrames: boolean): Uint8Array<ArrayBuffer> {
  const { bytes, view } = request(RequestKind.Inspect, 4);
  view.setUint32(4, libraryFrames ? 1 : 0, true);
  return bytes;
}

/** Throws a RangeError on bytes that are no reply. */
export function readReply(bytes: Uint8Array): Reply {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const number = (): number => {
    const value = view.getUint32(at, true);
    at += 4;
    return value;
  };
  const sized = (): Uint8Array<ArrayBuffer> => {
    const size = number();
    if (at + size > bytes.length) throw new RangeError('The engine sent a reply that is cut off.');
    const part = bytes.slice(at, at + size);
    at += size;
    return part;
  };
  const json: unknown = JSON.parse(new TextDecoder().decode(sized()));
  const chunk = sized();
  const outputs = Array.from({ length: number() }, () => ({ descriptor: number() === 2 ? (2 as const) : (1 as const), bytes: sized() }));
  return { json, chunk, outputs };
}

/** The message of a reply that says the request could not be done. */
export function errorOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('error' in json)) return undefined;
  return String(json.error);
}
