import { describe, expect, it } from 'vitest';
import { bars, niceWidth, resultOf } from './histogram.js';

const total = (made: readonly { count: number }[]): number => made.reduce((sum, bar) => sum + bar.count, 0);

describe('bars', () => {
  it('orders numbers by value', () => {
    expect(bars(new Map([['10', 3], ['9', 1]])).map((bar) => bar.label)).toEqual(['9', '10']);
  });
  it('orders words by how often they came', () => {
    expect(bars(new Map([['abc', 1], ['deadlock', 7]])).map((bar) => bar.label)).toEqual(['deadlock', 'abc']);
  });
  it('puts many numbers into ranges and loses no run', () => {
    const results = new Map(Array.from({ length: 150 }, (_, at) => [String(1000 + 7 * at), 2] as [string, number]));
    const made = bars(results);
    expect(made.length).toBeLessThanOrEqual(13);
    expect(total(made)).toBe(300);
  });
  it('keeps the expected value apart from the ranges, in its place', () => {
    const results = new Map(Array.from({ length: 50 }, (_, at) => [String(100 * at), 1] as [string, number]));
    results.set('20000', 9);
    const made = bars(results, '20000');
    expect(made.at(-1)).toEqual({ label: '20000', count: 9, expected: true });
    expect(made.filter((bar) => bar.expected === true)).toHaveLength(1);
    expect(total(made)).toBe(59);
  });
  it('says of each value whether it was expected', () => {
    expect(bars(new Map([['1', 4], ['2', 6]]), '2').map((bar) => bar.expected)).toEqual([false, true]);
  });
});

describe('niceWidth', () => {
  it('goes up to the next 1, 2 or 5', () => expect([0.2, 1, 3, 60, 201].map(niceWidth)).toEqual([1, 1, 5, 100, 500]));
});

describe('resultOf', () => {
  it('takes the group of the pattern', () => expect(resultOf('a\ncounter = 12\nb', /counter = (\d+)/)).toBe('12'));
  it('takes the last line without a pattern', () => expect(resultOf('a\n 7 \n\n', undefined)).toBe('7'));
  it('says so when there is none', () => {
    expect(resultOf('', undefined)).toBe('(no output)');
    expect(resultOf('x', /y/)).toBe('(no result)');
  });
});
