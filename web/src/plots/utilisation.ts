/**
 * Utilisation over time: how many threads run at each moment, and how many more could if there were a core. A run with more changes than
 * pixels is told in equal pieces of time, each by its average. Pure.
 */
import { percent, time } from '../base/format.js';
import { AxisHeight, countAxis, legend, Right, scale, stepArea, timeAxis } from './axes.js';
import { tableOf, type Chart, type Mark } from './chart.js';
import { cutSentence, overlapping, type Doing, type RunFacts } from './run_facts.js';

export interface LoadStep {
  readonly start: number;
  readonly end: number;
  /** Threads; averages where steps were folded. */
  readonly running: number;
  readonly ready: number;
}

/** More steps than this are folded into equal pieces. */
const MostSteps = 160;
const Left = 30;
const PlotHeight = 120;

export function loadSteps({ threads, end }: RunFacts): LoadStep[] {
  const of = (doing: Doing) => overlapping(threads.flatMap(({ spans }) => spans.filter((span) => span.doing === doing)), end);
  const [running, ready] = [of('running'), of('ready')];
  const times = [...new Set([...running, ...ready].map(({ start }) => start))].sort((a, b) => a - b);
  let [atRunning, atReady] = [0, 0];
  return times.map((start, at) => {
    while ((running[atRunning]?.end ?? Infinity) <= start) atRunning++;
    while ((ready[atReady]?.end ?? Infinity) <= start) atReady++;
    return { start, end: times[at + 1] ?? end, running: running[atRunning]?.level ?? 0, ready: ready[atReady]?.level ?? 0 };
  });
}

export function folded(steps: readonly LoadStep[], end: number, most = MostSteps): readonly LoadStep[] {
  if (steps.length <= most) return steps;
  const width = end / most;
  const pieces = Array.from({ length: most }, (_, at) => ({ start: at * width, end: (at + 1) * width, running: 0, ready: 0 }));
  for (const step of steps) {
    for (let at = Math.floor(step.start / width); at < most && at * width < step.end; at++) {
      const piece = pieces[at];
      if (piece === undefined) continue;
      const part = (Math.min(step.end, piece.end) - Math.max(step.start, piece.start)) / width;
      piece.running += part * step.running;
      piece.ready += part * step.ready;
    }
  }
  return pieces;
}

const part = (steps: readonly LoadStep[], counts: (step: LoadStep) => number): number => steps.reduce((sum, step) => sum + counts(step) * (step.end - step.start), 0);
const told = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));

/** The text equivalent. */
export function utilisationSentence(facts: RunFacts, steps: readonly LoadStep[]): string {
  const { cores, end } = facts;
  const busy = part(steps, ({ running }) => running) / end;
  const cut = cutSentence(facts);
  const idle = part(steps, ({ running }) => (running < 1e-9 ? 1 : 0));
  if (cores === undefined) return `On average ${busy.toFixed(2)} threads were running; on real workers the browser does not tell which of them had a processor.${cut}`;
  const full = part(steps, ({ running }) => (running >= cores ? 1 : 0));
  const wanted = part(steps, ({ ready }) => (ready > 0 ? 1 : 0));
  return `${busy.toFixed(2)} of ${cores === 1 ? '1 core' : `${cores} cores`} busy on average (${percent(busy, cores)}): ${cores === 1 ? '' : cores === 2 ? 'both ' : `all ${cores} `}busy for ${percent(full, end)} of the time, `
    + `none for ${percent(idle, end)}; for ${percent(wanted, end)} of it a thread was ready and had no core.${cut}`;
}

export function utilisationChart(facts: RunFacts, width: number): Chart {
  const exact = loadSteps(facts);
  const steps = folded(exact, facts.end);
  const averaged = steps !== exact;
  const most = Math.ceil(Math.max(1, facts.cores ?? 1, ...steps.map(({ running, ready }) => running + ready)) - 1e-6);
  const key = legend([{ label: 'running', fill: 'accent' }, ...(facts.cores === undefined ? [] : [{ label: 'ready, without a core', fill: 'panel' as const, pattern: 'dots' as const, frame: 'ready' as const },
    { label: facts.cores === 1 ? '1 core' : `${facts.cores} cores`, fill: 'text' as const, dashes: '5 4' }])], width, Left);
  const plot = { x: Left, y: key.height, width: width - Left - Right, height: PlotHeight };
  const x = scale(plot, facts.end);
  const y = (value: number): number => plot.y + plot.height * (1 - value / most);
  const marks: Mark[] = [
    ...key.marks, ...countAxis(plot, most), ...timeAxis(plot, facts.end),
    { shape: 'path', d: stepArea(steps.map(({ start, end, running, ready }) => ({ start, end, level: running + ready })), x, y), fill: 'panel', pattern: 'dots', stroke: 'ready' },
    { shape: 'path', d: stepArea(steps.map(({ start, end, running }) => ({ start, end, level: running })), x, y), fill: 'accent' },
  ];
  if (facts.cores !== undefined) marks.push({ shape: 'path', d: `M${plot.x} ${y(facts.cores)}H${plot.x + plot.width}`, stroke: 'text', width: 1.5, dashes: '5 4' });
  const words = ({ start, end, running, ready }: LoadStep): string =>
    `${time(start)} – ${time(end)}: ${told(running)} running${facts.cores === undefined ? '' : `, ${told(ready)} ready without a core`}${averaged ? ' on average' : ''}`;
  return {
    id: 'utilisation', title: 'Utilisation over time', sentence: utilisationSentence(facts, exact), width, height: plot.y + plot.height + AxisHeight, marks,
    readings: steps.map((step) => ({ x: x(step.start), y: plot.y, width: Math.max(1, x(step.end) - x(step.start)), height: plot.height, words: words(step) })),
    table: tableOf(['From', 'To', averaged ? 'Running, average' : 'Running', averaged ? 'Ready, average' : 'Ready'], steps.map(({ start, end, running, ready }) => [time(start), time(end), told(running), told(ready)])),
  };
}
