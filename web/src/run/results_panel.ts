/** The panel below the timeline: console, charts, threads in words, and for some lessons the results of many runs. */
import { byId, element } from '../base/dom.js';
import { ConsoleView, type ConsoleEvents } from '../console/console_view.js';
import { Tabs } from '../page/tabs.js';
import { HistogramView } from './histogram_view.js';
import { ResultTabs, type ResultTab } from './result_tabs.js';
import { threadsTable, type LaneFacts } from './threads_table.js';

/** A panel of its own, and how to draw it when it comes to be seen. */
export interface ResultView {
  readonly panel: HTMLElement;
  refresh(): void;
}

export interface ResultsEvents extends ConsoleEvents {
  onCancelRepeat(): void;
  /** The lanes of the recording as it is now. */
  lanes(): readonly LaneFacts[];
}

export class ResultsPanel {
  readonly console: ConsoleView;
  readonly histogram: HistogramView;
  private readonly threads = element('div', { class: 'result-view threads-view', id: 'threads-view', role: 'tabpanel', 'aria-label': 'Threads', tabindex: 0 });
  private readonly tabs: Tabs;
  private order: readonly ResultTab[] = [];

  /** `state`: about the moment at the cursor. `explore`: about all interleavings. `compare`: about the last runs. `charts`: about the last one. */
  constructor(private readonly events: ResultsEvents, private readonly state: ResultView, private readonly explore: HTMLElement, private readonly compare: ResultView,
    private readonly charts: ResultView) {
    this.console = new ConsoleView(events);
    this.histogram = new HistogramView(() => events.onCancelRepeat());
    byId('result-views').append(this.console.panel, this.state.panel, this.explore, this.compare.panel, this.charts.panel, this.threads, this.histogram.panel);
    this.tabs = new Tabs(byId('result-tabs'), 'Results', () => this.refresh());
    byId('clear-console').addEventListener('click', () => this.console.clear());
    this.setLesson(undefined);
  }

  /** `runs`: how often “Run many times” runs the lesson's program; undefined when it has no histogram. */
  setLesson(runs: number | undefined): void {
    this.order = runs === undefined ? ResultTabs.filter((tab) => tab !== 'histogram') : ResultTabs;
    const panels = { console: this.console.panel, state: this.state.panel, explore: this.explore, compare: this.compare.panel, charts: this.charts.panel, threads: this.threads, histogram: this.histogram.panel };
    const labels = { console: 'Console', state: 'Now', explore: 'All interleavings', compare: 'Compare', charts: 'Charts', threads: 'Threads', histogram: 'Many runs' };
    this.histogram.panel.hidden = true;
    this.tabs.set(this.order.map((name) => ({ id: `result-${name}`, label: labels[name], panels: [panels[name]] })), 0);
    this.histogram.clear(runs ?? 0);
    this.console.clear();
    this.refresh();
  }

  get shown(): ResultTab {
    return this.order[this.tabs.current] ?? 'console';
  }

  show(tab: ResultTab): void {
    this.tabs.show(Math.max(0, this.order.indexOf(tab)));
    this.refresh();
  }

  /** A run by hand has gone on: what is drawn of the recording is drawn anew. */
  recordingChanged(): void {
    if (this.shown === 'charts' || this.shown === 'threads') this.refresh();
  }

  /** Writes the table anew when it is seen. */
  refresh(): void {
    const shown = this.order[this.tabs.current];
    byId('clear-console').hidden = shown !== 'console';
    if (shown === 'state') this.state.refresh();
    if (shown === 'compare') this.compare.refresh();
    if (shown === 'charts') this.charts.refresh();
    if (shown === 'threads') this.threads.replaceChildren(threadsTable(this.events.lanes()));
  }
}
