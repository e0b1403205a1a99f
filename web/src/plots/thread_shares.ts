/** What each thread spent its life on: one bar a thread, in the order running, ready, waiting, sleeping. Pure. */
import { percent, time } from '../base/format.js';
import { fitted, legend, widthOf } from './axes.js';
import { tableOf, threadInk, type Chart, type Ink, type Mark, type Pattern, type Reading } from './chart.js';
import { cutSentence, type Doing, type RunFacts, type ThreadFacts } from './run_facts.js';

export const Doings: readonly Doing[] = ['running', 'ready', 'waiting', 'sleeping'];

const Words: Readonly<Record<Doing, string>> = { running: 'running', ready: 'ready', waiting: 'waiting', sleeping: 'sleeping, I/O' };
/** What is not running: its colour is no thread's. */
const Rest = ['ready', 'waiting', 'sleeping'] as const;
const Looks: Readonly<Record<(typeof Rest)[number], { readonly fill: Ink; readonly pattern?: Pattern; readonly frame: Ink }>> = {
  ready: { fill: 'panel', pattern: 'dots', frame: 'ready' },
  waiting: { fill: 'panel', pattern: 'stripes', frame: 'wait-lock' },
  sleeping: { fill: 'panel', frame: 'sleep' },
};
const RowHeight = 22;
const BarHeight = 16;
/** More threads than this are in the table only. */
const MostRows = 40;

export interface ThreadShare {
  readonly id: number;
  readonly name: string;
  readonly life: number;
  readonly spent: Readonly<Record<Doing, number>>;
}

export function shareOf({ id, name, spans }: ThreadFacts): ThreadShare {
  const spent = { running: 0, ready: 0, waiting: 0, sleeping: 0 };
  for (const { doing, start, end } of spans) spent[doing] += end - start;
  return { id, name, life: Doings.reduce((sum, doing) => sum + spent[doing], 0), spent };
}

function sentence(shares: readonly ThreadShare[]): string {
  const all = (doing: Doing): number => shares.reduce((sum, { spent }) => sum + spent[doing], 0);
  const life = shares.reduce((sum, share) => sum + share.life, 0);
  return `Of their lives the threads spent ${Doings.map((doing) => `${percent(all(doing), life)} ${Words[doing]}`).join(', ').replace('sleeping, I/O', 'sleeping or in input/output')}.`;
}

export function sharesChart(facts: RunFacts, width: number): Chart {
  const shares = facts.threads.map(shareOf);
  const drawn = shares.slice(0, MostRows);
  const left = Math.min(Math.max(52, ...drawn.map(({ name }) => widthOf(name) + 12)), width * 0.3);
  const key = legend([{ label: 'running', fill: threadInk(drawn[0]?.id ?? 0) }, ...Rest.map((doing) => ({ label: Words[doing], ...Looks[doing] }))], width);
  const barWidth = width - left - 8;
  const marks: Mark[] = [...key.marks];
  const readings: Reading[] = [];
  drawn.forEach((share, row) => {
    const top = key.height + row * RowHeight;
    marks.push({ shape: 'text', x: 0, y: top + 15, text: fitted(share.name, left - 8), ink: 'text', bold: true });
    let x = left;
    for (const doing of Doings) {
      const wide = share.life === 0 ? 0 : (share.spent[doing] / share.life) * barWidth;
      if (wide <= 0) continue;
      const box = { x, y: top + 3, width: Math.max(0.75, wide), height: BarHeight };
      marks.push({ shape: 'box', ...box, ...(doing === 'running' ? { fill: threadInk(share.id) } : Looks[doing]) });
      const label = percent(share.spent[doing], share.life);
      if (wide > widthOf(label) + 8) marks.push({ shape: 'text', x: x + wide / 2, y: top + 15, text: label, ink: doing === 'running' ? 'text-on-thread' : 'text', anchor: 'middle', halo: doing !== 'running' });
      readings.push({ ...box, words: `${share.name}: ${Words[doing]} ${time(share.spent[doing])}, ${label} of its ${time(share.life)}` });
      x += wide;
    }
  });
  return {
    id: 'threads', title: 'What the threads spent their lives on', sentence: `${sentence(shares)}${shares.length > drawn.length ? ` The first ${drawn.length} of ${shares.length} threads are drawn.` : ''}${cutSentence(facts)}`,
    width, height: key.height + drawn.length * RowHeight + 6, marks, readings,
    table: tableOf(['Thread', 'Life', ...Doings.map((doing) => Words[doing])], shares.map(({ name, life, spent }) => [name, time(life), ...Doings.map((doing) => `${time(spent[doing])} (${percent(spent[doing], life)})`)])),
  };
}
