/** The wait-for graph as a drawing: threads on a circle, an arrow from who waits to whom it waits for. */
import { setAttribute } from '../base/dom.js';
import { places, type Point, type WaitEdge, type WaitGraph } from './wait_graph.js';
import { threadColor, threadName } from './words.js';

const Radius = 15;
const Margin = 34;
/** How far an arrow bends to its left, so that two in opposite directions lie beside each other. */
const Bend = 0.28;

function shape<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string | number>>, ...children: readonly (Node | string)[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
}

const number = (value: number): string => value.toFixed(1);

/** In words, for who does not see it. */
export function graphInWords(graph: WaitGraph): string {
  return graph.edges.map(({ from, to, label }) => (label === 'join' ? `${threadName(from)} waits for ${threadName(to)} to end`
    : `${threadName(from)} waits for ${label}, held by ${threadName(to)}`)).join('; ');
}

/** Nothing when nobody waits for anybody. */
export function drawWaitGraph(graph: WaitGraph): SVGSVGElement | undefined {
  if (graph.edges.length === 0) return undefined;
  const size = Math.min(340, 130 + 26 * graph.threads.length);
  const spots = places(graph.threads.length, size, Margin);
  const spot = (thread: number): Point => spots[graph.threads.indexOf(thread)] ?? { x: 0, y: 0 };
  const svg = shape('svg', { class: 'wait-graph', viewBox: `-40 0 ${size + 80} ${size}`, width: size + 80, height: size, role: 'img', 'aria-label': `Who waits for whom: ${graphInWords(graph)}` },
    shape('defs', {}, ...(['waits', 'circular'] as const).map((kind) =>
      shape('marker', { id: `arrow-${kind}`, class: kind, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, shape('path', { d: 'M0 0 8 4 0 8z' })))));
  for (const edge of graph.edges) svg.append(arrow(edge, spot(edge.from), spot(edge.to)));
  for (const thread of graph.threads) {
    const { x, y } = spot(thread);
    const disc = shape('circle', { cx: number(x), cy: number(y), r: Radius });
    disc.style.fill = threadColor(thread);
    svg.append(shape('g', { class: 'node' }, shape('title', {}, threadName(thread)), disc,
      shape('text', { x: number(x), y: number(y), 'text-anchor': 'middle', 'dominant-baseline': 'central' }, String(thread))));
  }
  return svg;
}

function arrow({ label, circular }: WaitEdge, from: Point, to: Point): SVGGElement {
  const group = shape('g', { class: circular ? 'edge circular' : 'edge waits' });
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  let path: string;
  let middle: Point;
  if (length === 0) {
    path = `M${number(from.x - 8)} ${number(from.y - 13)} C${number(from.x - 34)} ${number(from.y - 52)} ${number(from.x + 34)} ${number(from.y - 52)} ${number(from.x + 9)} ${number(from.y - 14)}`;
    middle = { x: from.x, y: from.y - 46 };
  } else {
    const bent = { x: (from.x + to.x) / 2 + dy * Bend, y: (from.y + to.y) / 2 - dx * Bend };
    // The ends stop short of the discs, in the curve's direction there.
    const towards = (end: Point): Point => {
      const away = Math.hypot(bent.x - end.x, bent.y - end.y);
      return { x: end.x + ((bent.x - end.x) / away) * (Radius + 3), y: end.y + ((bent.y - end.y) / away) * (Radius + 3) };
    };
    const [begin, end] = [towards(from), towards(to)];
    path = `M${number(begin.x)} ${number(begin.y)} Q${number(bent.x)} ${number(bent.y)} ${number(end.x)} ${number(end.y)}`;
    middle = { x: (from.x + to.x) / 4 + bent.x / 2, y: (from.y + to.y) / 4 + bent.y / 2 };
  }
  group.append(shape('path', { d: path, 'marker-end': `url(#arrow-${circular ? 'circular' : 'waits'})` }),
    shape('text', { x: number(middle.x), y: number(middle.y), 'text-anchor': 'middle', 'dominant-baseline': 'central' }, label));
  return group;
}
