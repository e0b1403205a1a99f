/**
 * “Charts”: one chart of the last run at a time, chosen above it, drawn as wide as the panel is. Speed-up is measured when it is asked
 * for: it needs runs of its own.
 */
import { element } from '../base/dom.js';
import { burstsChart } from './bursts.js';
import type { Chart } from './chart.js';
import { chartFigure } from './chart_figure.js';
import type { Measuring } from './measure_speed_up.js';
import { queuesChart } from './queues.js';
import type { RunFacts } from './run_facts.js';
import { CoreCounts, speedUpChart, type CoreRun } from './speed_up.js';
import { sharesChart } from './thread_shares.js';
import { utilisationChart } from './utilisation.js';

const Charts = { utilisation: 'Utilisation', threads: 'Threads', 'speed-up': 'Speed-up', bursts: 'Bursts', queues: 'Queues' } as const;
type ChartName = keyof typeof Charts;
const Names = Object.keys(Charts) as ChartName[];
const OfRun: Readonly<Record<Exclude<ChartName, 'speed-up'>, (facts: RunFacts, width: number) => Chart>> =
  { utilisation: utilisationChart, threads: sharesChart, bursts: burstsChart, queues: queuesChart };

export interface ChartsSource {
  /** The last run; undefined while there is none. */
  facts(): RunFacts | undefined;
  /** The program's title. */
  title(): string;
  /** Machine and settings of the last run, and of a measurement. */
  words(): string;
  seed(): number;
  /** Why speed-up cannot be measured; undefined: it can. */
  whyNotMeasured(): string | undefined;
  /** Rejects with an Error when there is no program that could run. */
  measure(onProgress: (runs: readonly CoreRun[]) => void): Promise<Measuring>;
}

export class ChartsView {
  readonly panel = element('div', { class: 'result-view charts-view', id: 'charts-view', role: 'tabpanel', 'aria-label': 'Charts', tabindex: 0 });
  private readonly chooser = element('div', { class: 'chart-chooser', role: 'group', 'aria-label': 'Which chart' });
  private readonly body = element('div', { class: 'chart-body' });
  private shown: ChartName = 'utilisation';
  private tableOpen = false;
  private width = 0;
  private facts: RunFacts | undefined;
  private runs: readonly CoreRun[] = [];
  private measuring: Measuring | undefined;
  private attempt = 0;
  private problem = '';

  constructor(private readonly source: ChartsSource) {
    this.panel.append(this.chooser, this.body);
    this.chooser.append(...Names.map((name) => element('button', { type: 'button', class: 'button small', 'data-chart': name, onclick: () => this.choose(name) }, Charts[name])));
    new ResizeObserver(() => {
      if (this.panel.clientWidth > 0 && this.room !== this.width) requestAnimationFrame(() => this.draw());
    }).observe(this.panel);
  }

  /** Another program is shown, or its text was changed: what was measured is of the other one. */
  clear(): void {
    this.attempt++;
    this.measuring?.cancel();
    this.measuring = undefined;
    this.runs = [];
    this.problem = '';
    this.refresh();
  }

  refresh(): void {
    if (this.panel.hidden) return;
    this.facts = this.source.facts();
    this.draw();
  }

  private choose(name: ChartName): void {
    this.shown = name;
    this.refresh();
  }

  private get room(): number {
    return Math.max(240, Math.min(860, this.body.clientWidth));
  }

  private draw(): void {
    this.width = this.room;
    for (const button of this.chooser.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.dataset['chart'] === this.shown));
    this.body.replaceChildren(...(this.shown === 'speed-up' ? this.speedUp() : this.ofRun(OfRun[this.shown])));
  }

  private ofRun(make: (facts: RunFacts, width: number) => Chart): HTMLElement[] {
    const { facts } = this;
    if (facts === undefined || facts.threads.length === 0) return [element('p', { class: 'muted' }, 'Nothing is recorded yet: run the program, and this is drawn from what its threads did.')];
    return [this.figure((width) => make(facts, width), this.source.words())];
  }

  private figure(draw: (width: number) => Chart, note: string): HTMLElement {
    return chartFigure({ draw, note: `${this.source.title()} · ${note} · Interleave`, program: this.source.title() }, this.width, this.tableOpen, (open) => { this.tableOpen = open; });
  }

  private speedUp(): HTMLElement[] {
    const why = this.source.whyNotMeasured();
    const going = this.measuring !== undefined;
    const button = element('button', { type: 'button', class: this.runs.length === 0 && !going ? 'button primary' : 'button', disabled: why !== undefined, onclick: () => (going ? this.cancel() : void this.measure()) },
      going ? 'Cancel' : this.runs.length === 0 ? 'Measure speed-up' : 'Measure again');
    const state = why ?? (going ? `Runs on ${CoreCounts[this.runs.length] ?? 1} virtual ${(CoreCounts[this.runs.length] ?? 1) === 1 ? 'core' : 'cores'} …` : this.problem);
    const row = element('div', { class: 'chart-measure' }, button, ...(going ? [element('progress', { 'aria-label': 'Runs done', max: CoreCounts.length, value: this.runs.length })] : []),
      element('span', { class: 'muted', role: 'status' }, state === '' ? 'Runs it on 1, 2, 4 and 8 virtual cores with the same seed. Time is virtual, so one run each is exact.' : state));
    return this.runs.length === 0 ? [row] : [this.figure((width) => speedUpChart(this.runs, width), `the lab, seed ${this.source.seed()}, virtual time`), row];
  }

  private cancel(): void {
    this.measuring?.cancel();
  }

  private async measure(): Promise<void> {
    const attempt = ++this.attempt;
    this.runs = [];
    this.problem = '';
    try {
      const measuring = await this.source.measure((runs) => {
        if (attempt !== this.attempt) return;
        this.runs = [...runs];
        if (runs.length < CoreCounts.length) this.redraw();
      });
      if (attempt !== this.attempt) return measuring.cancel();
      this.measuring = measuring;
      this.redraw();
      await measuring.finished;
    } catch (error) {
      if (attempt === this.attempt) this.problem = error instanceof Error ? error.message : String(error);
    }
    if (attempt !== this.attempt) return;
    this.measuring = undefined;
    this.redraw();
  }

  /** The button that had the focus is made anew. */
  private redraw(): void {
    if (this.panel.hidden || this.shown !== 'speed-up') return;
    const focused = this.body.contains(document.activeElement);
    this.draw();
    if (focused) this.body.querySelector<HTMLElement>('.chart-measure button')?.focus({ preventScroll: true });
    this.panel.scrollTop = 0;
  }
}
