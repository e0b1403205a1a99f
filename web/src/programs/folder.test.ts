import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { folderOf, plainName, zipOf } from './folder.js';

describe('names of folders and programs', () => {
  it('are plain', () => {
    expect(plainName('The mutex, again')).toBe('the-mutex-again');
    expect(plainName('Größe')).toMatch(/^[a-z][\w-]*$/);
  });
  it('are never empty, a number or a word of CMake', () => {
    for (const name of ['', '3 threads', '日本', 'test', 'all', '---']) expect(plainName(name)).toMatch(/^program/);
  });
});

describe('the folder', () => {
  it('has our headers only when the program includes them', () => {
    expect(Object.keys(folderOf('Bank', 'int main() {}'))).toEqual(['bank/main.cpp', 'bank/CMakeLists.txt']);
    expect(Object.keys(folderOf('Bank', '#include <interleave/io.hpp>\n'))).toEqual(expect.arrayContaining(['bank/include/interleave/runtime.h', 'bank/include/interleave/io.hpp', 'bank/include/interleave/loop/gather.hpp']));
  });
  it('is the zip archive', () => {
    const files = unzipSync(zipOf('Bank', 'int main() {}\n'));
    expect(strFromU8(files['bank/main.cpp'] ?? new Uint8Array())).toBe('int main() {}\n');
    expect(strFromU8(files['bank/CMakeLists.txt'] ?? new Uint8Array())).toContain('add_executable(bank main.cpp)');
  });
  it('takes none of the page’s runtime along', () => {
    expect(folderOf('Bank', '#include <interleave/io.hpp>\n')['bank/include/interleave/runtime.h']).toContain('sleep_for');
  });
  it('builds with CMake and runs', { timeout: 120_000 }, () => {
    const top = mkdtempSync(path.join(os.tmpdir(), 'interleave-folder-'));
    const source = readFileSync(new URL('./templates/tasks.cpp', import.meta.url), 'utf8');
    for (const [name, text] of Object.entries(folderOf('My tasks', source))) {
      mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
      writeFileSync(path.join(top, name), text);
    }
    const run = (command: string, ...args: string[]): string => execFileSync(command, args, { cwd: path.join(top, 'my-tasks'), encoding: 'utf8', stdio: 'pipe' });
    run('cmake', '-S', '.', '-B', 'build');
    run('cmake', '--build', 'build');
    expect(run('build/my-tasks')).toBe('downloaded 10000 bytes\n');
    rmSync(top, { recursive: true });
  });
});
