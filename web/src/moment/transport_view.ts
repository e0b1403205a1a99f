/**
 * The transport of a run on the lab: to the beginning, step back, play, step on, to the end; what a step is; where to jump;
 * how fast; a slider over all steps; and the step at the cursor in a sentence. Every button has a key (transport_keys.ts).
 */
import { byId, element } from '../base/dom.js';
import { time } from '../base/format.js';
import type { Landmark, Moment, StepUnit } from '../engine/moments.js';
import { glyph, linked, type Links } from './pieces.js';
import { KeyHints } from './transport_keys.js';
import type { TimeCursor } from './time_cursor.js';

const Shapes = {
  beginning: 'M3 3h2v10H3zM13 3v10L6 8z',
  back: 'M10.5 3v10L5 8z',
  play: 'M4.5 2.8v10.4L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  forward: 'M5.5 3v10L11 8z',
  end: 'M11 3h2v10h-2zM3 3v10l7-5z',
} as const;

const Units: readonly (readonly [StepUnit, string])[] = [['operation', 'by operation'], ['line', 'by line'], ['instruction', 'by instruction']];
const Targets: readonly (readonly [Landmark, string])[] = [['switch', 'switch of threads'], ['wait', 'wait'], ['lock', 'lock'], ['output', 'output']];
const Speeds: readonly number[] = [0.5, 1, 2, 4, 8, 16];

export interface TransportEvents extends Links {
  /** The learner wants to go on by hand from the moment that is shown. */
  onTakeOver(): void;
}

export class TransportView {
  readonly bar: HTMLElement;
  private readonly play: HTMLButtonElement;
  private readonly slider = element('input', { type: 'range', class: 'scrubber', min: 0, max: 0, step: 1, 'aria-label': 'Step of the run' });
  private readonly position = element('span', { class: 'transport-position' });
  private readonly caption = element('p', { class: 'transport-caption', 'aria-live': 'polite' });
  private readonly unit: HTMLSelectElement;
  private readonly jumps: HTMLSelectElement;
  private readonly takeOver: HTMLButtonElement;
  private readonly buttons: readonly HTMLButtonElement[];

