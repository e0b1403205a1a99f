/** “Run 200 times”: progress with Cancel while it lasts, bars with their counts, and the same in a sentence. */
import { element } from '../base/dom.js';
import { count, duration, percent } from '../base/format.js';
import { bars, type Bar } from './histogram.js';
import type { Repetition } from './repeat.js';

export class HistogramView {
  readonly panel = element('div', { class: 'result-view histogram-view', id: 'histogram-view', role: 'tabpanel', 'aria-label': 'Results of many runs', tabindex: 0 });
  private readonly heading = element('p', {}, '');
  private readonly progress = element('progress', { 'aria-label': 'Runs done' });
  private readonly remaining = element('span', { class: 'muted' });
  private readonly row: HTMLElement;
  private readonly chart = element('div', { class: 'bars', role: 'list', 'aria-label': 'How often each result came' });

  constructor(onCancel: () => void) {
    this.row = element('div', { class: 'progress-row' }, this.progress, this.remaining,
      element('button', { type: 'button', class: 'button', onclick: onCancel }, 'Cancel'));
    this.panel.append(this.heading, this.row, this.chart);
    this.clear(0);
  }

  clear(runs: number): void {
    this.row.hidden = true;
    this.chart.replaceChildren();
    this.heading.textContent = runs > 0 ? `“Run ${runs} times” counts the results here.` : '';
  }

  show(state: Repetition, label: string, expected: string | undefined): void {
    this.row.hidden = state.ended;
    this.progress.max = state.wanted;
    this.progress.value = state.done;
    const left = state.done === 0 ? undefined : (state.milliseconds / state.done) * (state.wanted - state.done);
    this.remaining.textContent = `${state.done} of ${state.wanted}${left === undefined ? '' : `, about ${duration(left)} left`}`;
    const made = bars(state.results, expected);
    this.heading.textContent = sentence(state, made, label, expected);
    const most = Math.max(1, ...made.map((bar) => bar.count));
    this.chart.replaceChildren(...made.map((bar) => row(bar, most, state.done)));
  }
}

/** The text equivalent of the bars. */
export function sentence(state: Repetition, made: readonly Bar[], label: string, expected: string | undefined): string {
  if (state.done === 0) return `${label}: no run has finished yet.`;
  const runs = `${count(state.done, 'run')}${state.ended && state.done < state.wanted ? ' (cancelled)' : ''}`;
  const distinct = count(state.results.size, 'different result');
  if (expected === undefined) return `${label}: ${runs}, ${distinct}.`;
  const right = made.filter((bar) => bar.expected === true).reduce((sum, bar) => sum + bar.count, 0);
  return `${label}: ${runs}, ${distinct}. ${expected} came ${count(right, 'time')} (${percent(right, state.done)}), something else ${count(state.done - right, 'time')}.`;
}

function row(bar: Bar, most: number, runs: number): HTMLElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'bar');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('viewBox', '0 0 100 1');
  const rect = document.createElementNS(space, 'rect');
  rect.setAttribute('width', String(bar.count === 0 ? 0 : Math.max(0.6, (100 * bar.count) / most)));
  rect.setAttribute('height', '1');
  svg.append(rect);
  const expected = bar.expected === true ? ' (expected)' : '';
  return element('div', { role: 'listitem', class: bar.expected === false ? 'bar-row unexpected' : 'bar-row', 'data-value': bar.label, 'data-count': bar.count },
    element('span', { class: 'value', title: `${bar.label}${expected}` }, bar.label), svg,
    element('span', { class: 'count' }, `${count(bar.count, 'time')} · ${percent(bar.count, runs)}${expected}`));
}
