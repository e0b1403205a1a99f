/**
 * Everything on the page that moves in time: the cursor with its transport, the panel about the moment, the marks in the
 * program, the console up to then, and the learner as scheduler. The page gives what a run consists of and hears nothing of the
 * rest.
 */
import { byId } from '../base/dom.js';
import { time } from '../base/format.js';
import type { ConsoleView } from '../console/console_view.js';
import type { ThreadPlace } from '../editor/thread_marks.js';
import { expandLine, explainRun, takeOver, type Asker, type Explanation, type LineOperation, type Moment } from '../engine/moments.js';
import type { HandControl } from '../run/hand_control.js';
import { movesBy } from '../run/hand_control.js';
import { SchedulerView } from './scheduler_view.js';
import { StateView } from './state_view.js';
import { TimeCursor } from './time_cursor.js';
import { startTransportKeys, type TransportKey } from './transport_keys.js';
import { TransportView } from './transport_view.js';
import { stateOf, stateWord, threadColor, threadName } from './words.js';

/** What is open in the program: a line, its operations, and which thread stands before which of them. */
export interface ShownExpansion {
  readonly line: number;
  readonly operations: readonly LineOperation[];
  /** By the operation's place in the list. */
  readonly threads: ReadonlyMap<number, readonly number[]>;
}

export interface LabTimeEvents {
  onLine(line: number): void;
  /** Marks for the threads in the program, and the moment they are of; none takes them away. */
  onThreads(threads: readonly ThreadPlace[], at: string): void;
  onExpansion(expansion: ShownExpansion | undefined): void;
  /** The timeline's own cursor. */
  onCursor(time: number): void;
  /** The learner takes over: a run by hand that begins with this schedule. */
  onTakeOver(schedule: string): void;
  onCopyLink(): void;
  onExplained(explanations: readonly Explanation[]): void;
}

export class LabTime {
  readonly state: StateView;
  readonly cursor: TimeCursor;
  private readonly transport: TransportView;
  private readonly scheduler: SchedulerView;
  private run: Asker | undefined;
  /** The line that is open in the program. */
  private open: { line: number; operations: readonly LineOperation[] } | undefined;
  /** The run's end is shown without a cursor on the timeline until the learner moves. */
  private moved = false;
  private told = Number.NaN;
  /** What is special about the program that is run by hand, in words. */
  parameters = '';

  constructor(private readonly hand: HandControl, private readonly console: () => ConsoleView, private readonly events: LabTimeEvents) {
    this.cursor = new TimeCursor({ onMoment: (moment, before) => this.show(moment, before), onPlaying: (playing) => this.transport.showPlaying(playing) });
    const links = { onLine: (line: number) => events.onLine(line), onStep: (step: number) => this.goToStep(step) };
    this.transport = new TransportView(this.cursor, { ...links, onTakeOver: () => void this.takeOver() });
    this.scheduler = new SchedulerView({
      ...links,
      onChoose: (thread) => this.hand.move(thread, this.cursor.unit),
      onUndo: () => this.hand.undo(),
      onFinish: () => this.hand.finish(),
      onCopyLink: () => events.onCopyLink(),
      onGoOnHere: () => this.hand.undo(this.cursor.moment?.time),
    });
    this.state = new StateView({ ...links, onThread: (thread) => { this.cursor.thread = thread; }, onOpenLine: (line) => this.toggleLine(line) });
    startTransportKeys([byId('timeline-panel'), byId('console-panel')], (key) => this.key(key));
  }

  /** A run whose past can be asked for; undefined: there is none any more. */
  follow(run: Asker | undefined): void {
    this.run = run;
    this.moved = false;
    this.told = Number.NaN;
    if (run === undefined) this.openLine(undefined);
    this.cursor.follow(run);
    if (run === undefined) this.scheduler.show(undefined);
  }

  /** The choices are the next thing to do: gives them the focus. */
  focusChoices(): void {
    this.scheduler.focus();
  }

  /** A run by hand has gone on: shows its end, and what each thread would do next. */
  handMoved(): void {
    this.moved = true;
    this.cursor.seek(Number.MAX_SAFE_INTEGER);
    this.showScheduler();
  }

  /** The learner has put the timeline's cursor somewhere. False: there is no run here whose moments could be asked for. */
  cursorMoved(time: number): boolean {
    if (this.run === undefined) return false;
    if (Math.round(time) === this.told) return true;
    this.moved = true;
    this.told = Math.round(time);
    this.cursor.pause();
    this.cursor.seek(time);
    return true;
  }

  /** What went wrong in the run, in words. */
  explain(): void {
    const { run } = this;
    if (run === undefined) return;
    explainRun(run).then((explanations) => { if (this.run === run) this.events.onExplained(explanations); }, () => {});
  }

