/**
 * What is open: a lesson's program, one of the visitor's own, or one that came with a link; and the way there from the address or from a
 * file. While a lesson's texts are on their way nothing can be run, and who chooses another one meanwhile gets that one.
 *
 *   address, file ──▶ state ──┬─▶ own program ────────────▶┐
 *                             ├─▶ program of the link ────▶├─▶ shown, ready to run
 *                             └─▶ lesson ──▶ its texts ───▶┘
 */
import { byId } from '../base/dom.js';
import type { Course } from '../course/course.js';
import type { GlossaryPage } from '../course/glossary_page.js';
import { replaceAddress } from '../embed/address.js';
import { fetchIndex, fetchLesson, findLesson, LessonError, type Lesson, type LessonDetails, type LessonEntry } from '../lesson/catalogue.js';
import type { LessonPanel } from '../lesson/lesson_panel.js';
import type { LessonPicker } from '../lesson/lesson_picker.js';
import { showProblem } from '../page/notices.js';
import type { StatusLine } from '../page/status.js';
import type { MachineChoice } from '../run/machine_choice.js';
import { plainLink, readLink } from '../share/link.js';
import { readFile } from '../share/link_file.js';
import { isOfRun, type SharedRun } from '../share/shared_run.js';
import { LinkError, type SharedState } from '../share/shared_state.js';
import { sharedText } from '../share/shared_text.js';
import type { OwnPrograms } from './own_programs.js';
import type { Workbench } from './workbench.js';

export interface OpeningParts {
  readonly workbench: Workbench;
  readonly own: OwnPrograms;
  readonly panel: LessonPanel;
  readonly picker: LessonPicker;
  readonly course: Course;
  readonly glossary: GlossaryPage;
  readonly choice: MachineChoice;
  readonly sharedRun: SharedRun;
  readonly status: StatusLine;
}

export interface OpeningEvents {
  /** What was open is not any more: no run of it goes on. */
  onLeave(): void;
  /** Another program is there and could run: everything that was shown of the one before goes. */
  onProgram(title: string, details: Pick<LessonDetails, 'machines' | 'repeat'>): void;
  /** The program's text is to be seen, or the lesson. */
  onReveal(panel: 'code' | 'lesson'): void;
  /** The program in a frame runs at once, if its page said so. False: it does not. */
  runForFrame(): boolean;
  /** A lesson for the lab is shown, and nothing of it is asked for: a first visitor may be shown a run. */
  onPlainLesson(): void;
}

export class Opening {
  private index: readonly LessonEntry[] = [];
  /** The lesson of the address; `lesson` once its texts are here, undefined before. */
  private chosen: LessonEntry | undefined;
  private current: Lesson | undefined;
  /** What the address, or a file, asked for. */
  private wanted: SharedState = {};
  private isReady = false;

  /** `able.wasm`: programs can run at all. `framed`: in a frame of another page. */
  constructor(private readonly parts: OpeningParts, private readonly lessons: URL, private readonly able: { readonly wasm: boolean; readonly framed: boolean }, private readonly events: OpeningEvents) {}

  get lesson(): Lesson | undefined {
    return this.current;
  }

  /** A program is there and could run. */
  get ready(): boolean {
    return this.isReady;
  }

  /** Fetches the list of lessons, and opens what the address names, now and whenever it changes. */
  async load(): Promise<void> {
    const { panel, course, picker, own } = this.parts;
    try {
      this.index = await fetchIndex(this.lessons);
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      panel.showFailure(error.message);
      this.parts.status.show('bad', 'The lessons did not arrive');
      return;
    }
    panel.setIndex(this.index);
    course.mark();
    picker.setIndex(this.index);
    own.list();
    const follow = (): void => this.openState(readAddress(), true);
    follow();
    window.addEventListener('hashchange', follow);
  }

  openLinkFile(name: string, text: string): void {
    showProblem(undefined);
    try {
      this.openState(readFile(text), false);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      showProblem(`“${name}” cannot be opened.`, error.message);
    }
  }

