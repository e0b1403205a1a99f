import { describe, expect, it } from 'vitest';
import { exitEnding, LastWords } from './ending.js';

const facts = { code: 134, lastWords: undefined, refusedThreads: 0, threadLimit: 128, memoryBytes: 256 << 20 };

function words(...parts: string[]): string | undefined {
  const last = new LastWords();
  for (const part of parts) last.add(new TextEncoder().encode(part));
  return last.reason();
}

describe('LastWords', () => {
  it('finds why the C++ runtime gave up, also when it came in pieces', () => {
    expect(words('noise\nterminate called after thr', "owing an instance of 'std::runtime_error'\n  what():  boom\n"))
      .toBe("terminate called after throwing an instance of 'std::runtime_error': boom");
    expect(words('libc++abi: terminating due to uncaught exception of type int\n')).toBe('terminating due to uncaught exception of type int');
    expect(words("main.cpp:5: main: Assertion `x == 1' failed.\n")).toBe("main.cpp:5: main: Assertion `x == 1' failed.");
  });

  it('says nothing where nothing was said', () => {
    expect(words()).toBeUndefined();
    expect(words('just some warning\n')).toBeUndefined();
  });

  it('keeps only the end of a long stream', () => {
    expect(words('terminate called long ago\n', 'x'.repeat(10_000))).toBeUndefined();
  });
});

describe('exitEnding', () => {
  it('takes any other code as it is', () => {
    expect(exitEnding({ ...facts, code: 3 })).toEqual({ kind: 'exit', code: 3 });
  });

  it('tells an abort with its reason', () => {
    expect(exitEnding({ ...facts, lastWords: 'terminate called' })).toEqual({ kind: 'abort', message: 'terminate called' });
    expect(exitEnding(facts)).toEqual({ kind: 'abort', message: 'The program called abort().' });
  });

  it('tells a lack of memory as the memory limit', () => {
    expect(exitEnding({ ...facts, lastWords: "terminate called after throwing an instance of 'std::bad_alloc'" }))
      .toMatchObject({ kind: 'limit', which: 'memory', message: expect.stringMatching(/more memory than the 256 MB/) as string });
  });

  it('tells a refused thread as the thread limit, and only when one was refused', () => {
    const lastWords = "terminate called after throwing an instance of 'std::system_error': thread constructor failed";
    expect(exitEnding({ ...facts, lastWords, refusedThreads: 1 })).toMatchObject({ kind: 'limit', which: 'threads' });
    expect(exitEnding({ ...facts, lastWords })).toMatchObject({ kind: 'abort' });
    const unjoined = 'terminate called without an active exception';
    expect(exitEnding({ ...facts, lastWords: unjoined, refusedThreads: 1 })).toMatchObject({ kind: 'limit', which: 'threads' });
    expect(exitEnding({ ...facts, lastWords: unjoined })).toMatchObject({ kind: 'abort' });
  });
});
