/** Making and finding elements, without a framework. */

type AttributeValue = string | number | boolean | undefined;
type Listeners = { [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void };
export type Attributes = { readonly [name: string]: AttributeValue | ((event: never) => void) } & Listeners;
export type Child = Node | string | undefined;

/**
 * `element('a', { href: '#', class: 'x', onclick: go }, 'text')`. True sets an attribute to the empty string, false and
 * undefined leave it out; names that begin with `on` are listeners. Text is text: nothing is parsed as HTML.
 */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener);
    else setAttribute(made, name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function setAttribute(target: Element, name: string, value: AttributeValue): void {
  if (value === undefined || value === false) target.removeAttribute(name);
  else target.setAttribute(name, value === true ? '' : String(value));
}

/** The element of index.html with this id. Throws when it is missing: that is our own bug. */
export function byId<T extends Element = HTMLElement>(id: string, type?: new () => T): T {
  const found = document.getElementById(id);
  if (found === null || (type !== undefined && !(found instanceof type))) throw new Error(`internal bug: the page has no #${id}`);
  return found as Element as T;
}

/** A 16-pixel line drawing. */
export function icon(path: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
