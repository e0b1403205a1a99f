import { describe, expect, it } from 'vitest';
import { trapFrames, trapMessage, wasmFrames } from './trap.js';
import type { ProgramSymbols } from './types.js';

const thrown = (message: string, stack = '', name = 'RuntimeError') => ({ name, message, stack });

describe('trapMessage', () => {
  it.each([
    ['unreachable', /must never run/],
    ['unreachable executed', /must never run/],
    ['memory access out of bounds', /outside its bounds/],
    ['index out of bounds', /outside its bounds/],
    ['Out of bounds memory access (evaluating ...)', /outside its bounds/],
    ['divide by zero', /divided by zero/],
    ['integer divide by zero', /divided by zero/],
    ['Division by zero', /divided by zero/],
    ['remainder by zero', /divided by zero/],
    ['divide result unrepresentable', /by -1/],
    ['integer overflow', /by -1/],
    ['float unrepresentable in integer range', /floating-point/],
    ['Maximum call stack size exceeded', /call stack overflowed/],
    ['too much recursion', /call stack overflowed/],
    ['null function or function signature mismatch', /through a pointer/],
    ['table index is out of bounds', /through a pointer/],
    ['indirect call to null', /through a pointer/],
    ['operation does not support unaligned accesses', /not aligned/],
    ['uncaught exception', /nothing caught it/],
  ])('explains %j', (message, expected) => {
    expect(trapMessage(thrown(message))).toMatch(expected);
  });

  it('passes on what it does not know', () => {
    expect(trapMessage(thrown('flux capacitor empty'))).toBe('The program failed: flux capacitor empty.');
  });

  it('recognises endless recursion by its frames', () => {
    const stack = Array.from({ length: 100 }, () => '    at deep(int) (wasm://wasm/ab:wasm-function[9]:0x10)').join('\n');
    expect(trapMessage(thrown('memory access out of bounds', stack))).toMatch(/call stack overflowed/);
  });
});

describe('wasmFrames', () => {
  it('reads the stack of V8', () => {
    const stack = [
      'RuntimeError: divide by zero',
      '    at program.wasm.main::$_0::operator()() const (wasm://wasm/program.wasm-0d1a2b3c:wasm-function[12]:0x1a2b)',
      '    at wasm://wasm/0d1a2b3c:wasm-function[13]:0xff',
      '    at runThread (http://localhost/thread.js:3:4)',
    ].join('\n');
    expect(wasmFrames(stack)).toEqual([
      { functionIndex: 12, offset: 0x1a2b, name: 'main::$_0::operator()() const' },
      { functionIndex: 13, offset: 0xff, name: undefined },
    ]);
  });

  it('reads the stacks of SpiderMonkey and JavaScriptCore', () => {
    expect(wasmFrames('divide@http://h/x.js line 3 > WebAssembly.Module:wasm-function[12]:0x1a2b\nrun@http://h/x.js:1:2')).toEqual([
      { functionIndex: 12, offset: 0x1a2b, name: 'divide' },
    ]);
    expect(wasmFrames('<?>.wasm-function[7]@[wasm code]\nrun@http://h/x.js:1:2')).toEqual([{ functionIndex: 7, offset: -1, name: undefined }]);
  });
});

describe('trapFrames', () => {
  const symbols: ProgramSymbols = {
    version: 1,
    source: 'main.cpp',
    objects: [],
    functions: [
      { index: 1, name: 'divide(int, int)', start: 10, end: 30, line: 4, user: true },
      { index: 2, name: 'main', start: 30, end: 60, line: 8, user: true },
      { index: 3, name: '_start', start: 60, end: 90, line: 0, user: false },
    ],
    lines: [[10, 4], [16, 5], [22, 6], [30, 8], [40, 9]],
    codeSectionOffset: 1000,
  };
  const frame = (index: number, offset: number): string => `    at f (wasm://wasm/0d:wasm-function[${index}]:0x${offset.toString(16)})`;

  it('gives names and lines, and leaves out the runtime below main', () => {
    const stack = [frame(1, 1018), frame(2, 1041), frame(3, 1070)].join('\n');
    expect(trapFrames(thrown('divide by zero', stack), symbols)).toEqual([
      { function: 'divide(int, int)', line: 5 },
      { function: 'main', line: 9 },
    ]);
  });

  it('takes a row at its first byte, and the line of the function where no row is', () => {
    expect(trapFrames(thrown('', frame(1, 1022)), symbols)).toEqual([{ function: 'divide(int, int)', line: 6 }]);
    expect(trapFrames(thrown('', frame(2, 5)), symbols)).toEqual([{ function: 'main', line: 8 }]);
  });

  it('folds recursion', () => {
    const stack = [...Array.from({ length: 50 }, () => frame(1, 1018)), frame(2, 1041)].join('\n');
    expect(trapFrames(thrown('', stack), symbols)).toEqual([
      { function: 'divide(int, int)', line: 5, times: 50 },
      { function: 'main', line: 9 },
    ]);
  });

  it('calls main by its name', () => {
    expect(trapFrames(thrown('', '    at p.wasm.__main_argc_argv (wasm://wasm/0d:wasm-function[1]:0x1)'), undefined)).toEqual([{ function: 'main' }]);
  });

  it('does without symbols', () => {
    expect(trapFrames(thrown('', frame(1, 1018)), undefined)).toEqual([{ function: 'f' }]);
    expect(trapFrames(thrown('', 'no stack at all'), undefined)).toEqual([]);
  });
});
