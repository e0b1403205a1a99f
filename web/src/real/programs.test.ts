/**
 * Every guest test program (tests/programs/programs.json says what each must do) on node's workers. The
 * same list runs in Chromium (tests/web/guests.spec.ts). Nothing here depends on how fast they run.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startProgram, type Watched } from './test-machine.js';
import type { Limits, Outcome } from './types.js';

/** All of a stream, its lines in any order, or a pattern that it matches. */
type ExpectedText = string | { readonly lines: readonly string[] } | { readonly match: string };

type Expected =
  | { readonly exit: number }
  | { readonly trap: string; readonly frames?: readonly string[] }
  | { readonly abort: true }
  | { readonly deadlock: number }
  | { readonly limit: string };

interface TestProgram {
  readonly name: string;
  readonly expect: Expected;
  readonly stdin?: string;
  readonly stdout: ExpectedText;
  readonly stderr?: ExpectedText;
  readonly limits?: Partial<Limits>;
}

const list = JSON.parse(readFileSync(new URL('../../../tests/programs/programs.json', import.meta.url), 'utf8')) as {
  readonly version: number;
  readonly programs: readonly TestProgram[];
};

const Patience = 300_000; // 64 workers of node take their time on a busy machine

function expectText(found: string, expected: ExpectedText): void {
  if (typeof expected === 'string') expect(found).toBe(expected);
  else if ('match' in expected) expect(found).toMatch(new RegExp(expected.match));
  else expect(found.split('\n').filter((line) => line !== '').toSorted()).toEqual([...expected.lines].toSorted());
}

function expectOutcome(outcome: Outcome, expected: Expected): void {
  if ('exit' in expected) {
    expect(outcome).toMatchObject({ kind: 'exit', code: expected.exit });
  } else if ('trap' in expected) {
    expect(outcome).toMatchObject({ kind: 'trap', message: expect.stringMatching(new RegExp(expected.trap, 'i')) as string });
    const frames = outcome.kind === 'trap' ? outcome.frames.map((frame) => frame.function) : [];
    expect(frames.slice(0, expected.frames?.length ?? 0)).toEqual(expected.frames ?? []);
  } else if ('abort' in expected) {
    expect(outcome).toMatchObject({ kind: 'abort', message: expect.stringMatching(/\w/) as string });
  } else if ('deadlock' in expected) {
    expect(outcome.kind).toBe('deadlock');
    expect(outcome.kind === 'deadlock' ? outcome.blocked : []).toHaveLength(expected.deadlock);
  } else {
    expect(outcome).toMatchObject({ kind: 'limit', which: expected.limit });
  }
}

async function runToTheEnd(program: TestProgram): Promise<[Outcome, Watched]> {
  const watched = await startProgram(program.name, { stdin: program.stdin !== undefined, limits: program.limits ?? {} });
  if (program.stdin !== undefined) watched.run.input(new TextEncoder().encode(program.stdin));
  watched.run.closeInput();
  void watched.status((status) => status.state === 'deadlock').then(() => watched.run.stop());
  return [await watched.finished, watched];
}

it('the list is of the version that this test reads', () => {
  expect(list.version).toBe(1);
  expect(list.programs.length).toBeGreaterThan(30);
});

describe('a guest program on real workers', { timeout: Patience }, () => {
  it.each(list.programs.map((program) => [program.name, program] as const))('%s', async (_, program) => {
    const [outcome, watched] = await runToTheEnd(program);
    expectText(watched.stdout(), program.stdout);
    if (program.stderr !== undefined) expectText(watched.stderr(), program.stderr);
    expectOutcome(outcome, program.expect);
    expect(outcome.recording.recorded).toBeGreaterThan(0);
    expect(outcome.recording.unrecorded).toBe(0);
  });
});
