/** The dialog's second page: the playground in another page, as it will look there. */
import { element } from '../base/dom.js';
import { copyField } from '../base/download.js';
import type { Goal } from '../embed/messages.js';
import { currentState, hasRun, type Shown } from './current_state.js';
import type { SharePage } from './share_dialog.js';
import { elementSnippet, frameAddress, frameSnippet, type EmbedWish } from './snippets.js';
import type { SharedState } from './shared_state.js';

type Choice<T extends string> = readonly (readonly [T, string])[];

const Layouts: Choice<'full' | 'single'> = [['full', 'Panels beside each other'], ['single', 'One panel at a time']];
const Panels: Choice<'' | 'lesson' | 'code' | 'timeline' | 'console'> = [['', 'Lesson'], ['code', 'Program'], ['timeline', 'Timeline'], ['console', 'Console']];
const Themes: Choice<'auto' | 'light' | 'dark'> = [['auto', 'As the page around it'], ['light', 'Light'], ['dark', 'Dark']];
const Starts: Choice<'press' | 'visible'> = [['press', 'When Run is pressed'], ['visible', 'When it is seen']];
const Goals: Choice<'' | Goal> = [['', 'None'], ['finished', 'A run ends well'], ['deadlock', 'A deadlock is produced'], ['bug', 'Exploring finds a bug'], ['proved', 'Exploring proves it correct'], ['explored', 'All interleavings are explored'], ['challenge', 'The lesson’s challenge is solved']];

export class EmbedPage implements SharePage {
  readonly id = 'embed';
  readonly label = 'Embed';
  readonly panel = element('div', { class: 'share-page' });
  private readonly layout = this.select('Layout', Layouts);
  private readonly first = this.select('First panel', Panels);
  private readonly theme = this.select('Theme', Themes);
  private readonly start = this.select('Loads', Starts);
  private readonly goal = this.select('Goal', Goals);
  private readonly height = element('input', { type: 'number', min: 160, max: 1400, step: 10, placeholder: 'automatic', 'aria-label': 'Height in pixels', oninput: () => this.show() });
  private readonly locked = element('input', { type: 'checkbox', onchange: () => this.show() });
  private readonly run = element('input', { type: 'checkbox', checked: true, onchange: () => this.show() });
  private readonly runChoice = element('label', { class: 'share-check' }, this.run, element('span', {}, 'This very run'));
  private readonly snippets = [
    { title: 'Element: follows the page’s theme, gets the height it needs, tells the page what happens', field: this.field('Snippet with the element', 4), write: elementSnippet },
    { title: 'Frame: where only an iframe is let through, as in most course systems', field: this.field('Snippet with the frame', 4), write: (base: string, state: SharedState, wish: EmbedWish) => frameSnippet(base, state, wish, this.shown().title) },
  ];
  private readonly preview = element('div', { class: 'embed-preview' });
  private shownAddress = '';

  constructor(private readonly shown: () => Shown, private readonly base: () => string) {
    this.panel.append(
      element('div', { class: 'embed-options' }, ...[this.layout, this.first, this.theme, this.start, this.goal].map(({ row }) => row),
        element('label', {}, element('span', {}, 'Height'), this.height),
        element('label', { class: 'share-check' }, this.locked, element('span', {}, 'Program can only be read')), this.runChoice),
      ...this.snippets.map(({ title, field }) => {
        const told = element('span', { class: 'share-told', role: 'status' });
        const copy = element('button', { type: 'button', class: 'button small', 'aria-label': `Copy: ${title}`, onclick: () => void copyField(field).then((done) => { told.textContent = done ? 'Copied.' : 'Selected: copy it by hand.'; }) }, 'Copy');
        return element('div', { class: 'embed-snippet' }, element('p', { class: 'embed-snippet-bar' }, element('span', {}, title), told, copy), field);
      }),
      element('h3', {}, 'Preview'), this.preview);
  }

  refresh(): void {
    this.runChoice.hidden = !hasRun(this.shown());
    this.show();
  }

  private show(): void {
    const height = this.height.value === '' ? undefined : Math.min(1400, Math.max(160, Number(this.height.value) || 160));
    const wish: EmbedWish = {
      layout: this.layout.value, panel: this.first.value === '' ? undefined : this.first.value, theme: this.theme.value, readonly: this.locked.checked,
      start: this.start.value, goal: this.goal.value === '' ? undefined : this.goal.value, height,
    };
    const state = currentState(this.shown(), { run: this.run.checked, moment: this.run.checked });
    for (const { field, write } of this.snippets) field.value = write(this.base(), state, wish);
    const address = frameAddress(this.base(), state, wish);
    if (address === this.shownAddress) return;
    this.shownAddress = address;
    this.preview.replaceChildren(element('iframe', { src: address, title: 'Preview of the frame', loading: 'lazy', allow: 'cross-origin-isolated' }));
  }

  private field(label: string, rows: number): HTMLTextAreaElement {
    return element('textarea', { readonly: true, rows, 'aria-label': label, spellcheck: 'false', wrap: 'off' });
  }

  private select<T extends string>(label: string, choices: Choice<T>): { readonly row: HTMLElement; readonly value: T } {
    const select = element('select', { 'aria-label': label, onchange: () => this.show() }, ...choices.map(([value, words]) => element('option', { value }, words)));
    const arrow = element('span', { class: 'select-wrap' }, select);
    return { row: element('label', {}, element('span', {}, label), arrow), get value() { return select.value as T; } };
  }
}
