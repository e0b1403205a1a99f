/**
 * The first visit: the lesson's program runs on the lab by itself and is played step by step, and a strip says in three steps
 * what to try. Neither comes again: a visitor who knows the page is asked nothing.
 */
import { element } from '../base/dom.js';
import { isBoolean, readSetting, writeSetting } from '../base/settings.js';

const Steps: readonly (readonly [string, string])[] = [
  ['Watch', 'the run below is played step by step: pause it, step back, drag the slider.'],
  ['Look', 'click into the timeline: “Now” tells what each thread does at that moment, and why it waits.'],
  ['Take over', 'choose “by hand” beside Run, and say yourself which thread goes next.'],
];

export class FirstVisit {
  private open: boolean;
  private strip: HTMLElement | undefined;

  constructor(private readonly place: HTMLElement) {
    this.open = readSetting('visited', isBoolean) !== true;
  }

  /** True once: the caller then runs the program for the visitor. */
  begin(): boolean {
    if (!this.open) return false;
    this.open = false;
    writeSetting('visited', true);
    this.strip = element('section', { class: 'hint', 'aria-label': 'What to try' },
      element('strong', {}, 'Try:'),
      element('ol', {}, ...Steps.map(([title, text]) => element('li', {}, element('b', {}, title), `: ${text}`))),
      element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close the hint', title: 'Close', onclick: () => this.close() }, '✕'));
    this.place.after(this.strip);
    return true;
  }

  close(): void {
    this.strip?.remove();
    this.strip = undefined;
  }
}

/** Whether things may move by themselves. */
export const mayMove = (): boolean => !matchMedia('(prefers-reduced-motion: reduce)').matches;
