import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../compile/builder.js';
import { rangeOf } from './finding_marks.js';

const finding = (line: number, column: number, endColumn?: number): Finding =>
  ({ severity: 'error', line, column, message: '', notes: [], ...(endColumn === undefined ? {} : { endColumn }) });
const doc = Text.of(['int größe = 1;', '    grosse += 1', '']);
const marked = (item: Finding): string => {
  const { from, to } = rangeOf(doc, item);
  return doc.sliceString(from, to);
};

describe('the text that a finding is about', () => {
  it('is the word at its place', () => expect(marked(finding(2, 5))).toBe('grosse'));
  it('is the range that clang gives', () => expect(marked(finding(2, 5, 16))).toBe('grosse += 1'));
  it('is counted in bytes by clang', () => expect(marked(finding(1, 13))).toBe('='));
  it('is the whole line without a column, but not its indentation', () => expect(marked(finding(2, 0))).toBe('grosse += 1'));
  it('is at the end of the line where something is missing', () => expect(marked(finding(2, 16))).toBe(''));
  it('lies in the text, whatever the numbers say', () => {
    for (const item of [finding(0, 0), finding(99, 1), finding(1, 999), finding(3, 7)]) {
      const { from, to } = rangeOf(doc, item);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(doc.length);
      expect(from).toBeLessThanOrEqual(to);
    }
  });
});
