/** The tab that shows all interleavings: what can come out, what goes wrong, and how to see each. */
import { element } from '../base/dom.js';
import type { Explored, ExploredBug, ExploredOutcome, ExploreProgress } from './protocol.js';
import { bugTitle, counted, endWords, headline, outputWords, progressWords } from './words.js';

export interface ExploreViewEvents {
  onStart(): void;
  onFinish(): void;
  /** Shows the execution of this schedule on the timeline. */
  onReplay(schedule: string): void;
  onLine(line: number): void;
}

export class ExploreView {
  readonly panel = element('div', { class: 'result-view explore-view', id: 'explore-view', role: 'tabpanel', 'aria-label': 'All interleavings', tabindex: 0 });
  private readonly bar = element('progress', { max: 1, value: 0, 'aria-label': 'Explored so far' });
  private readonly told = element('p', { class: 'muted', role: 'status' });

  constructor(private readonly events: ExploreViewEvents) {
    this.clear();
  }

  /** Nothing was explored yet. `note`: what program it is about, where that is not plain. */
  clear(note = ''): void {
    this.panel.replaceChildren(
      element('div', { class: 'explore-intro' },
        element('p', {}, 'Try every order in which the threads’ operations can happen. Either something goes wrong in one of them and you see how, or it is proved that nothing can.'),
        note === '' ? undefined : element('p', { class: 'muted' }, note),
        element('button', { type: 'button', class: 'button', id: 'explore-start', onclick: () => this.events.onStart() }, 'Explore all interleavings')),
    );
  }

  /** `words`: what comes first. */
  begin(words: string): void {
    this.bar.removeAttribute('value');
    this.prepare(words);
    this.panel.replaceChildren(
      element('div', { class: 'progress-row' }, this.bar,
        element('button', { type: 'button', class: 'button quiet', onclick: () => this.events.onFinish() }, 'Stop here')),
      this.told,
    );
  }

  /** What is done before the first execution. */
  prepare(words: string): void {
    this.told.textContent = words;
  }

  progress(state: ExploreProgress, seconds: number, threads: number): void {
    this.bar.value = state.progress;
    const found = state.bugs > 0 ? `; ${counted(state.bugs, 'problem')} found` : '';
    this.told.textContent = `${progressWords(state, seconds, threads)}; ${counted(state.outcomes, 'outcome')}${found}`;
  }

  fail(message: string): void {
    this.panel.replaceChildren(element('div', { class: 'outcome', 'data-tone': 'bad', role: 'status' }, element('strong', {}, 'It could not be explored'), element('p', {}, message)), this.again());
  }

  show(found: Explored): void {
    const { tone, title, detail } = headline(found);
    this.panel.replaceChildren(
      element('div', { class: 'outcome', 'data-tone': tone, role: 'status' }, element('strong', {}, title), element('p', {}, detail)),
      ...found.bugs.map((bug) => this.bug(bug)),
      this.outcomes(found.outcomes),
      this.again(),
    );
  }

  private again(): HTMLElement {
    return element('p', { class: 'explore-again' }, element('button', { type: 'button', class: 'button quiet', onclick: () => this.events.onStart() }, 'Explore again'));
  }

  private bug(bug: ExploredBug): HTMLElement {
    const lines = [...new Set(bug.locations.map((place) => place.line).filter((line) => line > 0))];
    return element('section', { class: 'explore-bug', 'aria-label': bugTitle(bug) },
      element('h3', {}, bugTitle(bug), element('span', { class: 'muted' }, ` in ${counted(bug.count, 'execution')}`)),
      element('p', {}, bug.message),
      element('p', { class: 'explore-actions' },
        element('button', { type: 'button', class: 'button', onclick: () => this.events.onReplay(bug.schedule) }, `Show how: ${counted(bug.switches, 'switch').replace(/switchs$/, 'switches')}`),
        ...lines.map((line) => element('button', { type: 'button', class: 'link-button', onclick: () => this.events.onLine(line) }, `line ${line}`))),
    );
  }

  private outcomes(outcomes: readonly ExploredOutcome[]): HTMLElement {
    const most = Math.max(1, ...outcomes.map((outcome) => outcome.count));
    const rows = [...outcomes].sort((a, b) => b.count - a.count).map((outcome) => element('tr', {},
      element('td', { class: 'explore-output' }, outputWords(outcome.output)),
      element('td', {}, endWords(outcome)),
      element('td', { class: 'num' }, outcome.count.toLocaleString('en')),
      element('td', { class: 'explore-share' }, share(outcome.count / most)),
      element('td', {}, element('button', { type: 'button', class: 'button quiet', 'aria-label': `Show an execution that prints ${outputWords(outcome.output, 40)}`, onclick: () => this.events.onReplay(outcome.schedule) }, 'Show')),
    ));
    return element('table', { class: 'data-table explore-outcomes' },
      element('caption', {}, `${outcomes.length === 1 ? 'One outcome' : counted(outcomes.length, 'different outcome')}: what it prints, and in how many executions`),
      element('thead', {}, element('tr', {}, ...['Output', 'Ends', 'Executions'].map((text) => element('th', { scope: 'col', class: text === 'Executions' ? 'num' : undefined }, text)), element('td', {}), element('td', {}))),
      element('tbody', {}, ...rows));
  }
}

/** A bar without inline styles, which a strict Content-Security-Policy forbids. */
function share(part: number): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 100 8');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const bar = document.createElementNS(space, 'rect');
  bar.setAttribute('width', String(Math.max(1, Math.round(part * 100))));
  bar.setAttribute('height', '8');
  svg.append(bar);
  return svg;
}
