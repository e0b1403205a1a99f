/** The lesson chooser in the top bar: a native list, and the steps to the neighbours. */
import { byId, element } from '../base/dom.js';
import { byPart, type LessonEntry } from './catalogue.js';

export class LessonPicker {
  private readonly select = byId('lesson-picker', HTMLSelectElement);
  private readonly previous = byId('previous-lesson', HTMLButtonElement);
  private readonly next = byId('next-lesson', HTMLButtonElement);
  private readonly own = element('optgroup', { label: 'Your programs' });
  private entries: readonly LessonEntry[] = [];

  /** `chooseProgram` is told the id of an own program. */
  constructor(private readonly choose: (entry: LessonEntry) => void, private readonly chooseProgram: (id: string) => void) {
    this.select.addEventListener('change', () => this.go(this.select.selectedIndex));
    this.previous.addEventListener('click', () => this.go(this.select.selectedIndex - 1));
    this.next.addEventListener('click', () => this.go(this.select.selectedIndex + 1));
  }

  setIndex(entries: readonly LessonEntry[]): void {
    this.entries = entries;
    this.select.replaceChildren(...byPart(entries).map((part) => element('optgroup', { label: `Part ${part.part} · ${part.title}` },
      ...part.lessons.map((entry) => element('option', { value: entry.id }, `${entry.order} · ${entry.title}`)))), this.own);
    this.select.disabled = false;
  }

  /** The learner's own programs, and the way to them. `open`: the one that is shown; empty: their list. */
  setPrograms(programs: readonly { readonly id: string; readonly name: string }[], open?: string): void {
    this.own.replaceChildren(...[...programs, { id: 'new', name: 'New program…' }].map(({ id, name }) => element('option', { value: ownValue(id) }, name)));
    if (open === undefined) return;
    this.select.value = ownValue(open === '' ? 'new' : open);
    this.step(this.previous, 'Previous lesson', undefined);
    this.step(this.next, 'Next lesson', undefined);
  }

  show(entry: LessonEntry): void {
    this.select.value = entry.id;
    const at = this.entries.indexOf(entry);
    this.step(this.previous, 'Previous lesson', this.entries[at - 1]);
    this.step(this.next, 'Next lesson', this.entries[at + 1]);
  }

  private step(button: HTMLButtonElement, words: string, to: LessonEntry | undefined): void {
    button.disabled = to === undefined;
    const label = to === undefined ? words : `${words}: ${to.title}`;
    button.setAttribute('aria-label', label);
    button.title = label;
  }

  private go(index: number): void {
    const entry = this.entries[index];
    if (entry !== undefined) this.choose(entry);
    else if (index >= this.entries.length) this.chooseProgram(this.select.value.slice(ownValue('').length));
  }
}

const ownValue = (id: string): string => `program ${id}`;
