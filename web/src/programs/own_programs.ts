/** The learner's own programs in the page: opening, making, renaming, deleting and taking them home. */
import { plainLink } from '../share/link.js';
import { OwnPanel } from './own_panel.js';
import { ProgramMenu } from './program_menu.js';
import type { OwnProgram, ProgramStore } from './store.js';
import { Templates } from './templates.js';
import type { Workbench } from './workbench.js';

export interface OwnProgramsEvents {
  /** There are these now, the last changed first; `open` is the one that is shown. */
  onList(programs: readonly OwnProgram[], open: string | undefined): void;
  /** A file that stands for a link was dropped or opened. */
  onLinkFile(name: string, text: string): void;
  /** Something cannot be done, in words. */
  onProblem(message: string): void;
}

export class OwnPrograms {
  private readonly panel: OwnPanel;
  private readonly menu: ProgramMenu;
  /** The one that is shown; empty: none of them, but their list. Undefined: a lesson is shown. */
  private current: string | undefined;

  constructor(private readonly store: ProgramStore, private readonly workbench: Workbench, private readonly events: OwnProgramsEvents) {
    this.panel = new OwnPanel(Templates, {
      onRename: (id, name) => this.rename(id, name),
      onDelete: (id) => this.remove(id),
      onRestore: (program) => this.restore(program),
      onNew: ({ name, source }) => this.create(name, source),
      onDownload: () => void this.download(),
    });
    this.menu = new ProgramMenu({
      onReset: () => workbench.reset(),
      onNew: () => go('new'),
      onCopy: () => this.create(workbench.title, workbench.source),
      onFile: (name, text) => this.create(name, text.replaceAll('\r\n', '\n')),
      onDownload: () => void this.download(),
      onLinkFile: (name, text) => events.onLinkFile(name, text),
      onProblem: (message) => events.onProblem(message),
    });
  }

  /** Shows a program, or without one of this id the list. Returns the title of what can be run now. */
  open(id: string): string | undefined {
    const program = this.store.program(id);
    this.current = program?.id ?? '';
    if (program === undefined) {
      this.workbench.close();
    } else {
      this.panel.setDeleted(undefined);
      this.workbench.openOwn(program);
    }
    this.show();
    return program?.name;
  }

  /** A program that came with a link; it becomes the reader's own by a copy. */
  openShared(title: string, source: string): void {
    this.current = undefined;
    this.workbench.openShared(title, source);
    this.panel.showShared(title, () => this.create(this.workbench.title, this.workbench.source));
    this.list();
  }

  /** A lesson is shown instead. */
  leave(): void {
    this.current = undefined;
    this.list();
  }

  list(): void {
    this.events.onList(this.store.programs(), this.current);
  }

  /** Whether a lesson's program is changed. */
  showState(changed: boolean): void {
    this.menu.show(this.workbench.isOwn ? 'own' : this.workbench.isShared ? 'shared' : changed ? 'changed' : 'lesson');
  }

  private show(): void {
    this.panel.show(this.current === undefined ? undefined : this.store.program(this.current), this.store.programs());
    this.list();
  }

  private create(name: string, source: string): void {
    go(this.store.create(name, source).id);
  }

  private rename(id: string, name: string): void {
    const program = this.store.rename(id, name);
    if (program !== undefined) this.workbench.renamed(program.name);
    this.show();
  }

  private remove(id: string): void {
    this.panel.setDeleted(this.store.remove(id));
    go('new');
  }

  private restore(program: OwnProgram): void {
    this.store.restore(program);
    go(program.id);
  }

  private async download(): Promise<void> {
    const { title, source } = this.workbench;
    if (title === '') return;
    const { plainName, zipOf } = await import('./folder.js');
    const link = document.createElement('a');
    link.download = `${plainName(title)}.zip`;
    link.href = URL.createObjectURL(new Blob([zipOf(title, source)], { type: 'application/zip' }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

/** `new` is no program's id: the list is shown. */
function go(id: string): void {
  location.hash = plainLink({ program: id });
}
