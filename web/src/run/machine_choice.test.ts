import { describe, expect, it } from 'vitest';
import { wholeNumber } from './machine_choice.js';

describe('wholeNumber', () => {
  it('keeps what a learner types within the limits', () => {
    expect(wholeNumber('4', 1, 64, 2)).toBe(4);
    expect(wholeNumber('0', 1, 64, 2)).toBe(1);
    expect(wholeNumber('1000', 1, 64, 2)).toBe(64);
    expect(wholeNumber('2.6', 1, 64, 2)).toBe(3);
  });

  it('bad: nonsense becomes the default', () => {
    for (const text of ['', '  ', 'four', 'NaN', '1e999']) expect(wholeNumber(text, 1, 64, 2)).toBe(2);
  });
});
