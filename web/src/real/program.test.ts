import { describe, expect, it } from 'vitest';
import { loadProgram, memoryLimits, ProgramRejected } from './program.js';

const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
const section = (id: number, content: number[]): number[] => [id, ...leb(content.length), ...content];
const name = (text: string): number[] => [...leb(text.length), ...new TextEncoder().encode(text)];
const module = (...sections: number[][]): Uint8Array<ArrayBuffer> => Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);

const types = section(1, [3, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 0, 0x60, 1, 0x7f, 1, 0x7f]);
const imported = (...items: number[][]): number[] => section(2, [...leb(items.length), ...items.flat()]);
const memory = (flags: number, initial: number, maximum?: number): number[] =>
  [...name('env'), ...name('memory'), 2, flags, ...leb(initial), ...(maximum === undefined ? [] : leb(maximum))];
const imports = (from: string, what: string): number[] => [...name(from), ...name(what), 0, 2];
const lab = [...name('interleave'), ...name('lab'), 3, 0x7f, 0];

/** The exports of a real program; function indices start behind `importedFunctions`. */
function body(importedFunctions: number, leaveOut?: string): number[][] {
  const exported = ([
    ['_start', 0, importedFunctions],
    ['wasi_thread_start', 0, importedFunctions + 1],
    ['interleave_recorder', 3, 1],
    ['interleave_line', 3, 2],
  ] as const).filter(([what]) => what !== leaveOut);
  return [
    section(3, [2, 0, 1]),
    section(6, [2, 0x7f, 0, 0x41, 0, 0x0b, 0x7f, 1, 0x41, 0, 0x0b]),
    section(7, [exported.length, ...exported.flatMap(([what, kind, index]) => [...name(what), kind, index])]),
    section(10, [2, 2, 0, 0x0b, 2, 0, 0x0b]),
  ];
}

describe('loadProgram', () => {
  it('takes a program of our ABI and finds its memory limits', async () => {
    const bytes = module(types, imported(imports('wasi', 'thread-spawn'), lab, memory(3, 30, 4096)), ...body(1));
    const program = await loadProgram(bytes);
    expect(program.memory).toEqual({ initial: 30, maximum: 4096 });
  });

  it.each(['_start', 'wasi_thread_start', 'interleave_recorder', 'interleave_line'])('rejects a module without %s', async (missing) => {
    const bytes = module(types, imported(lab, memory(3, 1, 16)), ...body(0, missing));
    await expect(loadProgram(bytes)).rejects.toThrow(new RegExp(`does not export .*${missing}`));
  });

  it('names an import that it does not know', async () => {
    const bytes = module(types, imported(imports('env', 'system'), lab, memory(3, 1, 16)), ...body(1));
    await expect(loadProgram(bytes)).rejects.toThrow(/'env.system'/);
  });

  it('rejects a known import of another kind', async () => {
    const asFunction = imports('interleave', 'lab');
    const bytes = module(types, imported(lab, asFunction, memory(3, 1, 16)), ...body(1));
    await expect(loadProgram(bytes)).rejects.toThrow(/function 'interleave.lab'/);
  });

  it.each([
    ['a memory that is not shared', memory(1, 1, 16), /not shared/],
    ['a memory without a maximum', memory(0, 1), /not shared/],
  ])('rejects %s', async (_, kind, expected) => {
    await expect(loadProgram(module(types, imported(lab, kind), ...body(0)))).rejects.toThrow(expected);
  });

  it('rejects a module with a memory of its own', async () => {
    const sections = body(0);
    sections.splice(1, 0, section(5, [1, 3, 1, 16]));
    await expect(loadProgram(module(types, imported(lab), ...sections))).rejects.toThrow(/does not import its memory/);
  });

  it('rejects what is not WebAssembly', async () => {
    await expect(loadProgram(new TextEncoder().encode('<!doctype html>'))).rejects.toBeInstanceOf(ProgramRejected);
  });

  it('tells a failed download', async () => {
    await expect(loadProgram(new Response('', { status: 404 }))).rejects.toThrow(/answered 404/);
  });
});

it('memoryLimits skips every kind of import before the memory', () => {
  const table = [...name('env'), ...name('table'), 1, 0x70, 1, 1, 10];
  const tag = [...name('env'), ...name('tag'), 4, 0, 1];
  const long = imports('m'.repeat(200), 'n'.repeat(300));
  expect(memoryLimits(module(types, imported(long, table, lab, tag, memory(3, 200, 65536))))).toEqual({ initial: 200, maximum: 65536 });
});
