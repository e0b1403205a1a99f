/**
 * Light, dark, or as the system says. The inline script of index.html does the first step before the first paint; this
 * module keeps the choice, follows the system while none is made, and tells the timeline.
 */
import { byId } from '../base/dom.js';
import { readSetting, writeSetting } from '../base/settings.js';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark';

/** What the button offers next: first the opposite of what is seen, then the other, then the system's again. */
export function nextChoice(choice: ThemeChoice, system: Theme): ThemeChoice {
  const opposite = system === 'dark' ? 'light' : 'dark';
  if (choice === 'system') return opposite;
  return choice === opposite ? system : 'system';
}

export interface ThemeControl {
  readonly current: () => Theme;
  /** Another choice, which is not kept: the page around a frame makes it. */
  set(choice: ThemeChoice): void;
  onChange(listener: (theme: Theme) => void): void;
}

/** `given`: what the page around a frame wants, in place of the visitor's own choice. */
export function startTheme(given?: ThemeChoice): ThemeControl {
  const button = byId('theme', HTMLButtonElement);
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const listeners: ((theme: Theme) => void)[] = [];
  let choice: ThemeChoice = given ?? readSetting('theme', isTheme) ?? 'system';

  const system = (): Theme => (prefersDark.matches ? 'dark' : 'light');
  const current = (): Theme => (choice === 'system' ? system() : choice);
  const apply = (): void => {
    document.documentElement.dataset['theme'] = current();
    const label = `Theme: ${choice === 'system' ? `as the system (${current()})` : choice}`;
    button.setAttribute('aria-label', label);
    button.title = label;
    for (const listener of listeners) listener(current());
  };

  button.addEventListener('click', () => {
    choice = nextChoice(choice, system());
    writeSetting('theme', choice === 'system' ? undefined : choice);
    apply();
  });
  prefersDark.addEventListener('change', apply);
  apply();
  return {
    current,
    set(wanted) {
      choice = wanted;
      apply();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
