import { describe, expect, it } from 'vitest';
import { movesBy } from './hand_control.js';

describe('moves by a time', () => {
  const moves = [{ time: 10 }, { time: 12 }, { time: 12 }, { time: 30 }];
  it('counts those that have ended', () => {
    expect(movesBy(moves, 12)).toBe(3);
    expect(movesBy(moves, 29)).toBe(3);
    expect(movesBy(moves, 30)).toBe(4);
    expect(movesBy(moves, 1e9)).toBe(4);
  });
  it('never less than the first', () => {
    expect(movesBy(moves, 0)).toBe(1);
    expect(movesBy([], 0)).toBe(1);
  });
});