  goToStep(step: number): void {
    this.moved = true;
    this.cursor.pause();
    this.cursor.seekStep(step);
  }

  /** Shows the moment at this virtual time. */
  goTo(time: number): void {
    this.moved = true;
    this.cursor.pause();
    this.cursor.seek(time);
  }

  /** Calls back when the moment that was asked for last is shown, if this run is still the one that is followed. */
  afterMoment(then: () => void): void {
    const { run } = this;
    void this.cursor.settled.then(() => { if (this.run === run) then(); });
  }

  /** The time of the moment that is shown, unless it is the run's end. */
  get pastMoment(): number | undefined {
    const { moment } = this.cursor;
    return moment === undefined || moment.time >= moment.end ? undefined : moment.time;
  }

  /** Plays from the beginning: for a first visit. */
  playFromStart(): void {
    this.moved = true;
    this.cursor.play();
  }

  toggleLine(line: number): void {
    this.openLine(this.open?.line === line ? undefined : line);
  }

  private openLine(line: number | undefined): void {
    const { run } = this;
    this.open = undefined;
    if (line === undefined || run === undefined) return this.events.onExpansion(undefined);
    expandLine(run, line).then((operations) => {
      if (this.run !== run) return;
      this.open = { line, operations };
      this.showExpansion();
    }, () => {});
  }

  private show(moment: Moment | undefined, before: Moment | undefined): void {
    // The end of a run that was just followed is no move.
    if (before !== undefined) this.moved = true;
    this.transport.show(moment, this.hand.active);
    this.state.show(moment, before);
    this.console().showUntil(moment === undefined || moment.time >= moment.end ? undefined : moment.output);
    if (moment === undefined) return this.events.onThreads([], '');
    this.events.onThreads(places(moment), `step ${moment.step} · ${time(moment.time)}`);
    this.showExpansion();
    this.showScheduler();
    if (!this.moved) return;
    this.told = moment.time;
    this.events.onCursor(moment.time);
  }

  private showExpansion(): void {
    const moment = this.cursor.moment;
    if (this.open === undefined || moment === undefined) return;
    this.events.onExpansion({ ...this.open, threads: standing(this.open.operations, this.open.line, moment) });
  }

  private showScheduler(): void {
    const state = this.hand.state;
    if (state === undefined) return this.scheduler.show(undefined);
    const { moves, choices } = state.hand;
    const moment = this.cursor.moment;
    const shown = moment === undefined || moment.time >= moment.end ? moves.length : movesBy(moves, moment.time);
    const ended = state.status !== 'running' && state.status !== 'input';
    this.scheduler.show({ choices, moves: moves.length, later: moves.length - shown, ended, parameters: this.parameters });
  }

  private async takeOver(): Promise<void> {
    const { run } = this;
    const moment = this.cursor.moment;
    if (run === undefined || moment === undefined) return;
    this.cursor.pause();
    const schedule = await takeOver(run, moment.time);
    if (this.run === run) this.events.onTakeOver(schedule);
  }

  private key(key: TransportKey): boolean {
    if (key.kind === 'thread') return this.scheduler.visible && this.scheduler.press(key.place);
    if (key.kind === 'undo') {
      if (!this.hand.active) return false;
      this.hand.undo();
      return true;
    }
    if (this.cursor.moment === undefined) return false;
    if (key.kind === 'unit') this.transport.chooseUnit(key.unit);
    else if (key.kind === 'play') this.cursor.toggle();
    else if (key.kind === 'jump' || key.kind === 'jumpBack') this.transport.jump(key.kind === 'jump' ? 'forward' : 'back');
    else {
      this.cursor.pause();
      if (key.kind === 'beginning') this.cursor.seek(0);
      else if (key.kind === 'end') this.cursor.seek(Number.MAX_SAFE_INTEGER);
      else this.cursor.step(key.kind);
    }
    return true;
  }
}

/** Where the threads are, for the marks in the program. */
export function places(moment: Moment): ThreadPlace[] {
  return moment.world.threads.filter(({ state }) => state !== 'done').map((thread) =>
    ({ id: thread.id, name: threadName(thread.id), state: stateWord(stateOf(thread, moment)).word, line: thread.line, color: threadColor(thread.id) }));
}

/** Which threads stand before which operation of an open line: the first one that they still have to do. */
export function standing(operations: readonly LineOperation[], line: number, moment: Moment): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { id, at } of moment.threads) {
    if (at === null || moment.world.threads.find((thread) => thread.id === id)?.line !== line) continue;
    const place = operations.findIndex(({ offset }) => offset >= at);
    if (place >= 0) found.set(place, [...(found.get(place) ?? []), id]);
  }
  return found;
}
