/** The tabs below the timeline, by the names that links use. */
export const ResultTabs = ['console', 'state', 'explore', 'compare', 'charts', 'threads', 'histogram'] as const;
export type ResultTab = (typeof ResultTabs)[number];

export const isResultTab = (value: unknown): value is ResultTab => ResultTabs.some((tab) => tab === value);
