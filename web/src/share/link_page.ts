/** The dialog's first page: one link, what it holds, and a file where it is too long. */
import { element } from '../base/dom.js';
import { copyField, download, fileName } from '../base/download.js';
import { currentState, hasRun, type Shown } from './current_state.js';
import { shareLink } from './link.js';
import { FileEnding, writeFile } from './link_file.js';
import type { SharePage } from './share_dialog.js';
import type { SharedState } from './shared_state.js';

/** What the link says, in words. */
export function holds(state: SharedState): string {
  const parts = [
    state.lesson === undefined ? 'the program' : state.source === undefined ? 'the lesson' : 'the lesson with the program as it is now',
    ...(state.machine === undefined ? [] : [state.machine === 'real' ? 'real workers as its machine' : `the lab with ${state.cores ?? 1} ${state.cores === 1 ? 'core' : 'cores'}, seed ${state.seed ?? 0}`]),
    ...(state.schedule !== undefined ? ['the run by hand, move by move'] : state.hash !== undefined ? ['the run, which comes out the same again'] : []),
    ...(state.cursor !== undefined || state.range !== undefined ? ['the moment and what is on screen'] : []),
  ];
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

export class LinkPage implements SharePage {
  readonly id = 'link';
  readonly label = 'Link';
  readonly panel = element('div', { class: 'share-page' });
  private readonly run = element('input', { type: 'checkbox', checked: true, onchange: () => this.show() });
  private readonly moment = element('input', { type: 'checkbox', checked: true, onchange: () => this.show() });
  private readonly choices = element('div', { class: 'share-choices' },
    element('label', {}, this.run, element('span', {}, 'The run: whoever opens the link sees this very run')),
    element('label', {}, this.moment, element('span', {}, 'The moment: where the cursor is and what is on screen')));
  private readonly field = element('input', { type: 'text', readonly: true, 'aria-label': 'Link', spellcheck: 'false', class: 'share-field', onfocus: () => this.field.select() });
  private readonly told = element('p', { class: 'share-told', role: 'status' });
  private readonly about = element('p', { class: 'muted' });
  private readonly copyButton = element('button', { type: 'button', class: 'button primary', onclick: () => void this.copy() }, 'Copy link');
  private readonly fileButton = element('button', { type: 'button', class: 'button', onclick: () => this.save() }, 'Save as a file');

  /** `base`: the page without a fragment. */
  constructor(private readonly shown: () => Shown, private readonly base: () => string) {
    this.panel.append(this.choices, element('div', { class: 'share-row' }, this.field, this.copyButton), this.told, this.about,
      element('p', { class: 'share-file' }, this.fileButton, element('span', { class: 'muted' }, 'The same, to send as an attachment: it is opened by dropping it on this page.')));
  }

  refresh(): void {
    const shown = this.shown();
    this.choices.hidden = !hasRun(shown);
    this.told.textContent = '';
    this.show();
  }

  /** The link of what is shown; undefined: it is too long. */
  get link(): string | undefined {
    const fragment = shareLink(this.state());
    return fragment === undefined ? undefined : `${this.base()}${fragment}`;
  }

  private state(): SharedState {
    this.moment.disabled = !this.run.checked;
    return currentState(this.shown(), { run: this.run.checked, moment: this.run.checked && this.moment.checked });
  }

  private show(): void {
    const { link } = this;
    this.field.value = link ?? '';
    this.field.placeholder = link === undefined ? 'Too long for a link' : '';
    this.copyButton.disabled = link === undefined;
    this.fileButton.classList.toggle('primary', link === undefined);
    const size = link === undefined ? 'It is too long for an address: save it as a file instead.' : `${link.length.toLocaleString('en')} characters.`;
    this.about.textContent = `Holds ${holds(this.state())}. ${size} No server keeps anything: all of it is in the address, after the #.`;
  }

  private async copy(): Promise<void> {
    this.told.textContent = await copyField(this.field) ? 'Copied.' : 'The browser did not let the page copy: the link is selected, copy it by hand.';
  }

  private save(): void {
    download(`${fileName(this.shown().title)}${FileEnding}`, writeFile(this.state()), 'application/json');
  }
}
