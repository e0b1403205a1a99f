/** Requests about a run's past and of a learner who is the scheduler, and what comes back (src/session/protocol.hpp, 20 and on). */
import { startRequest, type Inspection, type LabSettings, type LabState } from './protocol.js';

export const MomentRequest = { Look: 20, Step: 21, Jump: 22, ByHand: 23, Move: 24, Undo: 25, TakeOver: 26, Expand: 27, Explain: 28, AtStep: 29 } as const;

export const StepUnits = ['operation', 'line', 'instruction'] as const;
export type StepUnit = (typeof StepUnits)[number];
export const Landmarks = ['step', 'switch', 'wait', 'output', 'lock'] as const;
export type Landmark = (typeof Landmarks)[number];
export type Direction = 'forward' | 'back';
/** Steps of whichever thread comes first. */
export const AnyThread = 0xffff_ffff;

/** All that is shown of one moment (src/session/moment.hpp). Steps count from 1. */
export interface Moment {
  readonly time: number;
  /** Where the run stands, or ended. */
  readonly end: number;
  readonly executed: number;
  readonly step: number;
  readonly steps: number;
  /** The last step in a sentence; '' before the first. */
  readonly caption: string;
  /** How many bytes were written to the console by then. */
  readonly output: number;
  readonly threads: readonly { readonly id: number; readonly at: number | null; readonly core: number | null; readonly since: number | null }[];
  readonly locks: readonly { readonly address: number; readonly holders: readonly { readonly thread: number; readonly since: number | null }[] }[];
  readonly writes: readonly { readonly address: number; readonly step: number; readonly time: number; readonly thread: number; readonly line: number }[];
  /** Processes that were started, and by which. */
  readonly processes?: readonly { readonly id: number; readonly parent: number }[];
  /** In the order of their creation; `parent` is a position in this list: who awaits it, else who resumed or created it. */
  readonly coroutines?: readonly InspectedCoroutine[];
  readonly moreCoroutines?: number;
  /** The times of all steps that are named in the moment. */
  readonly named: readonly StepTime[];
  readonly world: Inspection;
}

export interface InspectedCoroutine {
  readonly name: string;
  readonly process: number;
  /** Where it ran last. */
  readonly thread: number;
  readonly state: 'created' | 'running' | 'suspended' | 'done';
  /** What it waits for, if it told; else ''. */
  readonly waits: string;
  readonly parent: number | null;
  readonly awaited: boolean;
  readonly since: number | null;
}

export interface StepTime {
  readonly step: number;
  readonly time: number;
}

export interface Choice {
  readonly thread: number;
  readonly possible: boolean;
  /** What the thread would do next, or why it cannot. */
  readonly words: string;
  /** Why it would have to wait; '' if it would not. */
  readonly but: string;
  readonly line: number;
}

/** How a run by hand stands. */
export interface HandState extends LabState {
  readonly hand: {
    readonly moves: readonly { readonly thread: number; readonly time: number }[];
    readonly choices: readonly Choice[];
    readonly schedule: string;
  };
}

export interface LineOperation {
  readonly offset: number;
  readonly kind: 'read' | 'write' | 'compute' | 'call' | 'atomic' | 'jump';
  readonly words: string;
  /** The instruction. */
  readonly text: string;
  /** Touches a variable that all threads see. */
  readonly shared: boolean;
}

export interface Explanation {
  readonly kind: string;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly remedy: string;
  readonly steps: readonly StepTime[];
}

/** A run that answers questions: the JSON of the reply, or an Error with the engine's message. */
export interface Asker {
  ask(request: Uint8Array<ArrayBuffer>): Promise<unknown>;
}

/** A request: its kind, an optional time as i64, then numbers as u32. */
function request(kind: number, time: number | undefined, ...numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + (time === undefined ? 0 : 8) + 4 * numbers.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, kind, true);
  if (time !== undefined) view.setBigInt64(4, BigInt(Math.max(0, Math.round(time))), true);
  numbers.forEach((number, at) => view.setUint32(4 + (time === undefined ? 0 : 8) + 4 * at, number, true));
  return bytes;
}

const directionNumber = (direction: Direction): number => (direction === 'forward' ? 0 : 1);
/** Undefined where a step leads nowhere. */
const momentOf = (json: unknown): Moment | undefined => (typeof json === 'object' && json !== null && 'none' in json ? undefined : (json as Moment));

export async function look(run: Asker, time: number): Promise<Moment> {
  return (await run.ask(request(MomentRequest.Look, time))) as Moment;
}

export async function atStep(run: Asker, step: number): Promise<Moment> {
  return (await run.ask(request(MomentRequest.AtStep, undefined, step))) as Moment;
}

export async function stepFrom(run: Asker, time: number, unit: StepUnit, direction: Direction, thread = AnyThread): Promise<Moment | undefined> {
  return momentOf(await run.ask(request(MomentRequest.Step, time, StepUnits.indexOf(unit), directionNumber(direction), thread)));
}

export async function jumpFrom(run: Asker, time: number, landmark: Landmark, direction: Direction, thread = AnyThread): Promise<Moment | undefined> {
  return momentOf(await run.ask(request(MomentRequest.Jump, time, Landmarks.indexOf(landmark), directionNumber(direction), thread)));
}

export async function expandLine(run: Asker, line: number): Promise<readonly LineOperation[]> {
  return ((await run.ask(request(MomentRequest.Expand, undefined, line))) as { operations: readonly LineOperation[] }).operations;
}

export async function explainRun(run: Asker): Promise<readonly Explanation[]> {
  return ((await run.ask(request(MomentRequest.Explain, undefined))) as { explanations: readonly Explanation[] }).explanations;
}

/** The schedule by then, for a run by hand that goes on from there. */
export async function takeOver(run: Asker, time: number): Promise<string> {
  return ((await run.ask(request(MomentRequest.TakeOver, time))) as { schedule: string }).schedule;
}

export function byHandRequest(settings: LabSettings, schedule: string): Uint8Array<ArrayBuffer> {
  const start = startRequest(settings);
  const text = new TextEncoder().encode(schedule);
  const bytes = new Uint8Array(start.length + 4 + text.length);
  bytes.set(start);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MomentRequest.ByHand, true);
  view.setUint32(start.length, text.length, true);
  bytes.set(text, start.length + 4);
  return bytes;
}

export const moveRequest = (thread: number, unit: StepUnit): Uint8Array<ArrayBuffer> =>
  request(MomentRequest.Move, undefined, thread, StepUnits.indexOf(unit));
/** Keeps the first moves; the recording begins anew. */
export const undoRequest = (keep: number): Uint8Array<ArrayBuffer> => request(MomentRequest.Undo, undefined, keep);
