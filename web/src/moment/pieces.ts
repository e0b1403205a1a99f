/** The small elements that all panels about a moment share: a thread's badge, sentences with links, icons of buttons. */
import { element } from '../base/dom.js';
import { threadColor, threadName, withLinks } from './words.js';

export interface Links {
  onLine(line: number): void;
  onStep(step: number): void;
}

export function threadBadge(id: number): HTMLElement {
  const badge = element('span', { class: 'badge', 'aria-hidden': 'true' }, String(id));
  badge.style.backgroundColor = threadColor(id);
  return badge;
}

/** Badge and name. */
export function threadLabel(id: number): HTMLElement {
  return element('span', { class: 'thread-label' }, threadBadge(id), threadName(id));
}

export function linked(sentence: string, links: Links): (Node | string)[] {
  return withLinks(sentence).map(({ text, line, step }) => {
    if (line !== undefined) return element('button', { type: 'button', class: 'link-button', onclick: () => links.onLine(line) }, text);
    if (step !== undefined) return element('button', { type: 'button', class: 'link-button', onclick: () => links.onStep(step) }, text);
    return text;
  });
}

/** A drawing of 16 by 16, filled. */
export function glyph(path: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'icon solid');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(space, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}
