/**
 * How long threads run between two waits. Being taken off a core does not end a burst, having to wait, to sleep or to end does: long bursts
 * are the mark of threads bound by the processor, many short ones of threads bound by input and output. Pure.
 */
import { count, time } from '../base/format.js';
import { AxisHeight, countAxis, rounded, widthOf } from './axes.js';
import { tableOf, threadInk, type Chart, type Mark, type Reading } from './chart.js';
import { cutSentence, type RunFacts, type ThreadFacts } from './run_facts.js';

/** Lengths of the running bursts of a thread, nanoseconds. */
export function burstsOf({ spans }: Pick<ThreadFacts, 'spans'>): number[] {
  const bursts: number[] = [];
  let length = 0;
  for (const { doing, start, end } of spans) {
    if (doing === 'running') length += end - start;
    if (doing !== 'waiting' && doing !== 'sleeping') continue;
    if (length > 0) bursts.push(length);
    length = 0;
  }
  if (length > 0) bursts.push(length);
  return bursts;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  /** Bursts by thread, in the order of the threads. */
  readonly counts: readonly number[];
}

/** 1, 2, 5, 10, …: lengths differ by orders of magnitude. */
export function edgesAround(least: number, most: number): number[] {
  const edges: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(Math.max(1, least))); power <= most * 10; power *= 10) edges.push(power, 2 * power, 5 * power);
  const first = Math.max(0, edges.findLastIndex((edge) => edge <= least));
  return edges.slice(first, edges.findIndex((edge) => edge > most) + 1);
}

export function binsOf(bursts: readonly (readonly number[])[]): Bin[] {
  const all = bursts.flat();
  if (all.length === 0) return [];
  const edges = edgesAround(Math.min(...all), Math.max(...all));
  return edges.slice(0, -1).map((from, at) => {
    const to = edges[at + 1] ?? Infinity;
    return { from, to, counts: bursts.map((of) => of.filter((length) => length >= from && length < to).length) };
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

const spentOn = ({ threads }: Pick<RunFacts, 'threads'>, doing: string): number => threads.flatMap(({ spans }) => spans).reduce((sum, span) => (span.doing === doing ? sum + span.end - span.start : sum), 0);

export type Bound = 'processor' | 'away' | 'others';

/** What a thread's life depends on most: computing, sleeping and input/output, or what other threads do. */
export function boundBy(thread: ThreadFacts): Bound {
  const [running, away, waiting] = (['running', 'sleeping', 'waiting'] as const).map((doing) => spentOn({ threads: [thread] }, doing)) as [number, number, number];
  return waiting > running + away ? 'others' : running >= away ? 'processor' : 'away';
}

const MostNames = 4;
const Bounds: readonly (readonly [Bound, string])[] = [['processor', 'bound by the processor'], ['away', 'bound by sleeping or input/output'], ['others', 'mostly waiting for others']];

/** “Video is bound by the processor, Backup is bound by sleeping or input/output.” */
function verdict(threads: readonly ThreadFacts[]): string {
  const said = Bounds.flatMap(([bound, words]) => {
    const names = threads.filter((thread) => boundBy(thread) === bound).map(({ name }) => name);
    if (names.length === 0) return [];
    return [names.length > MostNames ? `${count(names.length, 'thread')} are ${words}` : `${names.join(', ').replace(/, ([^,]*)$/, ' and $1')} ${names.length === 1 ? 'is' : 'are'} ${words}`];
  });
  return `${said.join('; ')}.`;
}

const Left = 30;
const PlotHeight = 130;
const edge = (nanoseconds: number): string => time(nanoseconds).replace('.00', '').replace('.0', '');

export function burstsChart(facts: RunFacts, width: number): Chart {
  const bursts = facts.threads.map(burstsOf);
  const all = bursts.flat();
  const bins = binsOf(bursts);
  const sums = bins.map(({ counts }) => counts.reduce((sum, value) => sum + value, 0));
  const most = Math.max(1, ...sums);
  const plot = { x: Left, y: 12, width: width - Left - 8, height: PlotHeight };
  const slot = plot.width / Math.max(1, bins.length);
  const wide = Math.min(slot * 0.8, 64);
  const every = Math.ceil(46 / slot);
  const marks: Mark[] = [...countAxis(plot, most), { shape: 'path', d: `M${plot.x} ${plot.y + plot.height}H${plot.x + plot.width}`, stroke: 'line-strong' }];
  const readings: Reading[] = [];
  bins.forEach((bin, at) => {
    const x = plot.x + at * slot + (slot - wide) / 2;
    let y = plot.y + plot.height;
    bin.counts.forEach((value, thread) => {
      if (value === 0) return;
      const height = (value / most) * plot.height;
      y -= height;
      const id = facts.threads[thread]?.id ?? 0;
      marks.push({ shape: 'box', x, y: rounded(y), width: wide, height: rounded(height), fill: threadInk(id), frame: 'ground' });
      if (height > 13 && wide > widthOf(String(id)) + 4) marks.push({ shape: 'text', x: x + wide / 2, y: rounded(y + height / 2 + 4), text: String(id), ink: 'text-on-thread', anchor: 'middle' });
    });
    const middle = plot.x + at * slot + slot / 2;
    if (at % every === 0) marks.push({ shape: 'text', x: middle, y: plot.y + plot.height + 17, text: every === 1 && slot > 96 ? `${edge(bin.from)} – ${edge(bin.to)}` : `≥ ${edge(bin.from)}`, ink: 'text-quiet', anchor: 'middle' });
    const who = bin.counts.flatMap((value, thread) => (value === 0 ? [] : [`${facts.threads[thread]?.name ?? ''} ${value}`])).join(', ');
    readings.push({ x: plot.x + at * slot, y: plot.y, width: slot, height: plot.height, words: `${edge(bin.from)} – ${edge(bin.to)}: ${count(sums[at] ?? 0, 'burst')}${who === '' ? '' : ` (${who})`}` });
  });
  return {
    id: 'bursts', title: 'Running bursts between waits',
    sentence: all.length === 0 ? 'No thread ran.' : `${count(all.length, 'burst')}, half of them of at most ${time(median(all))}, the longest ${time(Math.max(...all))}. ${verdict(facts.threads)} Numbers in the bars are threads.${cutSentence(facts)}`,
    width, height: plot.y + plot.height + AxisHeight, marks, readings,
    table: tableOf(['Thread', 'Bursts', 'Median', 'Longest', 'Running', 'Sleeping, I/O'], facts.threads.map((thread, at) => {
      const own = bursts[at] ?? [];
      return [thread.name, String(own.length), own.length === 0 ? '–' : time(median(own)), own.length === 0 ? '–' : time(Math.max(...own)), time(spentOn({ threads: [thread] }, 'running')), time(spentOn({ threads: [thread] }, 'sleeping'))];
    })),
  };
}
