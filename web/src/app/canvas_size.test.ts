import { describe, expect, it } from 'vitest';
import { pixels } from './canvas_size.js';

describe('pixels', () => {
  it('takes the exact number of device pixels where it is near the rounded one', () => {
    expect(pixels(641, 512.4, 1.25)).toBe(641);
    expect(pixels(640, 512.4, 1.25)).toBe(640);
  });
  it('rounds where the browser does not tell', () => expect(pixels(undefined, 100.4, 1.5)).toBe(151));
  it('does not believe an exact number that ignores the pixel ratio', () => expect(pixels(390, 390, 2)).toBe(780));
  it('is never nothing', () => expect(pixels(undefined, 0.1, 1)).toBe(1));
});
