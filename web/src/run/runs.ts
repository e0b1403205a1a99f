/**
 * Runs on the page: on real workers, on the lab, many times, or by hand; who is told of them, and what Run, Stop and “Run many times” do.
 * A run by hand and any other exclude each other: the one that begins ends the other.
 */
import type { Course } from '../course/course.js';
import type { Embedded } from '../embed/embedded.js';
import type { Lesson } from '../lesson/catalogue.js';
import { changedParameters } from '../lesson/parameters.js';
import { smallProgram } from '../lesson/small.js';
import type { LabTime } from '../moment/lab_time.js';
import { mayMove } from '../page/first_visit.js';
import type { Layout } from '../page/layout.js';
import type { StatusLine } from '../page/status.js';
import type { CompareView } from '../compare/compare_view.js';
import type { Workbench } from '../programs/workbench.js';
import type { SharedRun } from '../share/shared_run.js';
import { HandControl } from './hand_control.js';
import { HandPage } from './hand_page.js';
import type { MachineChoice } from './machine_choice.js';
import type { ResultsPanel } from './results_panel.js';
import type { RunButton } from './run_button.js';
import { RunControl } from './run_control.js';
import { RunRecord } from './run_record.js';
import type { Timeline } from './timeline.js';

/** What is made after the runs is asked for when it is needed. */
export interface RunsSurroundings {
  readonly layout: Layout;
  readonly status: StatusLine;
  readonly timeline: Timeline;
  readonly choice: MachineChoice;
  readonly course: Course;
  readonly compare: CompareView;
  readonly runButton: RunButton;
  readonly repeatButton: HTMLButtonElement;
  readonly engineUrl: string;
  labTime(): LabTime;
  results(): ResultsPanel;
  workbench(): Workbench;
  sharedRun(): SharedRun;
  embedded(): Embedded | undefined;
  lesson(): Lesson | undefined;
  /** A program is there and could run. */
  ready(): boolean;
  /** Whether real workers can run programs. */
  canRun(): boolean;
}

export class Runs {
  readonly record: RunRecord;
  readonly hand: HandControl;
  readonly control: RunControl;
  /** The run that goes on is the one for a first visitor: it is played when it has ended. */
  private showing = false;
  private page: HandPage | undefined;

  constructor(private readonly around: RunsSurroundings) {
    const { layout, timeline, choice, course, compare } = around;
    this.record = new RunRecord({
      layout, timeline, choice, course, compare,
      results: () => around.results(),
      changes: () => {
        const lesson = around.lesson();
        return lesson === undefined ? '' : changedParameters(around.workbench().source, lesson.source, lesson.details.parameters);
      },
    });
    this.hand = this.makeHand();
    this.control = this.makeControl();
    around.repeatButton.addEventListener('click', () => {
      const what = around.lesson()?.details.repeat;
      if (what !== undefined) void this.control.startRepeat(what);
    });
  }

  get byHand(): HandPage {
    this.page ??= this.makePage();
    return this.page;
  }

  /** Runs when it can, otherwise says in the status line why not. */
  run(): void {
    const { choice } = this.around;
    if (!this.around.ready() || this.around.sharedRun().begin()) return;
    if (choice.machine === 'hand') void this.byHand.start('', false);
    else if (choice.machine === 'lab') void this.control.startLab(choice.settings);
    else if (choice.machine === 'real' && this.around.canRun()) void this.control.start();
  }

  startLab(): void {
    this.around.choice.choose('lab');
    void this.control.startLab(this.around.choice.settings);
  }

  /** The same, and it is played from its beginning when it has ended. */
  showOnLab(): void {
    this.showing = true;
    this.startLab();
  }

  /** No past to move in: another lesson is shown, or another run begins. */
  forgetPast(): void {
    this.record.lab = undefined;
    this.byHand.leave();
    this.around.labTime().follow(undefined);
  }

