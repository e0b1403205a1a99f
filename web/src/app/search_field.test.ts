import { describe, expect, it } from 'vitest';
import { byteOffset } from './search_field.js';

describe('byteOffset', () => {
  it('counts bytes of UTF-8 before a position', () => {
    expect(byteOffset('mutex', 3)).toBe(3);
    expect(byteOffset('größe', 3)).toBe(4);
    expect(byteOffset('a😀b', 3)).toBe(5);
  });
});
