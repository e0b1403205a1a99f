import { describe, expect, it } from 'vitest';
import { packArchive, unpackArchive } from './archive.js';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

describe('an archive', () => {
  const files = [{ path: 'include/a.hpp', bytes: bytes(1, 2, 3) }, { path: 'empty', bytes: bytes() }, { path: 'lib/größe.a', bytes: bytes(9) }];
  it('gives its files back', () => expect(unpackArchive(packArchive(files))).toEqual(files));
  it('may lie in the middle of other bytes', () => {
    const packed = packArchive(files);
    const around = new Uint8Array(packed.length + 5);
    around.set(packed, 5);
    expect(unpackArchive(around.subarray(5))).toEqual(files);
  });
  it('without files is one too', () => expect(unpackArchive(packArchive([]))).toEqual([]));
  it('bad_ archives that are cut short say what to do', () => {
    const packed = packArchive(files);
    for (const length of [0, 3, 10, packed.length - 1]) expect(() => unpackArchive(packed.slice(0, length))).toThrow(/Load the page again/);
  });
  it('bad_ bytes are no archive', () => expect(() => unpackArchive(bytes(3, 0, 0, 0, 1, 2, 3))).toThrow(/damaged/));
});
