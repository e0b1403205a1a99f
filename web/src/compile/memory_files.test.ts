import { describe, expect, it } from 'vitest';
import { MemoryFile, MemoryFiles, MemoryFolder, namesIn } from './memory_files.js';

const text = (bytes: Uint8Array | undefined): string | undefined => (bytes === undefined ? undefined : new TextDecoder().decode(bytes));

describe('paths', () => {
  it('lose what leads nowhere', () => expect(namesIn('/a//./b/../c')).toEqual(['a', 'c']));
  it('cannot leave the root', () => expect(namesIn('../../x')).toEqual(['x']));
});

describe('files in memory', () => {
  it('are found by their paths, folders are made on the way', () => {
    const files = new MemoryFiles();
    files.write('/sys/include/vector', 'a vector');
    expect(text(files.read('sys/include/../include/vector'))).toBe('a vector');
    expect(files.find('/sys/include')).toBeInstanceOf(MemoryFolder);
    expect(files.find('/sys/include/vector/more')).toBeUndefined();
    expect(files.read('/sys')).toBeUndefined();
  });
  it('are found below a folder', () => {
    const files = new MemoryFiles();
    const folder = files.makeFolder('/a/b');
    files.write('/a/b/c', 'x');
    expect(files.find('c', folder)).toBeInstanceOf(MemoryFile);
    expect(files.parent('new', folder)).toEqual({ folder, name: 'new' });
    expect(files.parent('missing/new', folder)).toBeUndefined();
  });
  it('go when they are removed', () => {
    const files = new MemoryFiles();
    files.write('/a', 'x');
    files.remove('/a');
    files.remove('/not/there');
    expect(files.read('/a')).toBeUndefined();
  });
});

describe('a file', () => {
  it('does not change the bytes it was made of', () => {
    const original = Uint8Array.from([1, 2, 3]);
    const file = new MemoryFile(original);
    file.write(1, Uint8Array.from([9, 9, 9]));
    expect([...file.bytes]).toEqual([1, 9, 9, 9]);
    expect([...original]).toEqual([1, 2, 3]);
  });
  it('is filled with zeros up to where it is written', () => {
    const file = new MemoryFile();
    file.write(3, Uint8Array.from([7]));
    expect([...file.bytes]).toEqual([0, 0, 0, 7]);
  });
  it('that was longer before shows nothing old', () => {
    const file = new MemoryFile(Uint8Array.from([1, 2, 3]));
    file.resize(1);
    file.resize(3);
    expect([...file.bytes]).toEqual([1, 0, 0]);
  });
  it('grows in many small steps', () => {
    const file = new MemoryFile();
    for (let at = 0; at < 10_000; at++) file.write(at, Uint8Array.from([at & 255]));
    expect(file.size).toBe(10_000);
    expect(file.bytes[9_999]).toBe(9_999 & 255);
  });
});
