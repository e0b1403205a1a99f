/** The menu above the program, and the button beside it that brings a changed lesson back. */
import { byId, element } from '../base/dom.js';
import { isLinkFile } from '../share/link_file.js';

export interface ProgramMenuEvents {
  onReset(): void;
  onNew(): void;
  onCopy(): void;
  onFile(name: string, text: string): void;
  onDownload(): void;
  /** A file that stands for a link (share/link_file.ts). */
  onLinkFile(name: string, text: string): void;
  /** A file that cannot be taken, in words. */
  onProblem(message: string): void;
}

/** Bytes; a program of a person is far below, and a link's file holds one. */
const LargestFile = 1024 * 1024;
const ProgramFile = /\.(?:cpp|cc|cxx|c\+\+|hpp|h|txt)$/i;

/** “my program.cpp” → “my program” */
export function nameOfFile(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
}

export class ProgramMenu {
  private readonly menu = byId('program-menu', HTMLDetailsElement);
  private readonly reset = byId('program-reset', HTMLButtonElement);
  private readonly note = byId('program-note');
  private readonly picker = element('input', { type: 'file', accept: '.cpp,.cc,.cxx,.hpp,.h,.txt,.json,text/plain', hidden: true, 'aria-label': 'Open a program file', tabindex: -1 });

  constructor(private readonly events: ProgramMenuEvents) {
    const item = (label: string, act: () => void): HTMLElement => element('button', {
      type: 'button',
      onclick: () => {
        this.close();
        act();
      },
    }, label);
    this.menu.querySelector('.menu-items')?.append(
      item('New program…', () => events.onNew()),
      item('Copy to your programs', () => events.onCopy()),
      item('Open a file…', () => this.picker.click()),
      item('Download as a folder', () => events.onDownload()));
    document.body.append(this.picker);
    this.picker.addEventListener('change', () => {
      void this.take(this.picker.files?.[0]);
      this.picker.value = '';
    });
    this.reset.addEventListener('click', () => events.onReset());
    this.closeFromOutside();
    this.acceptDrops();
  }

  /** What is open: a lesson as it came or changed, an own program, or what came with a link. */
  show(state: 'lesson' | 'changed' | 'own' | 'shared'): void {
    this.reset.hidden = state !== 'changed';
    this.note.textContent = { lesson: '', changed: 'changed', own: 'saved', shared: 'from a link' }[state];
    this.note.title = {
      lesson: '',
      changed: 'Your changes are saved in this browser. Run compiles them.',
      own: 'Saved in this browser while you type. Run compiles it.',
      shared: 'This text came with a link. It is not saved, and your own version of the lesson is as you left it.',
    }[state];
  }

  private close(): void {
    this.menu.open = false;
  }

  private closeFromOutside(): void {
    document.addEventListener('pointerdown', (event) => {
      if (this.menu.open && event.target instanceof Node && !this.menu.contains(event.target)) this.close();
    });
    this.menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.menu.open) return;
      event.preventDefault();
      this.close();
      this.menu.querySelector('summary')?.focus();
    });
  }

  private acceptDrops(): void {
    const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    document.addEventListener('dragover', (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      document.body.dataset['dropping'] = '';
    });
    document.addEventListener('dragleave', (event) => {
      if (event.relatedTarget === null) delete document.body.dataset['dropping'];
    });
    document.addEventListener('drop', (event) => {
      delete document.body.dataset['dropping'];
      if (!hasFile(event)) return;
      event.preventDefault();
      void this.take(event.dataTransfer?.files[0]);
    }, { capture: true });
  }

  private async take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const isLink = isLinkFile(file.name);
    if (!isLink && !ProgramFile.test(file.name)) return this.events.onProblem(`“${file.name}” is not a C++ file: its name should end in .cpp, or in .interleave.json if it was shared.`);
    if (file.size > LargestFile) return this.events.onProblem(`“${file.name}” is larger than a megabyte, which no single program is.`);
    try {
      const text = await file.text();
      if (isLink) this.events.onLinkFile(file.name, text);
      else this.events.onFile(nameOfFile(file.name), text);
    } catch {
      this.events.onProblem(`“${file.name}” cannot be read.`);
    }
  }
}
