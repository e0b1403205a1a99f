/**
 * The timeline as an SVG that stands alone: lanes, states, locks and the axis, for papers and slides. Always on a light ground, since it
 * will be printed. A state has a pattern or a word besides its colour.
 *
 * Drawn from the same snapshot as the page's tables: at most 2 000 spans a track, and what was left out is said below. Spans that fall
 * into one half of a pixel become one mark: the file has at most some 2 000 shapes a lane.
 */
import paletteText from '../generated/palette.css?raw';
import type { AppSnapshot, SnapshotLane, SnapshotSpan } from '../app/app.js';
import { time } from '../base/format.js';

export interface PictureOptions {
  readonly title: string;
  /** Below the picture: machine, settings, … */
  readonly note: string;
  readonly width?: number;
  /** What of the axis is shown; default is all of the run. */
  readonly range?: readonly [number, number];
}

const Gutter = 150;
const Margin = 16;
export const Sans = "Inter, 'Helvetica Neue', Arial, sans-serif";

/** The light theme's colours; the page's custom properties do not exist in a file. */
const light = new Map([...(paletteText.split(/:root\[data-theme/)[0] ?? paletteText).matchAll(/--il-([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]));
export const lightColour = (name: string): string => light.get(name) ?? '#808080';
const colour = lightColour;

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] ?? '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '�');

const HeightOf: Readonly<Record<SnapshotLane['kind'], number>> = { core: 20, thread: 30, object: 22, curve: 22 };

/** Where the timeline has none: a folded group. */
const Order: readonly SnapshotLane['kind'][] = ['core', 'thread', 'object', 'curve'];

interface Look {
  readonly fill: string;
  /** Drawn over the fill. */
  readonly pattern?: 'stripes' | 'dots';
  readonly ink: string;
}

/** The thread that a span is about, by the name that the timeline gave it: “Main”, “Thread 3”. */
const threadOf = (name: string | undefined): number => (name === undefined || name === 'Main' ? 0 : Number(/\d+/.exec(name)?.[0] ?? 0));

function lookOf(lane: SnapshotLane, span: SnapshotSpan): Look | undefined {
  const thread = colour(`thread-${(lane.kind === 'thread' ? lane.id : threadOf(span.object)) % 8}`);
  switch (span.track) {
    case 'core':
    case 'holds':
      return { fill: thread, ink: '#ffffff' };
    case 'waits':
      return { fill: '#ffffff', pattern: 'stripes', ink: colour('text') };
    case 'states': {
      const { state } = span;
      if (state === 'running') return { fill: thread, ink: '#ffffff' };
      if (state === 'done') return undefined;
      const name = state.includes('lock') ? 'wait-lock' : state.includes('thread') || state.includes('process') ? 'wait-thread' : state === 'sleeping' ? 'sleep'
        : state.includes('input') ? 'io' : state.startsWith('waiting') ? 'wait-signal' : 'ready';
      const waits = state.startsWith('waiting');
      return { fill: mixed(colour(name), waits ? 0.25 : 0.4), ...(waits ? { pattern: 'stripes' as const } : state === 'ready' ? { pattern: 'dots' as const } : {}), ink: colour('text') };
    }
    default:
      return undefined;
  }
}

/** The colour thinned with white. */
function mixed(hex: string, part: number): string {
  const channel = (at: number): string => Math.round(255 - part * (255 - parseInt(hex.slice(at, at + 2), 16))).toString(16).padStart(2, '0');
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** Times with a round distance, at most about `most` of them. */
export function ticks(start: number, end: number, most: number): number[] {
  const rough = (end - start) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= rough) ?? 10 * power);
  const first = Math.ceil(start / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((end - first) / step) + 1) }, (_, at) => first + at * step);
}

const number = (value: number): string => String(Math.round(value * 100) / 100);

