/**
 * Tabs as the ARIA Authoring Practices describe them (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/): one stop in the tab
 * order, arrow keys move and choose at once, Home and End go to the ends.
 */
import { element } from '../base/dom.js';

export interface TabEntry {
  readonly id: string;
  readonly label: string;
  /** The elements that the tab shows. */
  readonly panels: readonly HTMLElement[];
}

export class Tabs {
  private entries: readonly TabEntry[] = [];
  private buttons: HTMLButtonElement[] = [];
  private chosen = 0;

  /** `onChoose` is told the index of a tab that the user chose. */
  constructor(private readonly bar: HTMLElement, label: string, private readonly onChoose: (index: number) => void) {
    bar.setAttribute('role', 'tablist');
    bar.setAttribute('aria-label', label);
    bar.addEventListener('keydown', (event) => this.key(event));
  }

  set(entries: readonly TabEntry[], chosen: number): void {
    this.entries = entries;
    this.buttons = entries.map((entry, index) => element('button', {
      type: 'button', class: 'tab', role: 'tab', id: `tab-${entry.id}`,
      'aria-controls': entry.panels.map((panel) => panel.id).join(' '),
      onclick: () => this.choose(index),
    }, entry.label));
    this.bar.replaceChildren(...this.buttons);
    this.show(chosen);
  }

  /** Shows a tab without telling `onChoose`. */
  show(index: number): void {
    this.chosen = index < this.entries.length ? index : 0;
    this.buttons.forEach((button, at) => {
      button.setAttribute('aria-selected', String(at === this.chosen));
      button.tabIndex = at === this.chosen ? 0 : -1;
    });
    for (const entry of this.entries) for (const panel of entry.panels) panel.hidden = true;
    for (const panel of this.entries[this.chosen]?.panels ?? []) panel.hidden = false;
  }

  choose(index: number): void {
    this.show(index);
    this.onChoose(this.chosen);
  }

  get current(): number {
    return this.chosen;
  }

  private key(event: KeyboardEvent): void {
    const last = this.entries.length - 1;
    const target = { ArrowRight: this.chosen < last ? this.chosen + 1 : 0, ArrowLeft: this.chosen > 0 ? this.chosen - 1 : last, Home: 0, End: last }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.choose(target);
    this.buttons[target]?.focus();
  }
}
