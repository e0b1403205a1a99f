/**
 * The guest test programs (tests/programs/programs.json says what each must do) and the templates, compiled by the page's
 * compiler and run on node's workers: they do what those do that the native build made. So do more programs of this folder,
 * which use the library and the language more widely.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startBytes } from '../real/test-machine.js';
import { testBuilder } from './test-compiler.js';

type ExpectedText = string | { readonly lines: readonly string[] } | { readonly match: string };
interface TestProgram {
  readonly name: string;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly stdin?: string;
  readonly stdout: ExpectedText;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const guests = (JSON.parse(text('tests/programs/programs.json')) as { programs: TestProgram[] }).programs;
/** Those that a build with the same runtime cannot end otherwise, whatever compiled them, and that take long. */
const Skipped = new Set(['endless_loop', 'endless_output', 'memory_hog', 'thread_bomb', 'many_threads']);

const Patience = 300_000;
const builder = testBuilder();

async function outputOf(source: string, stdin?: string): Promise<{ stdout: string; kind: string; code?: number; lines: boolean; objects: number }> {
  const { findings, program } = (await builder).build(source, '-O0');
  expect(findings.filter((item) => item.severity === 'error')).toEqual([]);
  if (program === undefined) throw new Error('not reached');
  const watched = await startBytes(program.marked, program.symbols, { stdin: stdin !== undefined });
  if (stdin !== undefined) watched.run.input(new TextEncoder().encode(stdin));
  watched.run.closeInput();
  void watched.status((status) => status.state === 'deadlock').then(() => watched.run.stop());
  const outcome = await watched.finished;
  return {
    stdout: watched.stdout(), kind: outcome.kind, ...(outcome.kind === 'exit' ? { code: outcome.code } : {}),
    lines: program.symbols.lines.length > 0 && program.symbols.source === 'main.cpp', objects: program.symbols.objects.length,
  };
}

function expectText(found: string, expected: ExpectedText): void {
  if (typeof expected === 'string') expect(found).toBe(expected);
  else if ('match' in expected) expect(found).toMatch(new RegExp(expected.match));
  else expect(found.split('\n').filter((line) => line !== '').toSorted()).toEqual([...expected.lines].toSorted());
}

describe('a guest program, compiled as in the page', { timeout: Patience }, () => {
  it.each(guests.filter(({ name }) => !Skipped.has(name)).map((program) => [program.name, program] as const))('%s', async (name, program) => {
    const result = await outputOf(text(`tests/programs/${name}.cpp`), program.stdin);
    expectText(result.stdout, program.stdout);
    expect(result.kind).toBe(Object.keys(program.expect)[0]);
    if ('exit' in program.expect) expect(result.code).toBe(program.expect['exit']);
    expect(result.lines).toBe(true);
  });
});

describe('a program with more of the language, compiled as in the page', { timeout: Patience }, () => {
  const folder = path.join(root, 'tests/programs/page');
  const names = readdirSync(folder).filter((name) => name.endsWith('.cpp'));
  it.each(names)('%s prints what its last comment says', async (name) => {
    const source = text(`tests/programs/page/${name}`);
    const expected = [...source.matchAll(/^\/\/> (.*)$/gm)].map((match) => match[1]).join('\n');
    const result = await outputOf(source);
    expect(result).toMatchObject({ kind: 'exit', code: 0, stdout: `${expected}\n` });
  });
});

describe('a template', { timeout: Patience }, () => {
  const folder = 'web/src/programs/templates';
  it.each(readdirSync(path.join(root, folder)))('%s compiles without a warning and runs', async (name) => {
    const source = text(`${folder}/${name}`);
    expect((await builder).check(source)).toEqual([]);
    expect(await outputOf(source)).toMatchObject({ kind: 'exit', code: 0 });
  });
});

it('variables of the program keep their names, types and lines', { timeout: Patience }, async () => {
  const { program } = (await builder).build('#include <mutex>\n\nstd::mutex door;\nint counter = 0;\nint main() {\n  std::lock_guard guard(door);\n  return counter;\n}\n', '-O0');
  expect(program?.symbols.objects).toMatchObject([{ name: 'door', type: 'std::mutex', line: 3 }, { name: 'counter', type: 'int', line: 4 }]);
  expect(program?.symbols.functions.find((item) => item.name === 'main')).toMatchObject({ user: true, line: 5 });
});

it('optimised programs use the same precompiled header', { timeout: Patience }, async () => {
  const { program, times } = (await builder).build('#include <thread>\n#include <iostream>\nint main() {\n  std::thread([] { std::cout << 42; }).join();\n}\n', '-O2');
  expect(times.precompiled).toBe(true);
  expect(program).toBeDefined();
});