function laneShapes(lane: SnapshotLane, top: number, x: (at: number) => number, [start, end]: readonly [number, number], right: number): string[] {
  const shapes: string[] = [];
  const height = HeightOf[lane.kind] - 6;
  const lastAt = new Map<string, number>();
  for (const span of lane.spans) {
    if (span.end < start || span.start > end) continue;
    const left = Math.max(Gutter, x(span.start));
    const width = Math.max(0.5, Math.min(right, x(span.end)) - left);
    const slot = Math.round(left * 2);
    if (width <= 0.5 && lastAt.get(span.track) === slot) continue;
    lastAt.set(span.track, slot);
    if (span.track === 'events') {
      shapes.push(`<path d="M${number(left)} ${top + height + 1}v3" stroke="${colour('text-quiet')}"/>`);
      continue;
    }
    const look = lookOf(lane, span);
    if (look === undefined) continue;
    const words = span.track === 'states' && span.state === 'waiting for a thread to finish' && span.object ? `joins ${span.object}` : span.object === undefined || span.object === '' ? span.state : span.track === 'states' ? `${span.state}: ${span.object}` : span.object;
    const box = `x="${number(left)}" y="${top + 2}" width="${number(width)}" height="${height - 2}"`;
    shapes.push(`<rect ${box} rx="${width > 6 ? 2 : 0}" fill="${look.fill}"><title>${escapeXml(`${words}, ${time(span.start)} – ${time(span.end)}`)}</title></rect>`);
    if (look.pattern !== undefined && width > 3) shapes.push(`<rect ${box} fill="url(#${look.pattern})"/>`);
    const fits = Math.floor((width - 8) / 5.6);
    const label = words.length <= fits ? words : fits >= 5 ? `${words.slice(0, fits - 1)}…` : '';
    if (label !== '') shapes.push(`<text x="${number(left + 4)}" y="${top + height / 2 + 4.5}" fill="${look.ink}"${look.pattern === undefined ? '' : ' stroke="#fff" stroke-width="3" paint-order="stroke"'}>${escapeXml(label)}</text>`);
  }
  return shapes;
}

export function timelineSvg(snapshot: AppSnapshot, { title, note, width = 1200, range }: PictureOptions): string {
  const lanes = [...snapshot.lanes].sort((a, b) => (a.top ?? 1e9) - (b.top ?? 1e9) || Order.indexOf(a.kind) - Order.indexOf(b.kind));
  const last = Math.max(1, ...lanes.flatMap(({ spans }) => spans.map(({ end }) => end)));
  const [start, end] = range ?? [0, last];
  const right = width - Margin;
  const x = (at: number): number => Gutter + ((at - start) / (end - start)) * (right - Gutter);
  const axisTop = 44;
  const parts: string[] = [];
  let top = axisTop + 26;
  const grid = ticks(start, end, 8);
  for (const lane of lanes) {
    parts.push(`<path d="M${Margin} ${top}H${right}" stroke="${colour('line')}"/>`,
      `<text x="${Margin}" y="${top + HeightOf[lane.kind] / 2 + 4}" font-weight="${lane.kind === 'thread' ? 600 : 400}"><title>${escapeXml(lane.name)}</title>${escapeXml(lane.name.length > 21 ? `${lane.name.slice(0, 20)}…` : lane.name)}</text>`,
      ...laneShapes(lane, top, x, [start, end], right));
    top += HeightOf[lane.kind];
  }
  const shown = lanes.reduce((sum, { spans }) => sum + spans.length, 0);
  const all = lanes.reduce((sum, { spanCount }) => sum + spanCount, 0);
  const left = all > shown ? ` · ${(all - shown).toLocaleString('en')} of ${all.toLocaleString('en')} spans are not drawn` : '';
  const height = top + 34;
  const axis = grid.map((at) => `<path d="M${number(x(at))} ${axisTop + 18}V${top}" stroke="${colour('line')}"/><text x="${number(x(at))}" y="${axisTop + 12}" text-anchor="middle" fill="${colour('text-quiet')}">${escapeXml(time(at))}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${Sans}" font-size="11" fill="${colour('text')}" role="img" aria-label="${escapeXml(`Timeline: ${title}`)}">
<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="${colour('text')}" stroke-opacity=".38" stroke-width="2.4"/></pattern><pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1" fill="${colour('text')}" fill-opacity=".4"/></pattern></defs>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${Margin}" y="26" font-size="16" font-weight="650">${escapeXml(title)}</text><text x="${Margin}" y="${axisTop + 12}" fill="${colour('text-quiet')}">${escapeXml(snapshot.view.axis)}</text>
${axis.join('')}
${parts.join('\n')}
<path d="M${Margin} ${top}H${right}" stroke="${colour('line-strong')}"/><text x="${Margin}" y="${top + 20}" fill="${colour('text-quiet')}">${escapeXml(`${note}${left}`)}</text>
</svg>
`;
}

/** The SVG as a PNG, twice as large for sharp print. Throws an Error when the browser cannot paint it. */
export async function svgToPng(svg: string, scale = 2): Promise<Blob> {
  const image = new Image();
  const loaded = new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error('The browser could not draw the picture.'));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await loaded;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large for this browser.');
  return blob;
}
