import { describe, expect, it } from 'vitest';
import type { Lesson } from './catalogue.js';
import { parametersInWords, smallParameters, smallProgram } from './small.js';

describe('a small program', () => {
  it('is there while the text is as it came', () => {
    const lesson = { base: new URL('http://here/lessons/mutex/'), details: { small: { Rounds: '1' } } } as unknown as Lesson;
    expect(smallProgram(lesson, true)).toEqual({ url: new URL('http://here/lessons/mutex/small.debug.wasm'), words: 'Rounds = 1' });
    expect([smallProgram(lesson, false), smallProgram({ ...lesson, details: {} } as Lesson, true), smallProgram(undefined, true)]).toEqual([undefined, undefined, undefined]);
  });
  it('is told in words', () => expect(parametersInWords({ Rounds: '1', Fair: 'false' })).toBe('Rounds = 1, Fair = false'));
  it('is there when lesson.json says so', () => {
    expect(smallParameters({ check: { explore: [{ parameters: { Rounds: 1, Fair: false } }, { parameters: { Rounds: 2 } }] } })).toEqual({ Rounds: '1', Fair: 'false' });
    for (const json of [{}, { check: {} }, { check: { explore: [] } }, { check: { explore: [{}] } }, { check: { explore: [{ parameters: { 'a b': 1, Text: 'x' } }] } }, null]) expect(smallParameters(json)).toBeUndefined();
  });
});
