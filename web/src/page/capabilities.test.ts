import { describe, expect, it } from 'vitest';
import { shortcomings, type Environment } from './capabilities.js';

const Complete: Environment = { webAssembly: true, sharedMemory: true, isolated: true, secure: true, framed: false, webGl2: true };
const kinds = (part: Partial<Environment>): string[] => shortcomings({ ...Complete, ...part }).map((item) => item.kind);

describe('shortcomings', () => {
  it('says nothing in a complete browser', () => expect(shortcomings(Complete)).toEqual([]));
  it('names the headers where the server leaves them out', () => {
    const [first] = shortcomings({ ...Complete, isolated: false, sharedMemory: false });
    expect(first?.explanation).toContain('Cross-Origin-Embedder-Policy: require-corp');
    expect(first?.offerTab).toBeUndefined();
  });
  it('offers a tab of its own in the frame of a page without isolation', () => {
    expect(shortcomings({ ...Complete, isolated: false, framed: true })[0]?.offerTab).toBe(true);
  });
  it('asks for https when the address is not secure', () => {
    expect(shortcomings({ ...Complete, isolated: false, secure: false })[0]?.explanation).toContain('https');
  });
  it('blames the browser, not the server, when the page is isolated', () => {
    expect(shortcomings({ ...Complete, sharedMemory: false })[0]?.explanation).not.toContain('server');
  });
  it('says the lack of WebAssembly once, not also that of threads', () => {
    expect(kinds({ webAssembly: false, sharedMemory: false, isolated: false })).toEqual(['webassembly']);
  });
  it('tells drawing apart from running', () => expect(kinds({ webGl2: false })).toEqual(['drawing']));
});
