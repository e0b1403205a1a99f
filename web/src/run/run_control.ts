/**
 * Run and Stop: takes the program of the lesson through the real machine and hands out what it reports: output to the
 * console, the recording to the timeline, states to the status line. One run at a time.
 *
 *   idle ──run──▶ loading ──▶ running ──▶ idle        repeating: many runs, one after the other, unrecorded
 *                    └───────stop───────────▲
 */
import { outcomeDetail, tellDeadlock, tellOutcome, tellStatus, type Told, type Tone } from '../console/outcome_text.js';
import type { Repeat } from '../lesson/catalogue.js';
import { prewarm, start, type Outcome, type Run, type RunOptions, type RunStatus } from '../real/machine.js';
import { startLab, type LabRun } from '../engine/lab.js';
import type { LabSettings } from '../engine/protocol.js';
import { NoProgram, type ProgramSource } from './program_source.js';
import { repeat, type Repeating, type Repetition } from './repeat.js';

/** What a run needs of the rest of the page. */
export interface RunSurroundings {
  onBegin(title: string, axis: 'real' | 'virtual'): void;
  onOutput(fd: 1 | 2, bytes: Uint8Array): void;
  onRecording(chunk: Uint8Array): void;
  /** Also told while no run is in progress. */
  onState(tone: Tone, title: string, detail: string): void;
  /** Undefined: a run goes on, forget the ending shown before. */
  onEnding(told: Told | undefined, detail: string): void;
  onInputWanted(wanted: boolean): void;
  onActive(active: 'idle' | 'run' | 'repeat'): void;
  onRepetition(state: Repetition, what: Repeat): void;
  /** What the lab noticed about the program. */
  onNote(text: string): void;
  /** A run on the lab has ended by itself: its past can be asked for. */
  onPast(run: LabRun): void;
  /** The run is over and everything of it has been handed out. */
  onFinished(outcome: Outcome): void;
}

type Reports = Pick<RunOptions, 'onOutput' | 'onRecording' | 'onStatus'>;

/** Workers for main and a few threads, made while the page is idle: a new one costs some 100 ms. */
const WarmWorkers = 6;

export class RunControl {
  private title = '';
  private source: ProgramSource | undefined;
  private run: Run | undefined;
  private repeating: Repeating | undefined;
  /** Counts the attempts: one that was stopped while its program was loading must not start. */
  private attempt = 0;
  private busy = false;

  /** `engineUrl`: where the lab's engine.js is. */
  constructor(
    private readonly around: RunSurroundings,
    private readonly engineUrl: string,
  ) {}

  get active(): boolean {
    return this.busy;
  }

  /** The next run is of this program. Stops what runs. */
  setProgram(title: string, source: ProgramSource): void {
    this.abandon();
    this.title = title;
    this.source = source;
  }

  /** Loads the program for real workers ahead of need, and makes the first of them. */
  prepareReal(): void {
    this.source?.real().then(() => prewarm(WarmWorkers), () => {});
  }

  /** The same program on virtual cores. */
  async startLab(settings: LabSettings): Promise<void> {
    const program = await this.begin('run', (source) => source.debug());
    if (program === undefined) return;
    let lab: LabRun | undefined;
    const attempt = this.attempt;
    await this.perform('virtual', (reports) => {
      const run = startLab(this.engineUrl, {
        program,
        settings,
        ...reports,
        onFinding: ({ line, message }) => { if (attempt === this.attempt) this.around.onNote(`line ${line}: ${message}`); },
      });
      lab = run;
      return run;
    });
    // Finishing counts the attempt up by one; another run or lesson counts further.
    if (lab !== undefined && this.attempt === attempt + 1 && !this.busy) this.around.onPast(lab);
  }

  async start(): Promise<void> {
    const loaded = await this.begin('run', (source) => source.real());
    if (loaded === undefined) return;
    await this.perform('real', (reports) => start({ ...loaded, ...reports, stdin: true }));
  }

