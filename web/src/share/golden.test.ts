/**
 * Links of ours open the same picture years later. golden_links.json has twenty as they were given out, never to be written anew, each
 * with what it says and how its run stands in the end (of a link without a run: the run that Run would make). A change of a lesson or of what programs are linked with
 * makes another program, and so another state: then, and only then, INTERLEAVE_REWRITE=1 writes the `ends` anew, for the eye to judge.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { wasmEngine, type Engine } from '../engine/test-engine.js';
import { readLink, shareLink } from './link.js';
import { linkedProgram, replay, type Replayed } from './replay.js';
import type { SharedState } from './shared_state.js';

interface Golden {
  readonly about: string;
  readonly link: string;
  readonly says: SharedState;
  ends: Replayed;
}

const file = fileURLToPath(new URL('./golden_links.json', import.meta.url));
const goldens = JSON.parse(readFileSync(file, 'utf8')) as Golden[];
const rewrite = process.env['INTERLEAVE_REWRITE'] !== undefined;

describe('golden links', { timeout: 120_000 }, () => {
  let engine: Engine;
  beforeAll(async () => { engine = await wasmEngine('engine-node'); });

  it('are twenty', () => expect(goldens.length).toBe(20));

  it.each(goldens)('$about: says the same', ({ link, says }) => expect(readLink(link)).toEqual(says));

  it.each(goldens)('$about: is still made of what it says, and read again', ({ says }) => {
    expect(readLink(shareLink(says) ?? '')).toEqual(says);
  });

  it.each(goldens)('$about: comes out the same', async (golden) => {
    const found = await replay(engine, golden.says, await linkedProgram(golden.says));
    if (rewrite) golden.ends = found;
    else expect(found).toEqual(golden.ends);
    if (rewrite) writeFileSync(file, `${JSON.stringify(goldens, undefined, 1)}\n`);
  });
});
