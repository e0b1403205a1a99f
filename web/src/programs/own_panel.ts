/** The left column while a program of the learner's own is open: its name, what can be done with it, and the others. */
import { byId, element } from '../base/dom.js';
import { plainLink } from '../share/link.js';
import type { OwnProgram } from './store.js';
import type { Template } from './templates.js';

export interface OwnPanelEvents {
  onRename(id: string, name: string): void;
  onDelete(id: string): void;
  onRestore(program: OwnProgram): void;
  onNew(template: Template): void;
  onDownload(): void;
}

export class OwnPanel {
  private readonly prose = byId('prose');
  /** The last one that was deleted, while it can come back. */
  private deleted: OwnProgram | undefined;

  constructor(private readonly templates: readonly Template[], private readonly events: OwnPanelEvents) {}

  /** `open`: undefined when none is, because there is none or it was deleted. */
  show(open: OwnProgram | undefined, all: readonly OwnProgram[]): void {
    byId('lesson-position').textContent = 'Your programs';
    this.prose.replaceChildren(
      ...(this.deleted === undefined ? [] : [this.deletedNotice(this.deleted)]),
      ...(open === undefined ? [element('h3', {}, 'Your programs')] : this.opened(open)),
      this.list(open, all), this.beginnings());
    this.prose.removeAttribute('aria-busy');
    this.prose.closest('.scroll')?.scrollTo(0, 0);
  }

  /** A program that came with a link. */
  showShared(title: string, onKeep: () => void): void {
    byId('lesson-position').textContent = 'From a link';
    this.prose.replaceChildren(
      element('h3', {}, title),
      element('p', { class: 'lesson-summary' }, 'This program came with a link. Somebody else wrote it: read it, then press Run. It can use nothing but its own memory and the console.'),
      element('p', { class: 'own-actions' }, element('button', { type: 'button', class: 'button', onclick: onKeep }, 'Copy to your programs')),
      element('p', { class: 'muted' }, 'Without a copy, what you change is gone when you leave.'));
    this.prose.removeAttribute('aria-busy');
    this.prose.closest('.scroll')?.scrollTo(0, 0);
  }

  /** Offers to bring it back the next time that the panel is shown, until another one is opened. */
  setDeleted(program: OwnProgram | undefined): void {
    this.deleted = program;
  }

  private opened(program: OwnProgram): HTMLElement[] {
    const field = element('input', { id: 'program-name', type: 'text', value: program.name, maxlength: 60, spellcheck: 'false' });
    const rename = (): void => this.events.onRename(program.id, field.value);
    field.addEventListener('change', rename);
    return [
      element('h3', {}, program.name),
      element('p', { class: 'lesson-summary' }, 'A program of your own. It is saved in this browser while you type.'),
      element('form', { class: 'own-form', onsubmit: (event) => {
        event.preventDefault();
        rename();
      } },
        element('label', { for: 'program-name' }, 'Name'), field),
      element('p', { class: 'own-actions' },
        element('button', { type: 'button', class: 'button', onclick: () => this.events.onDownload() }, 'Download folder'),
        element('button', { type: 'button', class: 'button', onclick: () => this.events.onDelete(program.id) }, 'Delete')),
    ];
  }

  private list(open: OwnProgram | undefined, all: readonly OwnProgram[]): HTMLElement {
    if (all.length === 0) return element('p', {}, 'There is none yet. Begin with one of these:');
    return element('section', { 'aria-label': 'Your programs' },
      ...(open === undefined ? [] : [element('h4', {}, 'Your programs')]),
      element('ul', { class: 'own-list' }, ...all.map((program) => element('li', {},
        element('a', { href: plainLink({ program: program.id }), 'aria-current': program.id === open?.id ? 'page' : undefined }, program.name),
        element('span', { class: 'muted' }, new Date(program.changed).toLocaleDateString())))));
  }

  private beginnings(): HTMLElement {
    return element('section', { class: 'try', 'aria-label': 'New program' },
      element('h4', {}, 'New program'),
      element('p', {}, 'Begin with a template, or drop a .cpp file anywhere on the page. A lesson’s program becomes yours by “Copy to your programs” in the menu above it.'),
      element('p', { class: 'own-actions' }, ...this.templates.map((template) =>
        element('button', { type: 'button', class: 'button', onclick: () => this.events.onNew(template) }, template.name))));
  }

  private deletedNotice(program: OwnProgram): HTMLElement {
    return element('p', { class: 'own-deleted', role: 'status' }, `“${program.name}” was deleted. `,
      element('button', { type: 'button', class: 'link-button', onclick: () => this.events.onRestore(program) }, 'Undo'));
  }
}
