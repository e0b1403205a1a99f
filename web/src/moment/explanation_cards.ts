/** What went wrong in a run, as cards below its outcome: what happened step by step, and what would forbid it. */
import { element } from '../base/dom.js';
import type { Explanation } from '../engine/moments.js';
import { linked, type Links } from './pieces.js';

/** More of the same kind say nothing new. */
const MostCards = 4;

export function explanationCards(explanations: readonly Explanation[], links: Links): HTMLElement[] {
  return explanations.slice(0, MostCards).map(({ kind, title, sentences, remedy }) =>
    element('section', { class: 'outcome explanation', 'data-tone': 'waiting', 'data-kind': kind, 'aria-label': title },
      element('h3', {}, title),
      element('ol', {}, ...sentences.map((sentence) => element('li', {}, ...linked(sentence, links)))),
      element('p', { class: 'remedy' }, remedy)));
}
