/** From facts to charts: the numbers that they say, and that drawings stay within their bounds. */
import { describe, expect, it } from 'vitest';
import { binsOf, boundBy, burstsChart, burstsOf, edgesAround, median } from './bursts.js';
import type { Chart } from './chart.js';
import { readingAt } from './chart_figure.js';
import { fileSvg, pageSvg, wrapped } from './chart_svg.js';
import { averageOf, queuesChart } from './queues.js';
import type { Doing, RunFacts, ThreadFacts } from './run_facts.js';
import { sharesChart, shareOf } from './thread_shares.js';
import { folded, loadSteps, utilisationChart, utilisationSentence } from './utilisation.js';

function thread(id: number, name: string, ...spans: readonly (readonly [Doing, number, number])[]): ThreadFacts {
  return { id, name, spans: spans.map(([doing, start, end]) => ({ doing, start, end })) };
}

const facts: RunFacts = {
  cores: 2, end: 100, whole: 100,
  threads: [
    thread(0, 'Main', ['running', 0, 10], ['waiting', 10, 90], ['running', 90, 100]),
    thread(1, 'Video', ['ready', 5, 10], ['running', 10, 40], ['ready', 40, 50], ['running', 50, 80], ['sleeping', 80, 85], ['running', 85, 90]),
    thread(2, 'Backup <&>', ['running', 10, 15], ['sleeping', 15, 80], ['ready', 80, 85], ['running', 85, 90]),
  ],
  queues: [{ name: 'jobs', counts: 'messages', levels: [{ start: 0, end: 25, level: 0 }, { start: 25, end: 75, level: 3 }, { start: 75, end: 100, level: 1 }] }],
};
const Makers: readonly ((facts: RunFacts, width: number) => Chart)[] = [utilisationChart, sharesChart, burstsChart, queuesChart];

describe('utilisation', () => {
  it('is told in steps of constant load', () => {
    expect(loadSteps(facts).slice(0, 4).map(({ start, end, running, ready }) => [start, end, running, ready])).toEqual([[0, 5, 1, 0], [5, 10, 1, 1], [10, 15, 2, 0], [15, 40, 1, 0]]);
  });
  it('keeps its average when it is folded', () => {
    const steps = loadSteps(facts);
    const sum = (of: readonly { start: number; end: number; running: number }[]): number => of.reduce((all, { start, end, running }) => all + running * (end - start), 0);
    const few = folded(steps, facts.end, 3);
    expect(few).toHaveLength(3);
    expect(sum(few)).toBeCloseTo(sum(steps));
    expect(folded(steps, facts.end, 50)).toBe(steps);
  });
  it('is said in words', () => {
    expect(utilisationSentence(facts, loadSteps(facts))).toBe('0.95 of 2 cores busy on average (48 %): both busy for 10 % of the time, none for 15 %; for 20 % of it a thread was ready and had no core.');
    for (const make of Makers) expect(make({ ...facts, whole: 400 }, 600).sentence).toMatch(/Of 400 ns the first 100 ns are told\.$/);
    expect(utilisationSentence({ ...facts, cores: undefined }, loadSteps(facts))).toContain('0.95 threads were running');
  });
});

describe('shares', () => {
  it('are of a thread’s own life', () => expect(shareOf(facts.threads[1] as ThreadFacts)).toEqual({ id: 1, name: 'Video', life: 85, spent: { running: 65, ready: 15, waiting: 0, sleeping: 5 } }));
  it('are in the table, too', () => expect(sharesChart(facts, 600).table.rows[0]).toEqual(['Main', '100 ns', '20 ns (20 %)', '0 ns (0 %)', '80 ns (80 %)', '0 ns (0 %)']));
});

describe('bursts', () => {
  it('go on when a thread is taken off its core, and end when it waits', () => expect(facts.threads.map(burstsOf)).toEqual([[10, 10], [60, 5], [5, 5]]));
  it('are counted by length, each once', () => {
    const bins = binsOf([[1, 5, 60], [10, 99]]);
    expect(bins[0]).toEqual({ from: 1, to: 2, counts: [1, 0] });
    expect(bins.flatMap(({ counts }) => counts).reduce((sum, value) => sum + value, 0)).toBe(5);
    expect(binsOf([[], []])).toEqual([]);
  });
  it('have round edges around them', () => {
    expect(edgesAround(3, 70)).toEqual([2, 5, 10, 20, 50, 100]);
    expect(edgesAround(10, 10)).toEqual([10, 20]);
  });
  it('have a median', () => expect([median([3, 1, 2]), median([]), median([4, 2])]).toEqual([2, 0, 2]));
  it('say what binds a thread', () => {
    expect(facts.threads.map(boundBy)).toEqual(['others', 'processor', 'away']);
    expect(burstsChart(facts, 600).sentence).toContain('Video is bound by the processor; Backup <&> is bound by sleeping or input/output; Main is mostly waiting for others.');
  });
});

describe('queues', () => {
  it('have an average over time', () => expect(averageOf(facts.queues[0]?.levels ?? [])).toBe(1.75));
  it('are said in words', () => expect(queuesChart(facts, 600).sentence).toBe('jobs holds most: at most 3, 1.75 on average over time.'));
  it('say when there are none', () => expect(queuesChart({ ...facts, queues: [] }, 600)).toMatchObject({ marks: [], readings: [] }));
});

describe('a drawing', () => {
  it.each([240, 360, 820])('stays within a width of %i, with its values from left to right', (width) => {
    for (const make of Makers) {
      const chart = make(facts, width);
      for (const { x, y, width: wide, height, words } of chart.readings) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + wide).toBeLessThanOrEqual(width + 1);
        expect(y + height).toBeLessThanOrEqual(chart.height);
        expect(words).not.toContain('NaN');
      }
      expect(pageSvg(chart)).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
  it('is a file that stands alone, and escapes what programs are called', () => {
    const file = fileSvg(sharesChart(facts, 600), 'The <program>');
    expect(file).not.toContain('var(');
    expect(file).toContain('Backup &lt;&amp;&gt;');
    expect(file).toContain('The &lt;program&gt;');
  });
  it('has what it says in lines', () => expect(wrapped('one two three', 50)).toEqual(['one two', 'three']));
  it('is read where the pointer is', () => {
    const readings = [{ x: 0, y: 0, width: 10, height: 10, words: 'a' }, { x: 10, y: 0, width: 10, height: 10, words: 'b' }, { x: 0, y: 20, width: 20, height: 10, words: 'c' }];
    expect([readingAt(readings, 4, 5), readingAt(readings, 18, 5), readingAt(readings, 90, 5), readingAt(readings, 4, 25), readingAt([], 0, 0)]).toEqual([0, 1, 1, 2, -1]);
  });
});
