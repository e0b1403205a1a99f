import { describe, expect, it } from 'vitest';
import { groupsOf, modeFor, tabShowing, visiblePanels, type Mode, type PanelName } from './arrangement.js';

const AllModes: readonly Mode[] = ['wide', 'medium', 'compact', 'narrow', 'slim'];
const AllPanels: readonly PanelName[] = ['lesson', 'code', 'timeline', 'console'];

describe('modeFor', () => {
  it('knows the sizes that the page is designed for (less the two bars)', () => {
    expect(modeFor(1440, 820)).toBe('wide');
    expect(modeFor(1024, 690)).toBe('medium');
    expect(modeFor(700, 345)).toBe('compact');
    expect(modeFor(390, 720)).toBe('narrow');
    expect(modeFor(390, 300)).toBe('slim');
  });
});

describe('every mode', () => {
  it.each(AllModes)('%s reaches every panel through some choice of tabs', (mode) => {
    for (const panel of AllPanels) {
      const chosen = groupsOf(mode).map((group) => Math.max(0, tabShowing(group, panel)));
      expect(visiblePanels(mode, chosen)).toContain(panel);
    }
  });
  it.each(AllModes)('%s puts no panel under two tabs', (mode) => {
    const tabbed = groupsOf(mode).flatMap((group) => group.flatMap((tab) => tab.panels));
    expect(new Set(tabbed).size).toBe(tabbed.length);
  });
});

describe('visiblePanels', () => {
  it('shows everything at once when wide', () => expect(visiblePanels('wide', []).size).toBe(4));
  it('shows timeline and console together on a phone', () => {
    expect([...visiblePanels('narrow', [2])].sort()).toEqual(['console', 'timeline']);
  });
  it('falls back to the first tab when a stored choice does not exist', () => {
    expect([...visiblePanels('slim', [9])]).toEqual(['lesson']);
  });
});
