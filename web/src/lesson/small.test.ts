import { describe, expect, it } from 'vitest';
import { parametersInWords, smallParameters } from './small.js';

describe('a small program', () => {
  it('is told in words', () => expect(parametersInWords({ Rounds: '1', Fair: 'false' })).toBe('Rounds = 1, Fair = false'));
  it('is there when lesson.json says so', () => {
    expect(smallParameters({ check: { explore: [{ parameters: { Rounds: 1, Fair: false } }, { parameters: { Rounds: 2 } }] } })).toEqual({ Rounds: '1', Fair: 'false' });
    for (const json of [{}, { check: {} }, { check: { explore: [] } }, { check: { explore: [{}] } }, { check: { explore: [{ parameters: { 'a b': 1, Text: 'x' } }] } }, null]) expect(smallParameters(json)).toBeUndefined();
  });
});
