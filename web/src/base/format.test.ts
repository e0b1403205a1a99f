import { describe, expect, it } from 'vitest';
import { count, duration, percent, time } from './format.js';

describe('duration', () => {
  it('keeps about three digits at every size', () => {
    expect(duration(0.4213)).toBe('0.42 ms');
    expect(duration(12.345)).toBe('12.3 ms');
    expect(duration(345.6)).toBe('346 ms');
    expect(duration(1234)).toBe('1.23 s');
  });
  it('never shows a rounding that belongs to the next unit', () => {
    expect(duration(999.7)).toBe('1.00 s');
    expect(duration(99.96)).toBe('100 ms');
    expect(duration(59_996)).toBe('1 min 0 s');
  });
  it('shows minutes for long runs', () => expect(duration(75_000)).toBe('1 min 15 s'));
  it('clamps what a clock that went back would give', () => expect(duration(-3)).toBe('0.00 ms'));
});

describe('time', () => {
  it('goes from nanoseconds up', () => {
    expect(time(12)).toBe('12 ns');
    expect(time(1234)).toBe('1.23 µs');
    expect(time(45_600)).toBe('45.6 µs');
    expect(time(31_000_000)).toBe('31.0 ms');
  });
});

describe('count', () => {
  it('groups digits and minds the plural', () => {
    expect(count(1, 'thread')).toBe('1 thread');
    expect(count(12_345, 'event')).toBe('12,345 events');
    expect(count(2, 'process', 'processes')).toBe('2 processes');
  });
});

describe('percent', () => {
  it('does not call a rare result none, nor a frequent one certain', () => {
    expect(percent(199, 200)).toBe('> 99 %');
    expect(percent(200, 200)).toBe('100 %');
    expect(percent(1, 200)).toBe('< 1 %');
    expect(percent(0, 200)).toBe('0 %');
    expect(percent(50, 200)).toBe('25 %');
    expect(percent(0, 0)).toBe('0 %');
  });
});
