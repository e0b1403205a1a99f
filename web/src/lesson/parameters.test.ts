import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeTo, digits, parseParameters, positionOf, valueAt, valueIn, type Parameter } from './parameters.js';

const rounds: Parameter = { name: 'Rounds', label: 'Rounds', range: { minimum: 1, maximum: 100_000 } };
const flag: Parameter = { name: 'Block', label: 'Block' };
const source = "#include <mutex>\nconstexpr int Rounds = 1'000;\nconstexpr bool Block = true;  // or false\n";

describe('a parameter in the program', () => {
  it('has the value that is written there', () => {
    expect(valueIn(source, rounds)).toBe(1000);
    expect(valueIn(source, flag)).toBe(true);
  });
  it('is written as a person would', () => {
    const change = changeTo(source, rounds, 25_000);
    expect(change === undefined ? '' : source.slice(0, change.from) + change.text + source.slice(change.to)).toBe(source.replace("1'000", "25'000"));
    expect(changeTo(source, flag, false)?.text).toBe('false');
    expect([7, 100, 1000, 1_234_567].map(digits)).toEqual(['7', '100', "1'000", "1'234'567"]);
  });
  it('is left alone when the learner computes it or took it out', () => {
    expect(valueIn('constexpr int Rounds = 2 * Others;', rounds)).toBeUndefined();
    expect(changeTo('int main() {}', rounds, 3)).toBeUndefined();
  });
});

describe('a slider', () => {
  it('has every number of a small range', () => expect([0, 50, 100].map((at) => valueAt(at, { minimum: 2, maximum: 16 }))).toEqual([2, 9, 16]));
  it('has round numbers of a wide one, and its ends', () => {
    const range = { minimum: 1, maximum: 100_000_000 };
    expect([0, 50, 100].map((at) => valueAt(at, range))).toEqual([1, 10_000, 100_000_000]);
    expect(String(valueAt(37, range))).toMatch(/^\d\d0*$/);
  });
  it('stands where its value is', () => {
    for (const range of [{ minimum: 0, maximum: 100 }, { minimum: 1, maximum: 1_000_000 }]) {
      for (const at of [0, 25, 60, 100]) expect(Math.abs(positionOf(valueAt(at, range), range) - at)).toBeLessThan(2);
    }
  });
});

describe('parameters of lesson.json', () => {
  it('bad_ ones are left out', () => expect(parseParameters([{ name: 'x y', minimum: 1, maximum: 2 }, 7, { name: 'A', type: 'integer', minimum: 3, maximum: 3 }])).toEqual([]));
  it('of all lessons are constants of their programs', () => {
    const lessons = new URL('../../../src/lessons/', import.meta.url);
    let count = 0;
    for (const folder of readdirSync(lessons).filter((name) => /^\d-/.test(name))) {
      const details = JSON.parse(readFileSync(new URL(`${folder}/lesson.json`, lessons), 'utf8')) as { parameters?: { default: number | boolean }[] };
      const program = readFileSync(new URL(`${folder}/main.cpp`, lessons), 'utf8');
      parseParameters(details.parameters).forEach((parameter, at) => {
        expect([folder, parameter.name, valueIn(program, parameter)]).toEqual([folder, parameter.name, details.parameters?.[at]?.default]);
        count++;
      });
    }
    expect(count).toBeGreaterThan(20);
  });
});
