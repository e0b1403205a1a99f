import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flagsOf } from './flags.js';

describe('flags', () => {
  const text = '# words\n[compile]\n-O2\n\n# more\n-I{sysroot}/x\n[link]\n--no-entry\n';
  it('are those of one section, the sysroot filled in', () => {
    expect(flagsOf(text, 'compile', '/sys')).toEqual(['-O2', '-I/sys/x']);
    expect(flagsOf(text, 'link', '/sys')).toEqual(['--no-entry']);
  });
  it('bad_ sections are our own bug', () => expect(() => flagsOf(text, 'compil', '/sys')).toThrow(/no section/));
  it('of the build have every section that the page uses', () => {
    const real = readFileSync(new URL('../../../src/guest/flags.txt', import.meta.url), 'utf8');
    for (const section of ['compile', 'compile llvm>=20', 'compile program', 'link', 'wrap', 'libraries']) expect(flagsOf(real, section, '/sys').length).toBeGreaterThan(0);
  });
});
