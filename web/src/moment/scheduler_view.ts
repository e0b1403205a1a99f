/**
 * “You are the scheduler”: one button for each thread with what it would do next. While the cursor is in the past the run's
 * end cannot be changed; going on from there takes the later moves back.
 */
import { byId, element } from '../base/dom.js';
import type { Choice } from '../engine/moments.js';
import { threadBadge, type Links } from './pieces.js';
import { threadName } from './words.js';

export interface SchedulerEvents extends Links {
  onChoose(thread: number): void;
  onUndo(): void;
  /** The rest without the learner. */
  onFinish(): void;
  onCopyLink(): void;
  /** Forget what comes after the moment that is shown. */
  onGoOnHere(): void;
}

export interface SchedulerState {
  readonly choices: readonly Choice[];
  /** How many moves were made; the first one is the program's way to its first operation. */
  readonly moves: number;
  /** How many of them come after the moment that is shown. */
  readonly later: number;
  /** The program has ended, or nobody can go on. */
  readonly ended: boolean;
  /** What is special about the program: “Rounds = 1”; '' = nothing. */
  readonly parameters: string;
}

export class SchedulerView {
  private readonly box = byId('scheduler');
  private readonly head = element('p', { class: 'scheduler-head', 'aria-live': 'polite' });
  private readonly list = element('div', { class: 'choices', role: 'group', 'aria-label': 'Who goes next?' });
  private readonly undo: HTMLButtonElement;
  private readonly finish: HTMLButtonElement;
  private readonly link: HTMLButtonElement;

  constructor(private readonly events: SchedulerEvents) {
    const button = (label: string, title: string, go: () => void): HTMLButtonElement =>
      element('button', { type: 'button', class: 'button small', title, onclick: go }, label);
    this.undo = button('Undo', 'Take the last move back (U)', () => events.onUndo());
    this.finish = button('Let it run', 'Let the threads run to the end, one after the other', () => events.onFinish());
    this.link = button('Copy link', 'Copy a link to exactly this run', () => events.onCopyLink());
    this.box.replaceChildren(
      element('div', { class: 'scheduler-bar' }, this.head, element('div', { class: 'scheduler-tools' }, this.undo, this.finish, this.link)),
      this.list);
    this.show(undefined);
  }

  show(state: SchedulerState | undefined): void {
    this.box.hidden = state === undefined;
    if (state === undefined) return;
    const { choices, moves, later, ended, parameters } = state;
    this.undo.disabled = moves <= 1;
    this.finish.disabled = ended || later > 0;
    if (later > 0) {
      this.head.replaceChildren(`You look at the past: ${later} ${later === 1 ? 'move comes' : 'moves come'} later. `,
        element('button', { type: 'button', class: 'link-button', onclick: () => this.events.onGoOnHere() }, 'Go on from here'), ' takes them back.');
    } else {
      this.head.replaceChildren(ended ? 'The run has ended. Undo, and choose otherwise.' : 'You schedule: who goes next?',
        ...(parameters === '' ? [] : [element('span', { class: 'muted' }, ` with ${parameters}`)]));
    }
    const focused = this.list.contains(document.activeElement) ? document.activeElement?.getAttribute('data-thread') : undefined;
    this.list.replaceChildren(...choices.map((choice) => this.choice(choice, later > 0)));
    if (focused === undefined || focused === null) return;
    // The buttons are new ones: the focus stays with the same thread, else with the first that can go.
    const again = this.list.querySelector<HTMLButtonElement>(`button[data-thread="${focused}"]:enabled`) ?? this.list.querySelector<HTMLButtonElement>('button:enabled');
    again?.focus();
  }

  /** For keys: as if the thread's button was pressed; false if it has none that works. */
  press(thread: number): boolean {
    const button = this.list.querySelector<HTMLButtonElement>(`button[data-thread="${thread}"]:enabled`);
    button?.click();
    return button !== null;
  }

  focus(): void {
    this.list.querySelector<HTMLButtonElement>('button:enabled')?.focus();
  }

  get visible(): boolean {
    return !this.box.hidden;
  }

  private choice({ thread, possible, words, but, line }: Choice, past: boolean): HTMLElement {
    const place = line > 0 ? element('span', { class: 'choice-line' }, `line ${line}`) : undefined;
    const why = but === '' ? undefined : element('span', { class: 'choice-but' }, but);
    return element('button', {
      type: 'button', class: 'choice', 'data-thread': thread, disabled: !possible || past,
      title: possible ? `Let ${threadName(thread)} go (${thread < 10 ? thread : ''})` : 'It cannot go on now',
      onclick: () => this.events.onChoose(thread),
    },
    threadBadge(thread),
    element('span', { class: 'choice-name' }, threadName(thread)),
    element('span', { class: 'choice-words' }, possible ? words : words.charAt(0).toUpperCase() + words.slice(1), why), place);
  }
}

