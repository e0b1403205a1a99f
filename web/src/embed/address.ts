/** The address of a page that may be in a frame, whose options stand in it too and stay. */
import { OptionNames } from './options.js';

/** A fragment, with the options of the frame's address behind it. */
export function withOptions(fragment: string): string {
  const now = new URLSearchParams(location.hash.replace(/^#/, ''));
  const rest = OptionNames.flatMap((name) => (now.has(name) ? [now.get(name) === '' ? name : `${name}=${now.get(name) ?? ''}`] : []));
  return `#${[fragment.replace(/^#/, ''), ...rest].join('&')}`;
}

/** Another fragment in the address bar, without a visit. '' leaves it as it is. */
export function replaceAddress(fragment: string): void {
  if (fragment !== '') history.replaceState(null, '', globalThis.interleaveFrame === undefined ? fragment : withOptions(fragment));
}
