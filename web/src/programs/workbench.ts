/**
 * What is being worked on: a lesson's program, perhaps changed, or one of the learner's own. Keeps the text as it is typed,
 * gives runs the right program (the ready-made one while a lesson's text is as it came) and has it checked while it is
 * written, once the compiler is warm.
 */
import type { Finding } from '../compile/builder.js';
import type { Compiler } from '../compile/compiler.js';
import { EditedProgram, type EditedProgramEvents } from '../compile/edited_program.js';
import type { Optimize } from '../compile/toolchain.js';
import type { Lesson } from '../lesson/catalogue.js';
import { changeTo, type Parameter, type ParameterValue } from '../lesson/parameters.js';
import { FetchedProgram, type ProgramSource } from '../run/program_source.js';
import type { OwnProgram, ProgramStore } from './store.js';

/** The program's panel, as far as it is needed here. */
export interface TextPanel {
  setTexts(cpp: string, python: string, name: string): void;
  replaceText(text: string): void;
  replaceRange(from: number, to: number, text: string): void;
  setFindings(findings: readonly Finding[]): void;
}

interface Work {
  /** Differs between all lessons and programs. */
  readonly name: string;
  readonly title: string;
  readonly python: string;
  readonly optimize: Optimize;
  /** Of a lesson: its text as it came, and the program made of it. */
  readonly lesson?: { readonly id: string; readonly source: string; readonly program: FetchedProgram };
  /** Of an own program. */
  readonly id?: string;
  /** Came with a link: what is typed is kept only in a copy. */
  readonly shared?: true;
}

export interface WorkbenchEvents extends EditedProgramEvents {
  /** The text is another one; whether it differs from the lesson's (never for own programs). */
  onChanged(changed: boolean, source: string): void;
}

/** Milliseconds without typing before the text is checked. */
const CheckDelay = 200;

export class Workbench {
  private work: Work | undefined;
  private text = '';
  private panel: TextPanel | undefined;
  private checkTimer: ReturnType<typeof setTimeout> | undefined;
  /** A text is being checked; there is never more than one in the compiler's queue. */
  private checking = false;

  constructor(
    private readonly store: ProgramStore,
    private readonly compiler: Compiler,
    private readonly events: WorkbenchEvents,
  ) {}

  get title(): string {
    return this.work?.title ?? '';
  }

  get source(): string {
    return this.text;
  }

  /** The panel comes later than the first lesson. */
  attach(panel: TextPanel): void {
    this.panel = panel;
    if (this.work !== undefined) panel.setTexts(this.text, this.work.python, this.work.name);
  }

  /** `shared`: a text from a link in place of the reader's own, which stays as it is. */
  openLesson({ entry, source, python, base, details }: Lesson, shared?: string): void {
    const lesson = { id: entry.id, source, program: new FetchedProgram(base) };
    const own = this.store.edit(entry.id) ?? source;
    const work = { name: `lesson ${entry.id}`, title: entry.title, python, optimize: details.optimize, lesson };
    if (shared === undefined || shared === own) this.open(work, own);
    else this.open({ ...work, name: `shared ${entry.id}`, shared: true }, shared);
  }

  /** A program that came with a link and is no lesson's. */
  openShared(title: string, source: string): void {
    this.open({ name: `shared ${title}`, title, python: '', optimize: '-O0', shared: true }, source);
  }

  openOwn(program: OwnProgram): void {
    this.open({ name: `program ${program.id}`, title: program.name, python: '', optimize: '-O0', id: program.id }, program.source);
  }

  /** Nothing is open. */
  close(): void {
    clearTimeout(this.checkTimer);
    this.work = undefined;
    this.text = '';
    this.panel?.setTexts('', '', '');
    this.events.onChanged(false, '');
  }

  /** The own program that is open is called otherwise now. */
  renamed(title: string): void {
    if (this.work?.id !== undefined) this.work = { ...this.work, title };
  }

  get isShared(): boolean {
    return this.work?.shared === true;
  }

  get isOwn(): boolean {
    return this.work?.id !== undefined;
  }

  /** The learner typed. */
  edited(text: string): void {
    const { work } = this;
    if (work === undefined || text === this.text) return;
    this.text = text;
    if (work.id !== undefined) this.store.saveSource(work.id, text);
    if (work.lesson !== undefined && work.shared === undefined) this.store.saveEdit(work.lesson.id, text === work.lesson.source ? undefined : text);
    this.events.onChanged(this.isChanged, this.text);
    if (!this.isReadyMade && this.compiler.state === 'absent' && this.compiler.loadedBefore) this.compiler.load().catch(() => {}); // told when a run needs it
    this.checkSoon();
  }

  /** The lesson's own text again; Undo brings the learner's back. */
  reset(): void {
    const source = this.work?.lesson?.source;
    if (source !== undefined) this.panel?.replaceText(source);
  }

  /** Writes a parameter's value into the program. */
  setParameter(parameter: Parameter, value: ParameterValue): void {
    const change = changeTo(this.text, parameter, value);
    if (change !== undefined) this.panel?.replaceRange(change.from, change.to, change.text);
  }

  /** Something better than nothing is at hand: the program can be fetched before it is wanted. */
  get isReadyMade(): boolean {
    return this.work?.lesson !== undefined && !this.isChanged;
  }

  /** The program as it is when a run begins. */
  readonly program: ProgramSource = {
    real: () => this.current().real(),
    debug: () => this.current().debug(),
    cancel: () => this.current().cancel(),
  };

  private get isChanged(): boolean {
    return this.work?.lesson !== undefined && this.text !== this.work.lesson.source;
  }

  private current(): ProgramSource {
    const { work } = this;
    if (work === undefined) throw new Error('internal bug: there is no program');
    if (work.lesson !== undefined && !this.isChanged) return work.lesson.program;
    const { text } = this;
    return new EditedProgram(this.compiler, text, work.optimize, {
      onBegin: () => this.events.onBegin(),
      onFindings: (findings) => {
        this.events.onFindings(findings);
        if (this.text === text) this.panel?.setFindings(findings);
      },
    });
  }

  private open(work: Work, text: string): void {
    clearTimeout(this.checkTimer);
    this.work = work;
    this.text = text;
    this.panel?.setTexts(text, work.python, work.name);
    this.events.onChanged(this.isChanged, this.text);
  }

  private checkSoon(): void {
    clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(() => void this.check(), CheckDelay);
  }

  private async check(): Promise<void> {
    if (this.compiler.state !== 'warm') return;
    if (this.checking) return this.checkSoon();
    if (this.isReadyMade) return this.panel?.setFindings([]);
    const { text, work } = this;
    this.checking = true;
    try {
      const findings = await this.compiler.check(text);
      if (this.text === text && this.work === work) this.panel?.setFindings(findings);
    } catch {
      // Cancelled, or the compiler failed: the next run tells.
    } finally {
      this.checking = false;
    }
  }
}
