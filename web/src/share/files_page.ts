/** The dialog's third page: the run and what came of it, as files. */
import type { AppSnapshot } from '../app/app.js';
import { element } from '../base/dom.js';
import { download, fileName } from '../base/download.js';
import { outcomesCsv, outcomesJson, type Outcomes } from '../export/outcomes.js';
import { printReport, type ReportContents } from '../export/report.js';
import { svgToPng, timelineSvg } from '../export/svg.js';
import type { SharePage } from './share_dialog.js';

/** What there is to save. */
export interface Savable {
  readonly title: string;
  /** Machine and settings, in words. */
  readonly how: string;
  /** Undefined: nothing was recorded, or it cannot be drawn here. */
  readonly snapshot: AppSnapshot | undefined;
  readonly range: readonly [number, number] | undefined;
  readonly outcomes: Outcomes | undefined;
  readonly ending: string;
  readonly output: readonly string[];
  link(): string;
  trace(): string;
}

export class FilesPage implements SharePage {
  readonly id = 'files';
  readonly label = 'Files';
  readonly panel = element('div', { class: 'share-page' });

  constructor(private readonly savable: () => Savable, private readonly close: () => void) {}

  refresh(): void {
    const all = this.savable();
    const recorded = all.snapshot !== undefined && all.snapshot.lanes.length > 0 ? all.snapshot : undefined;
    const told = element('p', { class: 'share-told', role: 'status' });
    const name = fileName(all.title);
    const run = (label: string, what: string, act: () => void | Promise<void>): HTMLElement => this.row(label, what, recorded === undefined, act, told);
    const picture = (): string => timelineSvg(recorded as AppSnapshot, { title: all.title, note: `${all.how} · Interleave`, ...(all.range === undefined ? {} : { range: all.range }) });
    const { outcomes } = all;
    const table = (label: string, what: string, act: () => void): HTMLElement => this.row(label, what, outcomes === undefined, act, told);
    this.panel.replaceChildren(
      element('h3', {}, 'The run'), recorded === undefined ? element('p', { class: 'muted' }, 'Nothing is recorded yet: run the program first.') : element('p', { class: 'muted' }, `${all.how}. Pictures show the part of the time axis that is on screen.`),
      element('div', { class: 'files' },
        run('Picture, SVG', 'the timeline with text and scale, for papers and slides', () => download(`${name}.svg`, picture(), 'image/svg+xml')),
        run('Picture, PNG', 'the same in pixels, 2400 wide', async () => download(`${name}.png`, await svgToPng(picture()), 'image/png')),
        run('Trace, JSON', 'all events, for ui.perfetto.dev or chrome://tracing', () => download(`${name}.trace.json`, all.trace(), 'application/json')),
        run('Report, printed', 'one page: the timeline, the threads, the output, the link', () => {
          this.close();
          const { title, how, range, ending, output } = all;
          const contents: ReportContents = { title, how, snapshot: recorded as AppSnapshot, range, ending, output, link: all.link() };
          printReport(contents);
        })),
      element('h3', {}, 'What can come out'),
      outcomes === undefined ? element('p', { class: 'muted' }, 'Nothing yet: explore all interleavings, or run the program many times.')
        : element('p', { class: 'muted' }, `${outcomes.rows.length} different ${outcomes.rows.length === 1 ? 'result' : 'results'} ${outcomes.from === 'runs' ? 'of many runs on real workers' : outcomes.complete ? 'of all interleavings' : 'of the interleavings seen so far'}.`),
      element('div', { class: 'files' },
        table('Table, CSV', 'results with their counts, for a spreadsheet', () => download(`${name}-outcomes.csv`, outcomesCsv(outcomes as Outcomes), 'text/csv')),
        table('Table, JSON', 'the same with a schedule for each', () => download(`${name}-outcomes.json`, outcomesJson(outcomes as Outcomes), 'application/json'))),
      told);
  }

  private row(label: string, what: string, disabled: boolean, act: () => void | Promise<void>, told: HTMLElement): HTMLElement {
    const button = element('button', {
      type: 'button', class: 'button', disabled,
      onclick: () => void Promise.resolve().then(act).then(() => { told.textContent = ''; }, (error: unknown) => { told.textContent = error instanceof Error ? error.message : String(error); }),
    }, label);
    return element('div', { class: 'file-row' }, button, element('span', { class: 'muted' }, what));
  }
}
