import { describe, expect, it } from 'vitest';
import { belongsToBrowser } from './input.js';

const press = (key: string, modifiers: Partial<Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>> = {}) =>
  belongsToBrowser({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers });

describe('belongsToBrowser', () => {
  it('leaves Tab to the browser, so that the keyboard can leave the canvas', () => expect(press('Tab')).toBe(true));
  it('leaves shortcuts to the browser', () => {
    expect(press('r', { ctrlKey: true })).toBe(true);
    expect(press('l', { metaKey: true })).toBe(true);
    expect(press('F5')).toBe(true);
  });
  it('keeps plain keys', () => {
    expect(press('w')).toBe(false);
    expect(press('F')).toBe(false);
    expect(press('ArrowLeft')).toBe(false);
  });
  it('keeps characters typed with AltGr, as [ and ] are on many keyboards', () =>
    expect(press('[', { ctrlKey: true, altKey: true })).toBe(false));
});
