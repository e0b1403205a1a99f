/**
 * How a frame looks and behaves, in the fragment behind what it shows: `#lesson=mutex&layout=single&theme=dark&readonly`. What cannot be
 * understood is as if it were not there: a course page shall not break over a spelling.
 */
import type { Goal } from './messages.js';

export interface EmbedOptions {
  /** `full`: panels beside each other where there is room. `single`: one panel at a time, with tabs. */
  readonly layout: 'full' | 'single';
  /** The panel that is seen first where panels share a place. */
  readonly panel: 'lesson' | 'code' | 'timeline' | 'console' | undefined;
  readonly theme: 'light' | 'dark' | 'auto';
  readonly readonly: boolean;
  /** When the playground is loaded: when the reader presses Run, or when the frame is seen. */
  readonly start: 'press' | 'visible';
  readonly goal: Goal | undefined;
}

export const OptionNames = ['layout', 'panel', 'theme', 'readonly', 'start', 'goal'] as const;

function choice<T extends string>(value: string | null, ...values: readonly T[]): T | undefined {
  return values.find((item) => item === value);
}

export function readOptions(hash: string): EmbedOptions {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    layout: choice(values.get('layout'), 'full', 'single') ?? 'full',
    panel: choice(values.get('panel'), 'lesson', 'code', 'timeline', 'console'),
    theme: choice(values.get('theme'), 'light', 'dark', 'auto') ?? 'auto',
    readonly: values.has('readonly') && values.get('readonly') !== 'false',
    start: choice(values.get('start'), 'press', 'visible') ?? 'press',
    goal: choice(values.get('goal'), 'finished', 'deadlock', 'explored', 'bug', 'proved', 'challenge'),
  };
}

/** What is not the default, to be put behind a fragment: `&layout=single&readonly`. */
export function optionWords(options: Partial<EmbedOptions>): string {
  const { layout, panel, theme, readonly, start, goal } = options;
  const words = [
    ...(layout === 'single' ? ['layout=single'] : []), ...(panel === undefined ? [] : [`panel=${panel}`]), ...(theme === undefined || theme === 'auto' ? [] : [`theme=${theme}`]),
    ...(readonly === true ? ['readonly'] : []), ...(start === 'visible' ? ['start=visible'] : []), ...(goal === undefined ? [] : [`goal=${goal}`]),
  ];
  return words.map((word) => `&${word}`).join('');
}

/** The height that suits the playground in a frame of this width, in CSS pixels. */
export function suitableHeight({ layout }: Pick<EmbedOptions, 'layout'>, width: number): number {
  if (layout === 'single') return 520;
  return width >= 1200 ? 680 : 720;
}
