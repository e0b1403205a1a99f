/**
 * Which panels are beside each other and which share a place under tabs, by the size of the workspace. Pure: the grids
 * themselves are in style/workspace.css, one for each mode.
 *
 *   wide      lesson │ program │ timeline     medium   lesson or program │ timeline     compact  the same, low: the
 *                              │ console                                 │ console               right side has tabs too
 *   narrow    one column of tabs, the last one holds timeline over console     slim   one column, one panel
 */
export type PanelName = 'lesson' | 'code' | 'timeline' | 'console';
export type Mode = 'wide' | 'medium' | 'compact' | 'narrow' | 'slim';

export interface Tab {
  readonly label: string;
  readonly panels: readonly PanelName[];
}

/** Panels that share a place; exactly one tab of each group is shown. */
export type Group = readonly Tab[];

const Lesson: Tab = { label: 'Lesson', panels: ['lesson'] };
const Code: Tab = { label: 'Program', panels: ['code'] };
const Timeline: Tab = { label: 'Timeline', panels: ['timeline'] };
const Console: Tab = { label: 'Console', panels: ['console'] };

const Groups: Readonly<Record<Mode, readonly Group[]>> = {
  wide: [],
  medium: [[Lesson, Code]],
  compact: [[Lesson, Code], [Timeline, Console]],
  narrow: [[Lesson, Code, { label: 'Timeline', panels: ['timeline', 'console'] }]],
  slim: [[Lesson, Code, Timeline, Console]],
};

const WideFrom = 1200;
const TwoColumnsFrom = 600;
const TallFrom = 520;

/** `width` and `height` of the workspace in CSS pixels. */
export function modeFor(width: number, height: number): Mode {
  const tall = height >= TallFrom;
  if (width >= WideFrom && tall) return 'wide';
  if (width >= TwoColumnsFrom) return tall ? 'medium' : 'compact';
  return tall ? 'narrow' : 'slim';
}

export function groupsOf(mode: Mode): readonly Group[] {
  return Groups[mode];
}

/** The tab of a group that shows a panel, -1 if none does. */
export function tabShowing(group: Group, panel: PanelName): number {
  return group.findIndex((tab) => tab.panels.includes(panel));
}

/** The panels that are seen: all that share no place, and those of the chosen tab of each group. */
export function visiblePanels(mode: Mode, chosen: readonly number[]): Set<PanelName> {
  const visible = new Set<PanelName>(['lesson', 'code', 'timeline', 'console']);
  groupsOf(mode).forEach((group, index) => {
    for (const tab of group) for (const panel of tab.panels) visible.delete(panel);
    const tab = group[chosen[index] ?? 0] ?? group[0];
    for (const panel of tab?.panels ?? []) visible.add(panel);
  });
  return visible;
}
