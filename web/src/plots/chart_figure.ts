/**
 * A chart on the page. Its values are read one at a time, with the pointer or with the arrow keys (it is a slider for assistive technology,
 * https://www.w3.org/WAI/ARIA/apg/patterns/slider/), or all at once in its table. Saved as SVG and PNG.
 */
import { element } from '../base/dom.js';
import { download, fileName } from '../base/download.js';
import { count } from '../base/format.js';
import { svgToPng } from '../export/svg.js';
import type { Chart, ChartTable, Reading } from './chart.js';
import { fileSvg, pageSvg } from './chart_svg.js';

/** A file is drawn this wide, however narrow the panel is. */
const FileWidth = 820;

export interface FigureSource {
  draw(width: number): Chart;
  /** What it is of, for a file. */
  readonly note: string;
  readonly program: string;
}

/** The reading at a place of the drawing: the one that it is in, else the nearest. */
export function readingAt(readings: readonly Reading[], x: number, y: number): number {
  const away = (from: number, size: number, at: number): number => Math.max(0, from - at, at - from - size);
  let [best, least] = [-1, Infinity];
  readings.forEach((reading, index) => {
    const distance = away(reading.x, reading.width, x) + 3 * away(reading.y, reading.height, y);
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

function tableElement({ head, rows, left }: ChartTable, caption: string): HTMLElement {
  return element('div', { class: 'chart-table', role: 'region', 'aria-label': `${caption}, as a table`, tabindex: 0 },
    element('table', { class: 'data-table' }, element('caption', {}, left > 0 ? `${caption}: the first ${count(rows.length, 'row')}, ${count(left, 'more row')} left out.` : `${caption}.`),
      element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, ...rows.map(([first = '', ...rest]) => element('tr', {}, element('th', { scope: 'row' }, first), ...rest.map((text) => element('td', {}, text)))))));
}

/** REQUIRES: a width that the figure has on the page */
export function chartFigure(source: FigureSource, width: number, tableOpen: boolean, onTable: (open: boolean) => void): HTMLElement {
  const chart = source.draw(width);
  const name = `${fileName(source.program)}-${chart.id}`;
  const file = (): string => fileSvg(source.draw(FileWidth), source.note);
  const told = element('span', { class: 'muted', role: 'status' });
  const save = (label: string, act: () => void | Promise<void>): HTMLElement => element('button', {
    type: 'button', class: 'button small', 'aria-label': `Save “${chart.title}” as ${label}`,
    onclick: () => void Promise.resolve().then(act).then(() => { told.textContent = ''; }, (error: unknown) => { told.textContent = error instanceof Error ? error.message : String(error); }),
  }, label);
  const details = element('details', { class: 'chart-details', open: tableOpen }, element('summary', {}, 'As a table'), tableElement(chart.table, chart.title));
  details.addEventListener('toggle', () => onTable(details.open));
  return element('figure', { class: 'chart', 'data-chart': chart.id },
    ...(chart.readings.length === 0 ? [] : reader(chart)),
    element('figcaption', {}, element('strong', {}, `${chart.title}. `), chart.sentence),
    element('div', { class: 'chart-tools' }, save('SVG', () => download(`${name}.svg`, file(), 'image/svg+xml')),
      save('PNG', async () => download(`${name}.png`, await svgToPng(file()), 'image/png')), told),
    details);
}

/** The drawing and, below it, the value that is read. */
function reader(chart: Chart): HTMLElement[] {
  const { readings } = chart;
  const invitation = 'Point at the chart, or use the arrow keys on it, to read its values.';
  const readout = element('p', { class: 'chart-readout', 'data-empty': true }, invitation);
  const svg = document.importNode(new DOMParser().parseFromString(pageSvg(chart), 'image/svg+xml').documentElement, true);
  const marker = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  marker.setAttribute('class', 'chart-marker');
  const drawing = element('div', { class: 'chart-drawing', role: 'slider', tabindex: 0, 'aria-label': `${chart.title}: value`, 'aria-valuemin': 1, 'aria-valuemax': readings.length, 'aria-valuenow': 1, 'aria-valuetext': invitation });
  drawing.append(svg);
  let at = -1;
  const read = (index: number): void => {
    const reading = readings[Math.max(0, Math.min(readings.length - 1, index))];
    if (reading === undefined) return;
    at = readings.indexOf(reading);
    const wide = Math.max(3, reading.width);
    for (const [key, value] of Object.entries({ x: reading.x - (wide - reading.width) / 2, y: reading.y, width: wide, height: reading.height })) marker.setAttribute(key, String(value));
    if (!marker.isConnected) svg.append(marker);
    readout.textContent = reading.words;
    readout.removeAttribute('data-empty');
    drawing.setAttribute('aria-valuenow', String(at + 1));
    drawing.setAttribute('aria-valuetext', reading.words);
  };
  drawing.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const zoom = box.width === 0 ? 1 : chart.width / box.width;
    read(readingAt(readings, (event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom));
  });
  drawing.addEventListener('focus', () => { if (at < 0 && drawing.matches(':focus-visible')) read(0); });
  drawing.addEventListener('keydown', (event) => {
    const target = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: readings.length - 1 }[event.key];
    if (target === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    read(target);
  });
  return [drawing, readout];
}
