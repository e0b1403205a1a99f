import { describe, expect, it } from 'vitest';
import { LongestLine, MostLines, Transcript } from './transcript.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (transcript: Transcript): string[] => transcript.lines.map((line) => `${line.kind}:${line.text}`);

describe('Transcript', () => {
  it('joins the pieces of a line', () => {
    const transcript = new Transcript();
    for (const piece of ['he', 'llo\nwor', 'ld\n', '!']) transcript.write('out', bytes(piece));
    expect(texts(transcript)).toEqual(['out:hello', 'out:world', 'out:!']);
  });
  it('keeps empty lines', () => {
    const transcript = new Transcript();
    transcript.write('out', bytes('a\n\nb\n'));
    expect(texts(transcript)).toEqual(['out:a', 'out:', 'out:b']);
  });
  it('puts a letter together that was cut in two', () => {
    const transcript = new Transcript();
    const encoded = bytes('é');
    transcript.write('out', encoded.subarray(0, 1));
    transcript.write('out', encoded.subarray(1));
    expect(texts(transcript)).toEqual(['out:é']);
  });
  it('tells the outputs apart, also within a line', () => {
    const transcript = new Transcript();
    transcript.write('out', bytes('a'));
    transcript.write('err', bytes('bad\n'));
    transcript.write('out', bytes('b\n'));
    expect(texts(transcript)).toEqual(['out:a', 'err:bad', 'out:b']);
  });
  it('keeps the last lines of a flood and counts the others', () => {
    const transcript = new Transcript();
    const total = 20_000;
    for (let i = 0; i < total; i += 100) transcript.write('out', bytes(Array.from({ length: 100 }, (_, at) => `${i + at}\n`).join('')));
    expect(transcript.lines.length).toBe(MostLines);
    expect(transcript.omitted).toBe(total - MostLines);
    expect(transcript.lines.at(-1)).toMatchObject({ text: String(total - 1), number: total - 1 });
  });
  it('survives one piece with very many lines', () => {
    const transcript = new Transcript();
    transcript.write('out', bytes('x\n'.repeat(100_000)));
    expect(transcript.lines.length).toBe(MostLines);
    expect(transcript.omitted).toBe(100_000 - MostLines);
  });
  it('does not let one endless line grow for ever', () => {
    const transcript = new Transcript();
    for (let i = 0; i < 100; i++) transcript.write('out', bytes('y'.repeat(1000)));
    expect(transcript.lines.length).toBe(1);
    expect(transcript.lines[0]?.text.length).toBe(LongestLine);
    expect(transcript.lines[0]?.text).toContain('left out');
  });
  it('starts from nothing after clear', () => {
    const transcript = new Transcript();
    transcript.write('out', bytes('half'));
    transcript.clear();
    transcript.write('out', bytes('new\n'));
    expect(texts(transcript)).toEqual(['out:new']);
    expect(transcript.omitted).toBe(0);
  });

  it('knows how much the program had written before each line', () => {
    const transcript = new Transcript();
    const write = (kind: 'out' | 'err' | 'note', text: string): void => transcript.write(kind, new TextEncoder().encode(text));
    write('out', 'é\ntwo\nthr');
    write('out', 'ee\n');
    write('note', 'line 3: misuse\n');
    write('err', 'x\n');
    expect(transcript.lines.map(({ text, start }) => [text, start])).toEqual([['é', 0], ['two', 3], ['three', 7], ['line 3: misuse', 13], ['x', 13]]);
  });
});
