/**
 * The console: the program's output line by line, the field for its input, and how it ended. New output is put on screen in
 * the next frame, so that a flood costs one update, not one for each piece; and an update that took long is followed by a
 * pause four times as long, so that a flood never takes more than a fifth of the page's time and Stop answers at once.
 */
import { element } from '../base/dom.js';
import { count } from '../base/format.js';
import { withLineLinks, type Told } from './outcome_text.js';
import { Transcript, type LineKind } from './transcript.js';

export interface ConsoleEvents {
  /** A line that the user typed, without its end. */
  onInput(text: string): void;
  onEndOfInput(): void;
  onLine(line: number): void;
}

/** Shown beside each line by style/results.css, so that the kinds differ by words and not by colour alone. */
const Tags: Readonly<Record<LineKind, string>> = { out: '', err: 'stderr', in: 'you', note: 'lab' };

export class ConsoleView {
  readonly panel: HTMLElement;
  private readonly transcript = new Transcript();
  private ended = '';
  private readonly omitted = element('p', { class: 'empty', hidden: true });
  private readonly empty = element('p', { class: 'empty' });
  private readonly lines = element('div', { role: 'log', 'aria-label': 'Output of the program' });
  /** Told while a moment of the past is shown. */
  private readonly later = element('p', { class: 'empty later', hidden: true });
  private readonly ending = element('div');
  private readonly explained = element('div', { class: 'explained' });
  private readonly scroller: HTMLElement;
  private readonly field = element('input', { id: 'console-input', type: 'text', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off' });
  private readonly inputBar: HTMLFormElement;
  private frame = 0;
  private pauseUntil = 0;
  /** The end was in view before the update, so it shall be after it. */
  private stuckToEnd = true;
  /** Only what the program had written by then is shown: so many bytes. Undefined: everything. */
  private until: number | undefined;
  /** To be shown with the next update, so that it never stands there before the output it follows. */
  private newEnding: readonly Node[] | undefined;
  /** Scroll to the end with the next update, wherever the user has scrolled: an ending was added. */
  private toEnd = false;

  constructor(private readonly events: ConsoleEvents) {
    this.scroller = element('div', { class: 'transcript', tabindex: 0, role: 'region', 'aria-label': 'Console' },
      this.omitted, this.empty, this.lines, this.later, this.ending, this.explained);
    this.inputBar = element('form', { class: 'input-bar', hidden: true, onsubmit: (event) => this.submit(event) },
      element('label', { for: 'console-input' }, 'Input'), this.field,
      element('button', { type: 'submit', class: 'button' }, 'Send'),
      element('button', { type: 'button', class: 'button', title: 'Tell the program that no more input comes (Ctrl D)', onclick: () => this.endInput() }, 'End input'));
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'd' || !event.ctrlKey) return;
      event.preventDefault();
      this.endInput();
    });
    this.panel = element('div', { class: 'result-view', id: 'console-view', role: 'tabpanel', 'aria-label': 'Console' }, this.scroller, this.inputBar);
    this.clear();
  }

  clear(): void {
    this.transcript.clear();
    this.lines.replaceChildren();
    this.explained.replaceChildren();
    this.until = undefined;
    this.newEnding = [];
    this.ended = '';
    this.empty.textContent = 'What the program writes appears here.';
    this.schedule();
  }

  /** Like clear, for a run that begins. */
  begin(): void {
    this.clear();
    this.empty.textContent = 'Nothing written yet.';
  }

  write(kind: LineKind, bytes: Uint8Array): void {
    this.transcript.write(kind, bytes);
    this.schedule();
  }

  /** A moment of the past is shown, by which the program had written so many bytes; undefined: the present. */
  showUntil(bytes: number | undefined): void {
    if (this.until === bytes) return;
    this.until = bytes;
    this.schedule();
  }

  /** How the run ended, in sentences; '' while there is no end. */
  get endingText(): string {
    return this.ended;
  }

  /** What the program wrote, as far as it is kept. */
  get outputLines(): readonly string[] {
    return this.transcript.lines.filter(({ kind }) => kind === 'out' || kind === 'err').map(({ text }) => text);
  }

  /** What went wrong and why, below how the run ended. */
  showExplanations(cards: readonly HTMLElement[]): void {
    this.explained.replaceChildren(...cards);
    if (cards.length > 0) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Shows or hides the field for input. It takes the focus when nothing else of importance has it. */
  askForInput(asks: boolean): void {
    const hidden = !asks;
    if (this.inputBar.hidden === hidden) return;
    const hadFocus = this.inputBar.contains(document.activeElement);
    this.inputBar.hidden = hidden;
    const active = document.activeElement;
    if (asks && (active === null || active === document.body || active.id === 'run')) this.field.focus();
    if (hidden && hadFocus) this.scroller.focus({ preventScroll: true });
  }

  /** How the run ended, or that it cannot end. Undefined takes it away. */
  showEnding(told: Told | undefined, detail = ''): void {
    this.newEnding = told === undefined ? [] : [this.card(told, detail)];
    this.ended = told === undefined ? '' : [`${told.title}.`, ...told.sentences, ...told.items].join(' ');
    this.toEnd = told !== undefined;
    this.pauseUntil = 0;
    if (told === undefined) return this.schedule();
    // At once: who sees that the run has ended sees all that it wrote.
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.flush();
  }

  private card(told: Told, detail: string): HTMLElement {
    const head = element('p', {}, element('strong', {}, told.title), detail === '' ? '' : element('span', { class: 'muted' }, `  ·  ${detail}`));
    return element('div', { class: 'outcome', 'data-tone': told.tone },
      head, ...told.sentences.map((sentence) => element('p', {}, ...this.linked(sentence))),
      told.items.length === 0 ? undefined : element('ul', {}, ...told.items.map((item) => element('li', {}, ...this.linked(item)))));
  }

  private linked(sentence: string): (Node | string)[] {
    return withLineLinks(sentence).map(({ text, line }) => (line === undefined ? text
      : element('button', { type: 'button', class: 'link-button', onclick: () => this.events.onLine(line) }, text)));
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const text = this.field.value;
    this.field.value = '';
    this.write('in', new TextEncoder().encode(`${text}\n`));
    this.events.onInput(text);
  }

  private endInput(): void {
    this.askForInput(false);
    this.events.onEndOfInput();
  }

  private schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame((now) => {
      this.frame = 0;
      if (now < this.pauseUntil) this.schedule();
      else this.flush();
    });
  }

  private flush(): void {
    const begin = performance.now();
    this.update();
    // The browser's layout is part of the price: reading a height does it here instead of after the measurement.
    if (this.stuckToEnd || this.toEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
    this.toEnd = false;
    const end = performance.now();
    this.pauseUntil = end + 4 * (end - begin);
  }

  private update(): void {
    const { lines, omitted } = this.transcript;
    this.stuckToEnd = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 24;

    while (this.lines.firstElementChild !== null && numberOf(this.lines.firstElementChild) < omitted) this.lines.firstElementChild.remove();
    const last = this.lines.lastElementChild;
    const shown = last === null ? omitted - 1 : numberOf(last);
    const lastLine = lines[shown - omitted];
    if (last !== null && lastLine !== undefined && last.textContent !== lastLine.text) last.textContent = lastLine.text;
    this.lines.append(...lines.slice(Math.max(0, shown + 1 - omitted)).map((line) =>
      element('div', { class: `line ${line.kind}`, 'data-tag': Tags[line.kind], 'data-number': line.number, 'data-start': line.start }, line.text)));
    this.hideLater();

    if (this.newEnding !== undefined) this.ending.replaceChildren(...this.newEnding);
    this.newEnding = undefined;
    this.empty.hidden = lines.length > 0 || this.ending.childElementCount > 0;
    this.omitted.hidden = omitted === 0;
    this.omitted.textContent = omitted === 0 ? ''
      : `${count(omitted, 'earlier line is', 'earlier lines are')} left out: the console keeps the last ${count(lines.length, 'line')}.`;
  }

  /** Lines of a later time stay in the document, hidden: the cursor may come back to them. */
  private hideLater(): void {
    let count = 0;
    for (const line of this.lines.children) {
      const late = this.until !== undefined && Number(line.getAttribute('data-start')) >= this.until;
      line.toggleAttribute('hidden', late);
      if (late) count++;
    }
    this.later.hidden = count === 0;
    this.later.textContent = count === 0 ? '' : `At this moment not written yet: ${count} ${count === 1 ? 'line' : 'lines'}.`;
  }
}

function numberOf(line: Element): number {
  return Number(line.getAttribute('data-number'));
}
