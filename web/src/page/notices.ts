/** Messages below the top bar about what this browser lacks. */
import { byId, element, icon } from '../base/dom.js';
import type { Shortcoming } from './capabilities.js';

const Triangle = 'M8 2.2 14.3 13H1.7zM8 6.4v3M8 11.2v.1';

export function showNotices(items: readonly Shortcoming[]): void {
  const notices = byId('notices');
  notices.replaceChildren(...notices.querySelectorAll('[data-kind="problem"]'), ...items.map(notice));
}

/** Something that the visitor asked for cannot be done as asked; at most one. Undefined: it is over. */
export function showProblem(title: string | undefined, explanation = ''): void {
  const notices = byId('notices');
  notices.querySelector('[data-kind="problem"]')?.remove();
  if (title === undefined) return;
  const made = element('div', { class: 'notice', role: 'alert', 'data-kind': 'problem' }, icon(Triangle),
    element('p', {}, element('strong', {}, title), ` ${explanation}`),
    element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close the note', title: 'Close', onclick: () => made.remove() }, '✕'));
  notices.prepend(made);
}

function notice(item: Shortcoming): HTMLElement {
  const text = element('p', {}, element('strong', {}, item.title), ` ${item.explanation}`);
  if (item.offerTab === true) {
    text.append(' ', element('a', { href: location.href, target: '_blank', rel: 'noopener' }, 'Open in a tab of its own'), '.');
  }
  return element('div', { class: 'notice', role: 'note', 'data-kind': item.kind }, icon(Triangle), text);
}
