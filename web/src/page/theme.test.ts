import { describe, expect, it } from 'vitest';
import { nextChoice } from './theme.js';

describe('the theme button', () => {
  it('changes what is seen with the first press, on either system', () => {
    expect(nextChoice('system', 'light')).toBe('dark');
    expect(nextChoice('system', 'dark')).toBe('light');
  });
  it('comes back to the system after both themes', () => {
    for (const system of ['light', 'dark'] as const) {
      const first = nextChoice('system', system);
      const second = nextChoice(first, system);
      expect(new Set([first, second])).toEqual(new Set(['light', 'dark']));
      expect(nextChoice(second, system)).toBe('system');
    }
  });
});
