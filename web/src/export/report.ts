/**
 * A run on one page of paper: what it was, how it ended, the timeline, what the threads did, what was printed. Put into the page for the
 * length of printing; style/report.css hides all else then.
 */
import { element } from '../base/dom.js';
import type { AppSnapshot } from '../app/app.js';
import { threadsTable } from '../run/threads_table.js';
import { timelineSvg } from './svg.js';

export interface ReportContents {
  readonly title: string;
  /** Machine and settings. */
  readonly how: string;
  readonly snapshot: AppSnapshot;
  readonly range: readonly [number, number] | undefined;
  /** What the console says of the end: a heading and sentences. */
  readonly ending: string;
  /** Lines that the program wrote. */
  readonly output: readonly string[];
  /** '' when the run is too long for one. */
  readonly link: string;
}

const MostLanes = 18;
const MostLines = 14;

export function report({ title, how, snapshot, range, ending, output, link }: ReportContents): HTMLElement {
  const lanes = snapshot.lanes.slice(0, MostLanes);
  const left = snapshot.lanes.length - lanes.length;
  const picture = new DOMParser().parseFromString(timelineSvg({ ...snapshot, lanes }, { title: 'Timeline', width: 860, note: left > 0 ? `${left} more lanes are not drawn` : '', ...(range === undefined ? {} : { range }) }), 'image/svg+xml').documentElement;
  const lines = output.slice(-MostLines);
  return element('article', { id: 'report', class: 'report' },
    element('h1', {}, title),
    element('p', { class: 'muted' }, `${how} · ${new Date().toLocaleString()}`),
    element('p', { class: 'report-ending' }, ending),
    document.importNode(picture, true),
    element('div', { class: 'report-columns' },
      element('section', {}, element('h2', {}, 'Threads'), threadsTable(lanes.filter(({ kind }) => kind === 'thread').slice(0, 10))),
      element('section', {}, element('h2', {}, 'Output'), element('pre', {}, lines.length === 0 ? 'Nothing was written.' : `${lines.length < output.length ? `… ${output.length - lines.length} lines before\n` : ''}${lines.join('\n')}`))),
    link === '' ? undefined : element('p', { class: 'report-link' }, 'The same run: ', element('a', { href: link }, link)));
}

/** Opens the browser's printing; the report goes when that is over. */
export function printReport(contents: ReportContents): void {
  document.getElementById('report')?.remove();
  const made = report(contents);
  document.body.append(made);
  window.addEventListener('afterprint', () => made.remove(), { once: true });
  window.print();
}
