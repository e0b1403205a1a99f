import { describe, expect, it } from 'vitest';
import type { Finding } from './builder.js';
import { tellFindings, tellProgress } from './told.js';

const error = (line: number, more: Partial<Finding> = {}): Finding => ({ severity: 'error', line, column: 1, message: 'it is wrong', notes: [], ...more });

describe('findings in words', () => {
  it('lead to their lines and end in a full stop', () => expect(tellFindings([error(3)]).items).toEqual(['line 3: it is wrong.']));
  it('say the plain sentence after the compiler’s', () => expect(tellFindings([error(3, { advice: 'Do this.' })]).items).toEqual(['line 3: it is wrong. Do this.']));
  it('without a line lead nowhere', () => expect(tellFindings([error(0)]).items).toEqual(['it is wrong.']));
  it('say where the other half of the matter is', () => {
    expect(tellFindings([error(9, { notes: [{ line: 2, message: "to match this '{'" }] })]).items).toEqual(["line 9: it is wrong. (line 2: to match this '{')"]);
  });
  it('are counted in the title, warnings apart, and not all shown', () => {
    const told = tellFindings([...Array.from({ length: 20 }, (_, at) => error(at + 1)), { ...error(1), severity: 'warning' }]);
    expect(told.title).toBe('The program does not compile: 20 errors');
    expect(told.items).toHaveLength(9);
    expect(told.items.at(-1)).toBe('And 12 more errors.');
  });
});

it('progress says how much comes, where the server says it', () => {
  expect(tellProgress(0.486, 18.5)).toBe('48 % of 19 MB, once');
  expect(tellProgress(0.5, undefined)).toBe('50 %');
});
