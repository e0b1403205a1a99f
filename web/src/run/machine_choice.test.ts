import { describe, expect, it } from 'vitest';
import { chooseMachine, whyNot, wholeNumber } from './machine_choice.js';

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

describe('the machines of a lesson', () => {
  it('are offered with the reason where one is not', () => {
    expect(whyNot('lab', ['real'], true)).toBe('not for this lesson');
    expect(whyNot('hand', ['real'], true)).toBe('not for this lesson');
    expect(whyNot('real', ['real', 'lab'], false)).toBe('not here');
    expect(whyNot('real', ['real', 'lab'], true)).toBeUndefined();
  });

  it('are chosen by the wish, as long as it can be had', () => {
    expect(chooseMachine('hand', ['real', 'lab'], true)).toBe('hand');
    expect(chooseMachine('lab', ['real'], true)).toBe('real');
    expect(chooseMachine('real', ['lab', 'real'], false)).toBe('lab');
    expect(chooseMachine('real', ['real', 'lab'], false)).toBe('lab');
  });

  it('bad: none can be had', () => expect(chooseMachine('lab', ['real'], false)).toBeUndefined());
});
