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
  | { readonly type: 'schedule'; readonly run: number; readonly question: number };

export type FromWorker =
  | {
      readonly type: 'progress';
      readonly run: number;
      readonly state: LabState;
      readonly chunk: Uint8Array<ArrayBuffer>;
      readonly outputs: readonly { readonly descriptor: 1 | 2; readonly bytes: Uint8Array<ArrayBuffer> }[];
      /** Of a run that has ended: the world at its end. */
      readonly end?: Inspection;
    }
  | { readonly type: 'answer'; readonly question: number; readonly json: unknown }
  /** The run cannot go on: the program is not one, or the engine failed. */
  | { readonly type: 'failed'; readonly run: number; readonly message: string };
