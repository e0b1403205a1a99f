/** Programs with a mistake: the error is where a learner looks for it, and many have a plain sentence. */
import { describe, expect, it } from 'vitest';
import { BrokenPrograms } from './broken_programs.js';
import { testBuilder } from './test-compiler.js';

const Patience = 300_000;
const builder = testBuilder();

it('there are at least fifty of them, most with a plain sentence', () => {
  expect(BrokenPrograms.length).toBeGreaterThanOrEqual(50);
  expect(BrokenPrograms.filter((program) => program.advice !== undefined).length).toBeGreaterThan(30);
});

describe('a broken program', { timeout: Patience }, () => {
  it.each(BrokenPrograms.map((program) => [program.name, program] as const))('%s', async (_, { source, line, words, advice }) => {
    const { findings, program } = (await builder).build(source, '-O0');
    const [first] = findings;
    expect(program).toBeUndefined();
    expect(first).toMatchObject({ severity: 'error', line, message: expect.stringMatching(words) as string });
    if (advice !== undefined) expect(first?.advice).toMatch(advice);
  });
});
