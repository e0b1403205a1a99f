/** What the page and the engine's worker say to each other. */
import type { Inspection, LabSettings, LabState } from './protocol.js';

export type ToWorker =
  /** First: where engine.js is. */
  | { readonly type: 'boot'; readonly engine: string }
  /** Runs the program from its start; an earlier run is forgotten. `run` is in everything said of it. */
  | { readonly type: 'start'; readonly run: number; readonly program: ArrayBuffer; readonly settings: LabSettings }
  | { readonly type: 'stop'; readonly run: number }
  | { readonly type: 'input'; readonly run: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'closeInput'; readonly run: number }
  /** What the world looked like at this virtual time. */
  | { readonly type: 'seek'; readonly run: number; readonly question: number; readonly time: number }
  | { readonly type: 'schedule'; readonly run: number; readonly question: number }
  /** Loads the program; `request` begins a run in which the learner is the scheduler. */
  | { readonly type: 'byHand'; readonly run: number; readonly program: ArrayBuffer; readonly request: Uint8Array<ArrayBuffer> }
  /** A question about the run (moments.ts), asked as bytes. */
  | { readonly type: 'ask'; readonly run: number; readonly question: number; readonly request: Uint8Array<ArrayBuffer> }
  /** A request that changes a run by hand: told as progress. `fresh`: its recording begins anew. */
  | { readonly type: 'change'; readonly run: number; readonly request: Uint8Array<ArrayBuffer>; readonly fresh: boolean }
  /** The rest of a run by hand, thread by thread. */
  | { readonly type: 'finish'; readonly run: number };

export type FromWorker =
  | {
      readonly type: 'progress';
      readonly run: number;
      readonly state: LabState;
      readonly chunk: Uint8Array<ArrayBuffer>;
      readonly outputs: readonly { readonly descriptor: 1 | 2; readonly bytes: Uint8Array<ArrayBuffer> }[];
      /** Of a run that has ended: the world at its end. */
      readonly end?: Inspection;
      /** What was told of the run before is undone; everything of it is in this and what follows. */
      readonly fresh?: boolean;
    }
  | { readonly type: 'answer'; readonly question: number; readonly json: unknown }
  /** The run cannot go on: the program is not one, or the engine failed. */
  | { readonly type: 'failed'; readonly run: number; readonly message: string };
