import { describe, expect, it } from 'vitest';
import { clampFraction } from './splitter.js';

describe('clampFraction', () => {
  it('leaves a size alone that fits', () => expect(clampFraction(0.4, 1000, 180, 420)).toBe(0.4));
  it('keeps the least size of the panel', () => expect(clampFraction(0, 1000, 180, 420)).toBeCloseTo(0.18));
  it('keeps the least size of the rest', () => expect(clampFraction(1, 1000, 180, 420)).toBeCloseTo(0.58));
  it('prefers the panel when there is no room for both', () => expect(clampFraction(0.5, 400, 180, 420)).toBeCloseTo(0.45));
});
