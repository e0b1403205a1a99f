import { describe, expect, it } from 'vitest';
import type { Build } from './builder.js';
import { hashOf, keepBuild, keptBuild, keptHeader, packBuild, unpackBuild } from './kept.js';

const build: Build = {
  findings: [{ severity: 'warning', line: 1, column: 2, message: 'odd', notes: [] }],
  times: { compile: 1, link: 2, mark: 3, precompiled: true },
  program: {
    marked: Uint8Array.from([1, 2]), debug: Uint8Array.from([3]),
    symbols: { version: 1, source: 'main.cpp', objects: [], functions: [], lines: [[1, 2]], codeSectionOffset: 7 },
  },
};

describe('a build that is kept', () => {
  it('comes back as it was', () => expect(unpackBuild(packBuild(build))).toEqual(build));
  it('may have no program', () => expect(unpackBuild(packBuild({ ...build, program: undefined })).program).toBeUndefined());
});

describe('the hash', () => {
  it('differs when a part moves over to the next one', async () => expect(await hashOf('ab', 'c')).not.toBe(await hashOf('a', 'bc')));
  it('is the same for the same', async () => expect(await hashOf('a')).toBe(await hashOf('a')));
});

it('where there is no storage, nothing is kept and nothing fails', async () => {
  await keepBuild('x', build);
  expect(await keptBuild('x')).toBeUndefined();
  expect(await keptHeader('x')).toBeUndefined();
});