  private makeHand(): HandControl {
    const { around, record } = this;
    return new HandControl({
      onBegin: (run) => {
        record.begin(this.byHand.title, 1);
        around.labTime().follow(run);
      },
      onOutput: (fd, bytes) => record.write(fd, bytes),
      onRecording: (chunk) => around.timeline.append(chunk),
      onState: (state) => {
        around.timeline.showFrom(state.hand.moves[0]?.time ?? 0, state.time);
        around.labTime().handMoved();
        this.byHand.show(state);
        around.results().recordingChanged();
        around.sharedRun().settle(state.hash);
      },
      onEnding: (outcome) => {
        if (this.hand.byLearner) around.course.ended('hand', outcome);
        record.keepForComparison(outcome);
        around.embedded()?.finished('hand', outcome);
        this.byHand.end(outcome);
        around.labTime().explain();
      },
      onFailure: (message) => this.byHand.fail(new Error(message)),
      onInputWanted: (wanted) => record.askForInput(wanted),
    }, around.engineUrl);
  }

  private makePage(): HandPage {
    const { around } = this;
    return new HandPage(this.hand, around.labTime(), {
      address: () => {
        const lesson = around.lesson();
        return lesson === undefined || around.workbench().isShared ? {} : { lesson: lesson.entry.name };
      },
      settings: () => around.choice.settings,
      title: () => around.workbench().title,
      small: () => smallProgram(around.lesson(), around.workbench().isReadyMade),
      program: () => around.workbench().program.debug(),
      onStart: () => {
        this.control.abandon();
        this.record.lab = undefined;
        this.record.source = around.workbench().source;
        around.choice.choose('hand');
        around.embedded()?.began('hand');
      },
      onState: (tone, title, detail) => around.status.show(tone, title, detail),
      onEnding: (told, detail) => {
        around.results().console.showEnding(told, detail);
        if (told.tone === 'bad') around.results().show('console');
      },
    });
  }

  private makeControl(): RunControl {
    const { around, record } = this;
    return new RunControl({
      onBegin: (title, axis) => {
        this.forgetPast();
        record.source = around.workbench().source;
        around.embedded()?.began(axis === 'real' ? 'real' : 'lab');
        record.begin(title, axis === 'real' ? undefined : around.choice.settings.cores);
        around.results().show('console');
      },
      onOutput: (fd, bytes) => record.write(fd, bytes),
      onNote: (text) => around.results().console.write('note', new TextEncoder().encode(`${text}\n`)),
      onPast: (run) => {
        const labTime = around.labTime();
        record.lab = run;
        labTime.follow(run);
        labTime.explain();
        around.sharedRun().settle(run.hash);
        if (this.showing && mayMove()) labTime.playFromStart();
        this.showing = false;
      },
      onRecording: (chunk) => around.timeline.append(chunk),
      onState: (tone, title, detail) => around.status.show(tone, title, detail),
      onEnding: (told, detail) => {
        around.results().console.showEnding(told, detail);
        if (told?.tone === 'bad') around.results().show('console');
      },
      onInputWanted: (wanted) => record.askForInput(wanted),
      onActive: (active) => this.showActive(active),
      onRepetition: (state, what) => {
        record.repetition = state;
        around.results().histogram.show(state, what.label, what.expected);
      },
      onFinished: (outcome) => {
        const machine = record.axis === 'real' ? 'real' : 'lab';
        around.course.ended(machine, outcome);
        record.keepForComparison(outcome);
        around.results().refresh();
        around.embedded()?.finished(machine, outcome);
      },
    }, around.engineUrl);
  }

  private showActive(active: 'idle' | 'run' | 'repeat'): void {
    const { choice, runButton, repeatButton, layout } = this.around;
    const running = active !== 'idle';
    choice.setRunning(running);
    runButton.show(running);
    repeatButton.disabled = running || !this.around.canRun();
    if (active !== 'repeat') return;
    this.around.results().show('histogram');
    layout.reveal('console');
  }
}
