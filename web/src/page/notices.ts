/** Messages below the top bar about what this browser lacks. */
import { byId, element, icon } from '../base/dom.js';
import type { Shortcoming } from './capabilities.js';

const Triangle = 'M8 2.2 14.3 13H1.7zM8 6.4v3M8 11.2v.1';

export function showNotices(items: readonly Shortcoming[]): void {
  byId('notices').replaceChildren(...items.map(notice));
}

function notice(item: Shortcoming): HTMLElement {
  const text = element('p', {}, element('strong', {}, item.title), ` ${item.explanation}`);
  if (item.offerTab === true) {
    text.append(' ', element('a', { href: location.href, target: '_blank', rel: 'noopener' }, 'Open in a tab of its own'), '.');
  }
  return element('div', { class: 'notice', role: 'note', 'data-kind': item.kind }, icon(Triangle), text);
}
