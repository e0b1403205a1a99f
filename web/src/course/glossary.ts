/**
 * The glossary: terms of the field, what they mean, and the lesson that explains each (src/lessons/glossary.json). Terms in bold in
 * the prose become links to it, with the meaning as a tip; the dialog lists them all.
 */
import { element } from '../base/dom.js';
import { plainLink } from '../share/link.js';

export interface Term {
  readonly term: string;
  /** Other words for it. */
  readonly also: readonly string[];
  readonly text: string;
  /** The folder of the lesson. */
  readonly lesson: string;
}

/** What cannot be understood is left out. */
export function parseGlossary(json: unknown): Term[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((item: unknown): Term[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { term, also, text, lesson } = item as Readonly<Record<string, unknown>>;
    if (typeof term !== 'string' || typeof text !== 'string' || typeof lesson !== 'string') return [];
    return [{ term, also: Array.isArray(also) ? also.filter((word) => typeof word === 'string') : [], text, lesson }];
  });
}

const key = (word: string): string => word.toLowerCase().replaceAll('’', "'").replace(/[.:]$/, '').trim();

export class Glossary {
  private readonly words = new Map<string, Term>();

  constructor(readonly terms: readonly Term[]) {
    for (const term of terms) for (const word of [term.term, ...term.also]) this.words.set(key(word), term);
  }

  find(word: string): Term | undefined {
    return this.words.get(key(word));
  }

  /** Makes links of the terms in bold. */
  link(prose: HTMLElement, onTerm: (term: Term) => void): void {
    for (const bold of prose.querySelectorAll('strong')) {
      const term = this.find(bold.textContent ?? '');
      if (term === undefined || bold.closest('a') !== null) continue;
      const link = element('button', { type: 'button', class: 'term', title: term.text, onclick: () => onTerm(term) });
      bold.replaceWith(link);
      link.append(bold);
    }
  }
}

/** The dialog's content: every term with its meaning and its lesson. `onLesson`: a lesson is gone to. */
export function glossaryList(glossary: Glossary, onLesson: () => void): HTMLElement {
  return element('dl', { class: 'glossary' }, ...glossary.terms.flatMap((term) => [
    element('dt', { 'data-term': term.term }, term.term, ...(term.also.length === 0 ? [] : [element('span', { class: 'muted' }, ` · ${term.also.join(', ')}`)])),
    element('dd', {}, term.text, ' ', element('a', { href: plainLink({ lesson: term.lesson.replace(/^\d+-/, '') }), onclick: onLesson }, 'Lesson')),
  ]));
}
