import { describe, expect, it } from 'vitest';
import { byPart, findLesson, LessonError, parseDetails, parseIndex } from './catalogue.js';

const entry = (id: string, part: number, order: number): Record<string, unknown> =>
  ({ id, part, partTitle: `Part ${part}`, order, title: id.toUpperCase(), summary: 'Something', minutes: 5, prerequisites: [] });

describe('parseIndex', () => {
  it('orders by part, then by place in it', () => {
    const ids = parseIndex([entry('c', 2, 2), entry('a', 1, 9), entry('b', 2, 1)]).map((item) => item.id);
    expect(ids).toEqual(['a', 'b', 'c']);
  });
  it('bad_ entries are named by their place', () => {
    expect(() => parseIndex([entry('a', 1, 1), { id: 'b' }])).toThrow(/Entry 2 .* no number “part”/);
    expect(() => parseIndex([])).toThrow(LessonError);
    expect(() => parseIndex({})).toThrow(LessonError);
  });
});

describe('parseDetails', () => {
  it('takes what to try and how to repeat', () => {
    const details = parseDetails({ try: ['Press Run twice.', 7], repeat: { runs: 200, pattern: 'counter = (\\d+)', label: 'counter', expected: 2 } });
    expect(details.tries).toEqual(['Press Run twice.']);
    expect(details.repeat?.runs).toBe(200);
    expect(details.repeat?.pattern?.exec('so\ncounter = 17\n')?.[1]).toBe('17');
    expect(details.repeat?.expected).toBe('2');
  });
  it('allows a lesson without either', () => expect(parseDetails({})).toEqual({ machines: ['real', 'lab'], tries: [], parameters: [], optimize: '-O0' }));
  it('takes the machines that it is meant for, in its order', () => {
    expect(parseDetails({ machines: ['real'] }).machines).toEqual(['real']);
    expect(parseDetails({ machines: ['lab', 'real'] }).machines).toEqual(['lab', 'real']);
    expect(parseDetails({ machines: ['moon'] }).machines).toEqual(['real', 'lab']);
  });
  it('bad_ patterns are a LessonError, not a crash', () => {
    expect(() => parseDetails({ repeat: { runs: 2, pattern: '(' } })).toThrow(LessonError);
  });
});

describe('byPart', () => {
  it('keeps every lesson once, under its part', () => {
    const parts = byPart(parseIndex([entry('a', 1, 1), entry('b', 2, 1), entry('c', 2, 2)]));
    expect(parts.map((part) => [part.title, part.lessons.length])).toEqual([['Part 1', 1], ['Part 2', 2]]);
  });
});

describe('findLesson', () => {
  const entries = parseIndex([entry('2-mutex', 2, 6), entry('2-deadlock', 2, 7)]);
  it('knows the short name and the folder', () => {
    expect(findLesson(entries, 'deadlock')?.id).toBe('2-deadlock');
    expect(findLesson(entries, '2-mutex')?.name).toBe('mutex');
  });
  it('finds none for other names', () => {
    expect(findLesson(entries, 'lock')).toBeUndefined();
    expect(findLesson(entries, undefined)).toBeUndefined();
  });
});
