/** The line at the bottom. The words are a live region; the ticking figures beside them are not, or they would be read out without end. */
import { byId } from '../base/dom.js';
import type { Tone } from '../console/outcome_text.js';

export class StatusLine {
  private readonly status = byId('status');
  private readonly text = this.status.querySelector('.status-text');
  private readonly detail = byId('status-detail');

  show(tone: Tone, title: string, detail = ''): void {
    this.status.dataset['tone'] = tone;
    if (this.text !== null && this.text.textContent !== title) this.text.textContent = title;
    this.detail.textContent = detail;
  }

  /** What programs run on, at the right. */
  setMachine(text: string): void {
    byId('status-machine').textContent = text;
  }
}
