/** The button that is Run, or Stop while a program runs. */
import { byId } from '../base/dom.js';

/** Milliseconds: a second press within this time does not stop what the first has just started: it was a double click. */
const DoubleClick = 300;

export class RunButton {
  private readonly button = byId('run', HTMLButtonElement);
  private started = 0;

  constructor(isActive: () => boolean, run: () => void, stop: () => void) {
    this.button.addEventListener('click', () => {
      if (!isActive()) {
        this.started = performance.now();
        run();
      } else if (performance.now() - this.started > DoubleClick) {
        stop();
      }
    });
  }

  enable(possible: boolean): void {
    this.button.disabled = !possible;
  }

  show(running: boolean): void {
    this.button.toggleAttribute('data-running', running);
    const [label, key] = running ? ['Stop', 'Esc'] : ['Run', 'Ctrl ↵'];
    for (const [selector, text] of [['.run-label', label], ['kbd', key]] as const) {
      const part = this.button.querySelector(selector);
      if (part !== null) part.textContent = text;
    }
  }
}
