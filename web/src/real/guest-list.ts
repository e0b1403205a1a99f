/**
 * tests/programs/programs.json: what each guest test program must do, and whether it did. One list, so that worker
 * threads of Node.js, Chromium and the lab are held to the same.
 */
import type { Limits, Outcome } from './types.js';

/** Exactly this text; or these lines in any order; or a text that the expression finds. */
export type ExpectedText = string | { readonly lines: readonly string[] } | { readonly match: string };

export type ExpectedEnd =
  | { readonly exit: number }
  /** An expression that the trap's message matches; functions that its frames must contain, in this order. */
  | { readonly trap: string; readonly frames?: readonly string[] }
  | { readonly abort: true }
  /** How many threads wait for one another. */
  | { readonly deadlock: number }
  | { readonly limit: 'time' | 'memory' | 'output' | 'threads' };

export interface GuestProgram {
  readonly name: string;
  readonly expect: ExpectedEnd;
  readonly stdout: ExpectedText;
  /** Default: nothing is written there. */
  readonly stderr?: ExpectedText;
  /** The whole input; without it the program finds the end of input. */
  readonly stdin?: string;
  readonly limits?: Partial<Limits>;
  /** Ordinary C++20: any compiler's program does the same. */
  readonly native?: boolean;
}

export interface GuestProgramList {
  readonly version: 1;
  readonly programs: readonly GuestProgram[];
}

/** What is wrong about a run, one sentence each; empty if nothing is. */
export function complaints(program: GuestProgram, outcome: Outcome, stdout: string, stderr: string): string[] {
  return [
    ...aboutEnd(program.expect, outcome),
    ...aboutText('standard output', program.stdout, stdout),
    ...aboutText('standard error', program.stderr ?? '', stderr),
  ];
}

function aboutEnd(expected: ExpectedEnd, outcome: Outcome): string[] {
  if (fits(expected, outcome)) return [];
  return [`It should have ended with ${JSON.stringify(expected)}, but it ended with ${JSON.stringify(outcome)}.`];
}

function fits(expected: ExpectedEnd, outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'exit':
      return 'exit' in expected && expected.exit === outcome.code;
    case 'trap': {
      if (!('trap' in expected)) return false;
      const functions = outcome.frames.map((frame) => frame.function);
      const places = (expected.frames ?? []).map((name) => functions.indexOf(name));
      const inOrder = places.every((place, i) => place >= 0 && place > (places[i - 1] ?? -1));
      return new RegExp(expected.trap).test(outcome.message) && inOrder;
    }
    case 'abort':
      return 'abort' in expected;
    case 'deadlock':
      return 'deadlock' in expected && expected.deadlock === outcome.blocked.length;
    case 'limit':
      return 'limit' in expected && expected.limit === outcome.which;
    case 'stopped':
      return false;
  }
}

function aboutText(where: string, expected: ExpectedText, actual: string): string[] {
  const complaint = [`On ${where} there should have been ${JSON.stringify(expected)}, but there was ${JSON.stringify(actual.slice(0, 2000))}.`];
  if (typeof expected === 'string') return expected === actual ? [] : complaint;
  if ('match' in expected) return new RegExp(expected.match).test(actual) ? [] : complaint;
  const lines = actual.split('\n').slice(0, -1);
  return lines.toSorted().join('\n') === expected.lines.toSorted().join('\n') && actual.endsWith('\n') ? [] : complaint;
}
