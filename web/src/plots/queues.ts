/**
 * Queue length over time: messages in channels, and numbers that the program names itself (interleave::trace::value). Where it has neither,
 * how many threads wait for each lock, condition and semaphore. One row each, with a scale of its own. Pure.
 */
import { time } from '../base/format.js';
import { AxisHeight, fitted, Right, rounded, scale, stepArea, timeAxis, type Level } from './axes.js';
import { tableOf, type Chart, type Mark, type Reading } from './chart.js';
import { cutSentence, type QueueFacts, type RunFacts } from './run_facts.js';

const MostRows = 8;
const RowHeight = 58;
const Name = 18;
const Left = 30;

/** Time-weighted. */
export function averageOf(levels: readonly Level[]): number {
  const whole = levels.reduce((sum, { start, end }) => sum + end - start, 0);
  return whole === 0 ? 0 : levels.reduce((sum, { start, end, level }) => sum + level * (end - start), 0) / whole;
}

const peakOf = ({ levels }: QueueFacts): number => levels.reduce((most, { level }) => Math.max(most, level), 0);

function wordsOf({ counts }: QueueFacts, level: number): string {
  if (counts === 'messages') return `${level} ${level === 1 ? 'message' : 'messages'} inside`;
  return counts === 'waiting' ? `${level} ${level === 1 ? 'thread waits' : 'threads wait'}` : String(level);
}

function sentence(queues: readonly QueueFacts[]): string {
  const fullest = queues.reduce<QueueFacts | undefined>((most, queue) => (most === undefined || peakOf(queue) > peakOf(most) ? queue : most), undefined);
  if (fullest === undefined) return 'Nothing queues here: no channel, no named number, and no thread had to wait for a lock.';
  const left = queues.length > MostRows ? ` The ${MostRows} with most in them are drawn, of ${queues.length}.` : '';
  const what = fullest.counts === 'waiting' ? `No channels and no named numbers here, so these are the threads that wait. Most wait at ${fullest.name}: at most ${peakOf(fullest)}` : `${fullest.name} holds most: at most ${peakOf(fullest)}`;
  return `${what}, ${averageOf(fullest.levels).toFixed(2)} on average over time.${left}`;
}

export function queuesChart(facts: RunFacts, width: number): Chart {
  const queues = facts.queues.length > MostRows ? [...facts.queues].sort((a, b) => averageOf(b.levels) - averageOf(a.levels)).slice(0, MostRows) : facts.queues;
  const marks: Mark[] = [];
  const readings: Reading[] = [];
  queues.forEach((queue, row) => {
    const plot = { x: Left, y: row * RowHeight + Name, width: width - Left - Right, height: RowHeight - Name - 6 };
    const x = scale(plot, facts.end);
    const peak = Math.max(1, peakOf(queue));
    const low = Math.min(0, ...queue.levels.map(({ level }) => level));
    const y = (level: number): number => plot.y + plot.height * (1 - (level - low) / (peak - low));
    marks.push({ shape: 'text', x: 0, y: plot.y - 5, text: fitted(`${queue.name}${queue.counts === 'waiting' ? ': threads waiting' : queue.counts === 'messages' ? ': messages inside' : ''}`, width), ink: 'text', bold: true },
      { shape: 'text', x: Left - 6, y: plot.y + 9, text: String(peak), ink: 'text-quiet', anchor: 'end' }, { shape: 'text', x: Left - 6, y: plot.y + plot.height, text: String(low), ink: 'text-quiet', anchor: 'end' },
      { shape: 'path', d: `M${plot.x} ${rounded(y(peak))}H${plot.x + plot.width}`, stroke: 'line' },
      { shape: 'path', d: stepArea(queue.levels, x, y), fill: 'accent-quiet', stroke: 'accent', width: 1.5 },
      { shape: 'path', d: `M${plot.x} ${rounded(y(0))}H${plot.x + plot.width}`, stroke: 'line-strong' });
    for (const { start, end, level } of queue.levels) {
      readings.push({ x: x(start), y: plot.y, width: Math.max(1, x(end) - x(start)), height: plot.height, words: `${queue.name}, ${time(start)} – ${time(end)}: ${wordsOf(queue, level)}` });
    }
  });
  const bottom = { x: Left, y: queues.length * RowHeight - 6, width: width - Left - Right, height: 0 };
  return {
    id: 'queues', title: 'Queue length over time', sentence: `${sentence(facts.queues)}${cutSentence(facts)}`, width, height: queues.length === 0 ? 0 : bottom.y + AxisHeight,
    marks: queues.length === 0 ? [] : [...marks, ...timeAxis(bottom, facts.end)], readings,
    table: tableOf(['What', 'From', 'To', 'Length'], facts.queues.flatMap(({ name, levels }) => levels.map(({ start, end, level }) => [name, time(start), time(end), String(level)]))),
  };
}
