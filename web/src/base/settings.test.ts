import { afterEach, describe, expect, it, vi } from 'vitest';
import { isNumber, readSetting, writeSetting } from './settings.js';

function fakeStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const values = new Map<string, string>();
  return { getItem: (name) => values.get(name) ?? null, setItem: (name, value) => void values.set(name, value), removeItem: (name) => void values.delete(name) };
}

afterEach(() => vi.unstubAllGlobals());

describe('settings', () => {
  it('come back as they were written', () => {
    vi.stubGlobal('localStorage', fakeStorage());
    writeSetting('size', 320);
    expect(readSetting('size', isNumber)).toBe(320);
    writeSetting('size', undefined);
    expect(readSetting('size', isNumber)).toBeUndefined();
  });
  it('of the wrong type or damaged are ignored', () => {
    const storage = fakeStorage();
    vi.stubGlobal('localStorage', storage);
    storage.setItem('interleave.size', '"wide"');
    expect(readSetting('size', isNumber)).toBeUndefined();
    storage.setItem('interleave.size', '{');
    expect(readSetting('size', isNumber)).toBeUndefined();
  });
  it('last as long as the page where storage is blocked', () => {
    vi.stubGlobal('localStorage', undefined);
    writeSetting('other', 7);
    expect(readSetting('other', isNumber)).toBe(7);
  });
});
