import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerFetch, Fetcher } from './fetching.js';
import { MostBytes, type Fetched } from './site-files.js';
import { startProgram, type Watched } from './test-machine.js';

/** Answered before it begins to wait: what counts is what is in the memory. */
function answered(...answers: Fetched[]): Fetched[] {
  const fetcher = new Fetcher((name, memory) => answerFetch(memory, answers[Number(name)] ?? { came: false, reason: 'no' }));
  return answers.map((_, index) => fetcher.fetch(String(index)));
}

describe('an answer', () => {
  it('goes through memory whole, and the next one has nothing of it', () => {
    const most = new Uint8Array(MostBytes).fill(7);
    const [largest] = answered({ came: true, bytes: most });
    expect(largest?.came === true && Buffer.compare(largest.bytes, most)).toBe(0);
    const all: Fetched[] = [{ came: true, bytes: most.subarray(0, 1000) }, { came: false, reason: '“nowhere” is missing' }, { came: true, bytes: new Uint8Array() }, { came: true, bytes: Uint8Array.of(1) }];
    expect(answered(...all)).toEqual(all);
  });
});

const Patience = 60_000;
const words = readFileSync(new URL('../../files/words.txt', import.meta.url));

async function ask(...lines: string[]): Promise<Watched> {
  const watched = await startProgram('fetch', { stdin: true });
  watched.run.input(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
  return watched;
}

describe('a program that fetches', { timeout: Patience }, () => {
  it('gets the file, on two threads at once, and exceptions for what it does not get', async () => {
    const watched = await ask('words.txt', 'nowhere.txt', '../index.html');
    watched.run.closeInput();
    expect(await watched.finished).toMatchObject({ kind: 'exit', code: 0 });
    const once = [`words.txt: ${words.length} bytes, anchor`, expect.stringMatching(/^error: cannot fetch "nowhere.txt": there is no such file/), expect.stringMatching(/^error: cannot fetch "..\/index.html": refused/)];
    expect(watched.stdout().trimEnd().split('\n')).toEqual(once.flatMap((line) => [line, line]));
  });

  it('and catches nothing ends with the reason', async () => {
    const watched = await ask('!nowhere.txt');
    expect(await watched.finished).toMatchObject({ kind: 'abort' });
    expect(watched.stderr()).toBe("terminate called after throwing an instance of 'interleave::io::error'\n  what():  cannot fetch \"nowhere.txt\": there is no such file in the site's folder files/\n");
  });

  it('without the library gets the same: the machine refuses, not the program', async () => {
    const watched = await ask('?');
    watched.run.closeInput();
    expect(await watched.finished).toMatchObject({ kind: 'exit', code: 0 });
    expect(watched.stdout()).toBe('operation: 0\n');
  });

  it('from a server that never answers is no deadlock, and is stopped at once', async () => {
    const watched = await ask('never.txt');
    await new Promise((resolve) => setTimeout(resolve, 1500)); // longer than a deadlock takes to be told
    expect(watched.statuses.map(({ state }) => state)).not.toContain('deadlock');
    const begin = performance.now();
    watched.run.stop();
    expect(await watched.finished).toMatchObject({ kind: 'stopped' });
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});
