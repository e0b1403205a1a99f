/**
 * The run that a link speaks of: begun when its program is there, and shown where the link looks when it has ended. A program
 * that came with the link is not run until the reader presses Run: it is somebody else's, and would have to be compiled.
 *
 *   take ──▶ (waits for Run, if the program must be compiled) ──▶ runs ──▶ settle: cursor, tab, part of the axis
 */
import type { SharedState } from './shared_state.js';

export interface SharedRunSurroundings {
  startByHand(schedule: string, whole: boolean): void;
  startLab(): void;
  /** Puts the cursor there. */
  seek(time: number): void;
  showTab(tab: NonNullable<SharedState['view']>): void;
  showRange(start: number, end: number): void;
  /** The run did not end as it did when the link was made. */
  onDifferent(): void;
  /** The run is there, but waits for Run. */
  onWaiting(): void;
}

/** Whether the link is of a run, and not of a program alone. */
export const isOfRun = ({ schedule, hash, cursor }: SharedState): boolean => schedule !== undefined || hash !== undefined || cursor !== undefined;

export class SharedRun {
  private waiting: SharedState | undefined;
  private running: SharedState | undefined;

  constructor(private readonly around: SharedRunSurroundings) {}

  /** `readyMade`: the program need not be compiled. Returns whether a run was begun. */
  take(state: SharedState, readyMade: boolean): boolean {
    this.forget();
    if (state.view !== undefined) this.around.showTab(state.view);
    if (!isOfRun(state)) return false;
    this.waiting = state;
    if (readyMade) return this.begin();
    this.around.onWaiting();
    return false;
  }

  /** Run was pressed, or nothing need be waited for. False: no run of a link waits. */
  begin(): boolean {
    const state = this.waiting;
    if (state === undefined || state.machine === 'real') return false;
    this.waiting = undefined;
    this.running = state;
    if (state.schedule !== undefined) this.around.startByHand(state.schedule, state.whole === true);
    else this.around.startLab();
    return true;
  }

  /** The run stands where the link's stood; `hash` of its state, '' if it is not known. */
  settle(hash: string): void {
    const state = this.running;
    if (state === undefined) return;
    this.running = undefined;
    if (state.cursor !== undefined) this.around.seek(state.cursor);
    if (state.view !== undefined) this.around.showTab(state.view);
    if (state.range !== undefined) this.around.showRange(...state.range);
    if (state.hash !== undefined && hash !== '' && state.hash !== hash) this.around.onDifferent();
  }

  /** Another program, or the text was changed. */
  forget(): void {
    this.waiting = undefined;
    this.running = undefined;
  }
}
