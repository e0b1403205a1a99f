/**
 * The cursor in time of a run on the lab: one moment is shown, and everything on the page that depends on time shows it.
 *
 * Questions to the engine are asked one at a time. While one is on its way only the last wish is remembered, so that dragging
 * shows as many moments as the engine can give and ends at the right one. Playing is stepping, by a clock.
 */
import { atStep, jumpFrom, look, stepFrom, type Asker, type Direction, type Landmark, type Moment, type StepUnit } from '../engine/moments.js';

export interface CursorEvents {
  /** Another moment is shown; undefined: there is no run any more. `before` is the one shown until now, of the same run. */
  onMoment(moment: Moment | undefined, before: Moment | undefined): void;
  onPlaying(playing: boolean): void;
}

/** Milliseconds from one step to the next at speed 1. */
export const StepMilliseconds = 700;

export class TimeCursor {
  private run: Asker | undefined;
  private shown: Moment | undefined;
  private busy = false;
  private answered: Promise<void> = Promise.resolve();
  private wish: (() => Promise<Moment | undefined>) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  unit: StepUnit = 'operation';
  /** Steps of this thread only; undefined: of whichever comes first. */
  thread: number | undefined;
  speed = 1;

  constructor(private readonly events: CursorEvents) {}

  get moment(): Moment | undefined {
    return this.shown;
  }

  /** Resolves when what was asked for so far is shown, or was overtaken by a later wish. */
  get settled(): Promise<void> {
    return this.answered;
  }

  get playing(): boolean {
    return this.timer !== undefined;
  }

  /** Follows another run from its present end; undefined: none. */
  follow(run: Asker | undefined): void {
    this.pause();
    this.run = run;
    this.wish = undefined;
    this.shown = undefined;
    this.thread = undefined;
    if (run === undefined) this.events.onMoment(undefined, undefined);
    else this.seek(Number.MAX_SAFE_INTEGER);
  }

  /** Shows the moment at this virtual time, or the run's end. */
  seek(time: number): void {
    this.want((run) => look(run, time));
  }

  seekStep(step: number): void {
    this.want((run) => atStep(run, step));
  }

  step(direction: Direction, unit = this.unit): void {
    this.want((run, from) => stepFrom(run, from, unit, direction, this.thread));
  }

  jump(landmark: Landmark, direction: Direction): void {
    this.want((run, from) => jumpFrom(run, from, landmark, direction, this.thread));
  }

  play(): void {
    if (this.run === undefined || this.playing) return;
    // From the end it begins anew; a run that was just followed stands there.
    if (this.shown === undefined || this.shown.time >= this.shown.end) this.seekStep(0);
    this.tick();
    this.events.onPlaying(true);
  }

  pause(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.events.onPlaying(false);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  private tick(): void {
    this.timer = setTimeout(() => {
      this.tick();
      if (!this.busy) this.want((run, from) => stepFrom(run, from, this.unit, 'forward', this.thread), () => this.pause());
    }, StepMilliseconds / this.speed);
  }

  /** `nowhere` is told when the question leads to no moment. */
  private want(question: (run: Asker, from: number) => Promise<Moment | undefined>, nowhere?: () => void): void {
    const { run } = this;
    if (run === undefined) return;
    this.wish = async () => {
      const moment = await question(run, this.shown?.time ?? 0);
      if (moment === undefined && this.run === run) nowhere?.();
      return this.run === run ? moment : undefined;
    };
    if (!this.busy) this.answered = this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.wish !== undefined) {
      const { wish } = this;
      this.wish = undefined;
      try {
        const moment = await wish();
        if (moment === undefined) continue;
        const before = this.shown;
        this.shown = moment;
        this.events.onMoment(moment, before);
      } catch {
        // The run is gone: another one began, or the engine ended. Whoever runs it tells so.
        this.pause();
      }
    }
    this.busy = false;
  }
}