  /** `fromAddress`: what it names may be there already, and a name that leads nowhere is corrected. */
  private openState(state: SharedState, fromAddress: boolean): void {
    // A page around a frame has no business with the reader's own programs.
    if (state.program !== undefined && !this.able.framed) return this.openOwn(state.program);
    this.wanted = state;
    if (state.lesson === undefined && state.source !== undefined) return this.showShared(state);
    const named = findLesson(this.index, state.lesson);
    const entry = named ?? this.index[0];
    const same = entry === this.chosen && this.current !== undefined;
    if (same && sharedText(state, this.current) !== undefined) return this.showLesson(this.current as Lesson);
    if (entry === undefined || (entry === this.chosen && fromAddress)) return this.parts.choice.apply(state);
    if (fromAddress && named === undefined) {
      if (state.lesson !== undefined) showProblem(`There is no lesson “${state.lesson}” here.`, 'This is the first one.');
      this.wanted = {};
      replaceAddress(plainLink({ lesson: entry.name }));
    }
    void this.open(entry);
  }

  private async open(entry: LessonEntry): Promise<void> {
    const { panel, picker, status } = this.parts;
    this.close();
    this.chosen = entry;
    panel.setLoading(entry);
    picker.show(entry);
    document.title = `${entry.title} · Interleave`;
    try {
      const lesson = await fetchLesson(entry, this.lessons);
      if (this.chosen === entry) this.showLesson(lesson);
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      if (this.chosen !== entry) return;
      this.chosen = undefined; // choosing it again asks the server again
      panel.showFailure(error.message);
      status.show('bad', 'The lesson did not arrive');
    }
  }

  private showLesson(lesson: Lesson): void {
    const { panel, course, glossary, workbench, own, choice, sharedRun } = this.parts;
    const { wanted } = this;
    this.current = lesson;
    panel.show(lesson, course.show(lesson));
    glossary.link(byId('prose'));
    workbench.openLesson(lesson, sharedText(wanted, lesson));
    own.leave();
    this.showProgram(lesson.entry.title, lesson.details);
    choice.apply(wanted);
    if (this.able.wasm && sharedRun.take(wanted, workbench.isReadyMade)) return;
    if (this.events.runForFrame()) return;
    if (this.able.framed || isOfRun(wanted) || wanted.machine !== undefined || !this.able.wasm || !lesson.details.machines.includes('lab')) return;
    this.events.onPlainLesson();
  }

  /** A program from a link that is no lesson's. */
  private showShared(state: SharedState): void {
    const { own, choice, sharedRun } = this.parts;
    this.leaveProgram();
    const title = state.name ?? 'Program';
    own.openShared(title, state.source ?? '');
    document.title = `${title} · Interleave`;
    this.showProgram(title, { machines: ['real', 'lab'] });
    choice.apply(state);
    sharedRun.take(state, false);
    this.events.onReveal('code');
    this.events.runForFrame();
  }

  private openOwn(id: string): void {
    this.leaveProgram();
    const title = this.parts.own.open(id);
    document.title = `${title ?? 'Your programs'} · Interleave`;
    if (title !== undefined) this.showProgram(title, { machines: ['real', 'lab'] });
    this.events.onReveal(title === undefined ? 'lesson' : 'code');
  }

  /** What is common to a lesson's program and an own one, once it is there. */
  private showProgram(title: string, details: Pick<LessonDetails, 'machines' | 'repeat'>): void {
    this.isReady = true;
    byId('embed-title').textContent = title;
    byId('open-in-tab', HTMLAnchorElement).href = `./${location.hash}`;
    this.events.onProgram(title, details);
  }

  /** Nothing is open until the next thing is. */
  private close(): void {
    this.events.onLeave();
    this.chosen = undefined;
    this.current = undefined;
    this.isReady = false;
  }

  /** The same, and no lesson is on its way either. */
  private leaveProgram(): void {
    this.close();
    this.parts.course.show(undefined);
  }
}

/** What the address says, or nothing and a note about what is wrong with it. */
function readAddress(): SharedState {
  showProblem(undefined);
  try {
    return readLink(location.hash);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    showProblem('The link cannot be opened.', error.message);
    return {};
  }
}
