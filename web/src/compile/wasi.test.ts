/** The host with the real tools: what clang and wasm-ld do with files is what counts. */
import { describe, expect, it } from 'vitest';
import { MemoryFiles } from './memory_files.js';
import { testLlvm } from './test-compiler.js';
import { runTool, ToolCrash } from './wasi.js';

const Patience = 120_000;

describe('a tool', { timeout: Patience }, () => {
  it('writes to its output and ends with a code', async () => {
    const result = runTool(await testLlvm(), new MemoryFiles(), ['clang', '--version']);
    expect(result.code).toBe(0);
    expect(result.output).toMatch(/^clang version \d+/);
  });
  it('reads and writes files, and says what it does not find', async () => {
    const files = new MemoryFiles();
    files.makeFolder('/tmp');
    files.write('/w/a.c', 'int answer(void) { return 42; }\n');
    const compiled = runTool(await testLlvm(), files, ['clang', '--target=wasm32', '-c', '/w/a.c', '-o', '/w/a.o']);
    expect(compiled).toMatchObject({ code: 0, errors: '' });
    expect([...(files.read('/w/a.o') ?? [])].slice(0, 4)).toEqual([0, 0x61, 0x73, 0x6d]);
    const missing = runTool(await testLlvm(), files, ['wasm-ld', '/w/b.o', '-o', '/w/x.wasm']);
    expect(missing.code).not.toBe(0);
    expect(missing.errors).toContain('/w/b.o');
  });
  it('that traps is told with its last words', async () => {
    const text = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 10, 1, 6, 0x5f, 0x73, 0x74, 0x61, 0x72, 0x74, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b]);
    const trapping = await WebAssembly.compile(text);
    expect(() => runTool(trapping, new MemoryFiles(), ['broken'])).toThrow(ToolCrash);
    expect(() => runTool(trapping, new MemoryFiles(), ['broken'])).toThrow(/^broken: unreachable/);
  });
});