  constructor(private readonly cursor: TimeCursor, private readonly events: TransportEvents) {
    const button = (shape: keyof typeof Shapes, label: string, key: string, go: () => void): HTMLButtonElement =>
      element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: `${label} (${key})`, onclick: go }, glyph(Shapes[shape]));
    const moving = (go: () => void) => (): void => {
      cursor.pause();
      go();
    };
    this.play = button('play', 'Play', KeyHints.play, () => cursor.toggle());
    this.play.classList.add('play');
    this.unit = select('What a step is', Units, (value) => { cursor.unit = value; });
    this.jumps = select('Jump to the next', [['', 'Jump to …'], ...Targets] as readonly (readonly [string, string])[], () => {});
    const jump = (direction: 'forward' | 'back'): void => {
      const landmark = Targets.find(([name]) => name === this.jumps.value)?.[0] ?? 'step';
      cursor.pause();
      cursor.jump(landmark, direction);
    };
    this.jumps.addEventListener('change', () => { if (this.jumps.value !== '') jump('forward'); });
    const speed = select('Speed of playing', Speeds.map((value) => [String(value), `${value} ×`] as const), (value) => { cursor.speed = Number(value); });
    speed.value = '1';
    this.takeOver = element('button', { type: 'button', class: 'button small', title: 'From this moment on you choose which thread goes', onclick: () => events.onTakeOver() }, 'Go on by hand');
    this.buttons = [
      button('beginning', 'To the beginning', KeyHints.beginning, moving(() => cursor.seek(0))),
      button('back', 'Step back', KeyHints.back, moving(() => cursor.step('back'))),
      this.play,
      button('forward', 'Step on', KeyHints.forward, moving(() => cursor.step('forward'))),
      button('end', 'To the end', KeyHints.end, moving(() => cursor.seek(Number.MAX_SAFE_INTEGER))),
    ];
    const wrap = (field: HTMLElement): HTMLElement => element('span', { class: 'select-wrap small' }, field, arrow());
    const previous = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Jump to the one before', title: `Jump to the one before (${KeyHints.jumpBack})`, onclick: () => jump('back') }, '⇤');
    const next = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Jump to the one after', title: `Jump to the one after (${KeyHints.jump})`, onclick: () => jump('forward') }, '⇥');
    this.slider.addEventListener('input', moving(() => cursor.seekStep(Number(this.slider.value))));
    this.bar = element('div', { class: 'transport', role: 'group', 'aria-label': 'Move in time' },
      element('div', { class: 'transport-row' },
        element('div', { class: 'transport-buttons' }, ...this.buttons),
        wrap(this.unit),
        element('div', { class: 'transport-jumps' }, previous, wrap(this.jumps), next),
        wrap(speed)),
      element('div', { class: 'transport-row' }, this.slider, this.position),
      element('div', { class: 'transport-row' }, this.caption, this.takeOver));
    byId('transport').replaceChildren(this.bar);
    this.show(undefined);
  }

  /** Jumps as the buttons do: to what is chosen in the list, or the next step. */
  jump(direction: 'forward' | 'back'): void {
    const landmark = Targets.find(([name]) => name === this.jumps.value)?.[0] ?? 'switch';
    this.cursor.pause();
    this.cursor.jump(landmark, direction);
  }

  chooseUnit(unit: StepUnit): void {
    this.unit.value = unit;
    this.cursor.unit = unit;
  }

  /** Undefined: there is nothing to move in. `byHand`: the run is in the learner's hands already. */
  show(moment: Moment | undefined, byHand = false): void {
    byId('transport').hidden = moment === undefined;
    if (moment === undefined) return;
    this.slider.max = String(moment.steps);
    this.slider.value = String(moment.step);
    const words = `Step ${moment.step} of ${moment.steps}`;
    this.slider.setAttribute('aria-valuetext', `${words}: ${moment.caption === '' ? 'nothing has happened yet' : moment.caption}`);
    this.position.replaceChildren(element('b', {}, words), ` · ${time(moment.time)}`);
    const beginning = moment.time <= 0;
    const end = moment.time >= moment.end;
    const [first, back, , forward, last] = this.buttons;
    for (const one of [first, back]) if (one !== undefined) one.disabled = beginning;
    for (const one of [forward, last]) if (one !== undefined) one.disabled = end;
    this.takeOver.hidden = byHand;
    const caption = moment.caption === '' ? 'Before the first step.' : `${moment.caption}.`;
    this.caption.replaceChildren(...linked(caption.replace(/\(step \d+, /, '(').replace(/ \(step \d+\)/, ''), this.events));
  }

  showPlaying(playing: boolean): void {
    this.play.replaceChildren(glyph(playing ? Shapes.pause : Shapes.play));
    const label = playing ? 'Pause' : 'Play';
    this.play.setAttribute('aria-label', label);
    this.play.title = `${label} (${KeyHints.play})`;
    // Read out when it has come to rest, not at every step.
    this.caption.setAttribute('aria-live', playing ? 'off' : 'polite');
  }
}

function arrow(): SVGSVGElement {
  const svg = glyph('');
  svg.setAttribute('class', 'icon');
  svg.firstElementChild?.setAttribute('d', 'm4.5 6.5 3.5 3.5 3.5-3.5');
  return svg;
}

function select<T extends string>(label: string, options: readonly (readonly [T, string])[], onChoose: (value: T) => void): HTMLSelectElement {
  const made = element('select', { 'aria-label': label, title: label }, ...options.map(([value, text]) => element('option', { value }, text)));
  made.addEventListener('change', () => {
    const chosen = options.find(([value]) => value === made.value);
    if (chosen !== undefined) onChoose(chosen[0]);
  });
  return made;
}
