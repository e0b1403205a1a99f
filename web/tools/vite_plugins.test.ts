import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { artefactsOf, hashedName } from './vite_artefacts.js';
import { inlineScriptHashes, policy } from './vite_csp.js';
import { publicFiles } from './vite_files.js';
import { paletteCss } from './vite_palette.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'interleave-artefacts-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('artefacts', () => {
  mkdirSync(path.join(root, 'lessons/mutex'), { recursive: true });
  writeFileSync(path.join(root, 'lessons/mutex/main.cpp'), 'int main() {}');

  it('are found below their folder', () => {
    expect(artefactsOf(root, 'lessons').map((item) => item.name)).toEqual(['mutex/main.cpp']);
  });
  it('get another name when a byte of them changes', () => {
    const before = hashedName('lessons', artefactsOf(root, 'lessons'));
    writeFileSync(path.join(root, 'lessons/mutex/main.cpp'), 'int main( ) {}');
    const after = hashedName('lessons', artefactsOf(root, 'lessons'));
    expect(before).toMatch(/^lessons-[0-9a-f]{12}$/);
    expect(after).not.toBe(before);
  });
  it('bad_ builds without them say what to do', () => expect(() => artefactsOf(root, 'app')).toThrow(/run make/));
});

describe('files that programs may fetch', () => {
  const folder = path.join(root, 'files');
  mkdirSync(path.join(folder, 'week-3'), { recursive: true });
  writeFileSync(path.join(folder, 'week-3/cities.csv'), 'Oslo\n');
  writeFileSync(path.join(folder, 'words.txt'), '');

  it('are those of the folder and of folders in it', () => expect(publicFiles(folder)).toEqual(['week-3/cities.csv', 'words.txt']));
  it.each([['two words.txt', 1, /name/], ['.htpasswd', 1, /name/], ['long.txt', (4 << 20) + 1, /4 MiB/]] as const)('bad_ ones that no program could fetch stop the build: %s', (name, size, why) => {
    const bad = path.join(root, `bad-${size}-${name.length}`);
    mkdirSync(bad);
    writeFileSync(path.join(bad, name), new Uint8Array(size));
    expect(() => publicFiles(bad)).toThrow(why);
  });
});

describe('the policy', () => {
  const html = '<script>go()</script><script type="module" src="./x.js"></script>';
  it('allows the inline script by its hash, as browsers compute it', () => {
    expect(inlineScriptHashes(html)).toEqual(["'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"]);
  });
  it('allows no other inline script, no eval and no other site', () => {
    expect(policy(html)).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  });
});

describe('the palette', () => {
  it('has both themes of every colour', () => {
    const css = paletteCss('// words\nCOLOUR(line_strong, 0x3a4450, 0xc6cdd6, "edges")\n');
    expect(css).toContain(":root {\n  --il-line-strong: #c6cdd6;\n}");
    expect(css).toContain(":root[data-theme='dark'] {\n  --il-line-strong: #3a4450;\n}");
  });
  it('bad_ tables without a row stop the build', () => expect(() => paletteCss('nothing')).toThrow(/no COLOUR/));
});