  async startRepeat(what: Repeat): Promise<void> {
    const loaded = await this.begin('repeat', (source) => source.real());
    if (loaded === undefined) return;
    const current = this.isCurrent();
    try {
      this.repeating = repeat({
        runs: what.runs,
        ...(what.pattern === undefined ? {} : { pattern: what.pattern }),
        start: (callbacks) => start({ ...loaded, ...callbacks, stdin: false, record: false }),
        onProgress: (state) => {
          if (!current()) return;
          this.around.onRepetition(state, what);
          if (!state.ended) this.around.onState('running', 'Running many times', `${state.done} of ${state.wanted}`);
        },
      });
      const state = await this.repeating.finished;
      if (!current()) return;
      const cancelled = state.done < state.wanted;
      this.end(cancelled ? 'stopped' : 'good', cancelled ? 'Cancelled' : 'Finished', `${state.done} of ${state.wanted} runs`);
    } catch (error) {
      if (current()) this.fail(error);
    }
  }

  /** Works in every state, at once. */
  stop(): void {
    if (this.repeating !== undefined) this.repeating.cancel();
    else if (this.run !== undefined) this.run.stop();
    else if (this.busy) this.abandon();
  }

  /** Stops what runs and hears no more of it: another lesson is shown. */
  abandon(): void {
    if (!this.busy) return;
    const { run, repeating } = this;
    const loading = run === undefined && repeating === undefined;
    this.end('stopped', 'Stopped', '');
    if (loading) this.source?.cancel();
    run?.stop();
    repeating?.cancel();
  }

  input(text: string): void {
    this.run?.input(new TextEncoder().encode(`${text}\n`));
  }

  endInput(): void {
    this.run?.closeInput();
  }

  /** One recorded run. What it reports after it was abandoned goes nowhere. */
  private async perform(axis: 'real' | 'virtual', startRun: (reports: Reports) => Run): Promise<void> {
    const { around } = this;
    const current = this.isCurrent();
    around.onBegin(this.title, axis);
    try {
      const run = startRun({
        onOutput: (fd, bytes) => { if (current()) around.onOutput(fd, bytes); },
        onRecording: (chunk) => { if (current()) around.onRecording(chunk); },
        onStatus: (status) => { if (current()) this.status(status); },
      });
      this.run = run;
      const outcome = await run.finished;
      if (current()) this.finish(outcome);
    } catch (error) {
      if (current()) this.fail(error);
    }
  }

  private isCurrent(): () => boolean {
    const { attempt } = this;
    return () => attempt === this.attempt;
  }

  /** Undefined: the attempt was stopped meanwhile, or its program cannot be had. */
  private async begin<T>(kind: 'run' | 'repeat', load: (source: ProgramSource) => Promise<T>): Promise<T | undefined> {
    if (this.busy || this.source === undefined) return undefined;
    this.busy = true;
    const attempt = ++this.attempt;
    this.around.onActive(kind);
    this.around.onState('running', 'Loading the program', '');
    try {
      const loaded = await load(this.source);
      return attempt === this.attempt && this.busy ? loaded : undefined;
    } catch (error) {
      if (attempt === this.attempt && this.busy) this.fail(error);
      return undefined;
    }
  }

  private status(status: RunStatus): void {
    const { tone, title, detail } = tellStatus(status);
    this.around.onState(tone, title, detail);
    this.around.onInputWanted(status.state === 'input');
    if (status.state === 'deadlock') this.around.onEnding(tellDeadlock(status.blocked), 'Stop ends the run.');
  }

  private finish(outcome: Outcome): void {
    const told = tellOutcome(outcome);
    const detail = outcomeDetail(outcome);
    this.end(told.tone, told.title, detail);
    this.around.onEnding(told, detail);
    this.around.onFinished(outcome);
  }

  private fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const told = error instanceof NoProgram ? error.told : { tone: 'bad' as const, title: 'The program did not start', sentences: [message], items: [] };
    this.around.onEnding(told, '');
    this.end(told.tone, told.title, '');
  }

  private end(tone: Tone, title: string, detail: string): void {
    this.busy = false;
    this.attempt++;
    this.run = undefined;
    this.repeating = undefined;
    this.around.onInputWanted(false);
    this.around.onActive('idle');
    this.around.onState(tone, title, detail);
  }
}
