/**
 * A run by hand on the page: starts it, passes the learner's choices on, and hands out what the engine reports. What was undone
 * is told anew from the beginning, so everything that shows a run forgets first.
 */
import { startByHand, type HandProgress, type HandRun } from '../engine/lab.js';
import type { Asker, HandState, StepUnit } from '../engine/moments.js';
import type { LabSettings } from '../engine/protocol.js';
import type { Ending, Outcome } from '../real/types.js';

export interface HandSurroundings {
  /** A recording begins, also when moves were taken back. */
  onBegin(run: Asker): void;
  onOutput(fd: 1 | 2, bytes: Uint8Array): void;
  onRecording(chunk: Uint8Array): void;
  onState(state: HandState): void;
  onEnding(outcome: Outcome): void;
  onFailure(message: string): void;
  onInputWanted(wanted: boolean): void;
}

export class HandControl {
  private run: HandRun | undefined;
  private told: HandState | undefined;
  private chose = false;

  constructor(private readonly around: HandSurroundings, private readonly engineUrl: string) {}

  get state(): HandState | undefined {
    return this.told;
  }

  get active(): boolean {
    return this.run !== undefined;
  }

  /** The learner has made a move: it is not merely a schedule that was done again. */
  get byLearner(): boolean {
    return this.chose;
  }

  start(program: ArrayBuffer, settings: LabSettings, schedule: string): void {
    this.told = undefined;
    this.chose = false;
    const run: HandRun = startByHand(this.engineUrl, {
      program, settings, schedule,
      onProgress: (progress) => { if (this.run === run) this.progress(run, progress); },
      onFailure: (message) => {
        if (this.run !== run) return;
        this.leave();
        this.around.onFailure(message);
      },
    });
    this.run = run;
  }

  /** Hears no more of it. */
  leave(): void {
    this.run = undefined;
    this.told = undefined;
  }

  move(thread: number, unit: StepUnit): void {
    this.chose = true;
    this.run?.move(thread, unit);
  }

  /** Takes back the last move, or all that end after `time`. */
  undo(time?: number): void {
    const moves = this.told?.hand.moves ?? [];
    const keep = time === undefined ? moves.length - 1 : movesBy(moves, time);
    if (keep >= 1 && keep < moves.length) this.run?.undo(keep);
  }

  finish(): void {
    this.run?.finish();
  }

  input(text: string): void {
    this.run?.input(new TextEncoder().encode(`${text}\n`));
  }

  endInput(): void {
    this.run?.closeInput();
  }

  private progress(run: HandRun, { state, chunk, outputs, fresh, ending }: HandProgress): void {
    if (fresh) this.around.onBegin(run);
    this.told = state;
    if (chunk.length > 0) this.around.onRecording(chunk);
    for (const { descriptor, bytes } of outputs) this.around.onOutput(descriptor, bytes);
    for (const { line, message } of state.findings) this.around.onOutput(2, new TextEncoder().encode(`line ${line}: ${message}\n`));
    this.around.onInputWanted(state.status === 'input');
    if (ending !== undefined) this.around.onEnding(outcomeOf(ending, state));
    this.around.onState(state);
  }
}

/** How many moves have ended by a time; the first, the way to the program's first operation, always has. */
export function movesBy(moves: readonly { readonly time: number }[], time: number): number {
  return Math.max(1, moves.findLastIndex((move) => move.time <= time) + 1);
}

function outcomeOf(ending: Ending, state: HandState): Outcome {
  return { ...ending, recording: { recorded: 0, dropped: 0, unrecorded: 0 }, threads: state.threads, milliseconds: state.time / 1e6 };
}
