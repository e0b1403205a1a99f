/** A kept run as a drawing: a row for each core and thread, states as on the timeline, on a scale that several runs share. */
import { setAttribute } from '../base/dom.js';
import { time } from '../base/format.js';
import { threadColor } from '../moment/words.js';
import type { PictureLane, PictureSpan, RunPicture } from './run_picture.js';

const NameWidth = 76;
const RowHeight = 20;
const BarHeight = 13;
const AxisHeight = 20;
/** More rows than this are not drawn; the caption says how many are left out. */
export const MostRows = 24;

export interface Scale {
  /** Pixels of the drawing. */
  readonly width: number;
  /** Nanoseconds at its right edge. */
  readonly end: number;
}

function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string | number>>, ...children: readonly (Node | string)[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
}

/** How a state looks: solid for running, a frame for ready, hatched for locks, dotted for sleeping (the legend of the timeline). */
function look(state: string): string {
  if (state === 'running' || state === 'runs') return 'running';
  if (state === 'ready' || state === 'starting') return 'ready';
  if (state === 'waiting for a lock') return 'lock';
  if (state === 'sleeping' || state === 'idle') return 'sleep';
  if (state.startsWith('in input') || state.startsWith('waiting for your')) return 'io';
  return state === 'waiting for a thread to finish' || state === 'waiting for a process' ? 'join' : 'signal';
}

/** A round step for the axis, so that there are about four labels. */
export function axisStep(end: number): number {
  if (end <= 0) return 1;
  const rough = end / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? 10 * power;
}

/** `marker`: a time to mark, with a letter. */
export function lanesSvg(picture: RunPicture, scale: Scale, label: string, marker?: number): SVGSVGElement {
  const lanes = picture.lanes.slice(0, MostRows);
  const height = lanes.length * RowHeight + AxisHeight;
  const x = (at: number): number => NameWidth + (scale.end === 0 ? 0 : (at / scale.end) * (scale.width - NameWidth - 8));
  const drawing = svg('svg', { class: 'lanes', viewBox: `0 0 ${scale.width} ${height}`, width: scale.width, height, role: 'img', 'aria-label': label }, patterns());
  const step = axisStep(scale.end);
  for (let at = 0; at <= scale.end; at += step) {
    drawing.append(svg('line', { class: 'grid', x1: x(at), x2: x(at), y1: 0, y2: height - AxisHeight }),
      svg('text', { class: 'axis', x: x(at), y: height - 5, 'text-anchor': at === 0 ? 'start' : 'middle' }, time(at)));
  }
  lanes.forEach((lane, row) => drawing.append(laneRow(lane, row * RowHeight, x)));
  drawing.append(svg('line', { class: 'end', x1: x(picture.duration), x2: x(picture.duration), y1: 0, y2: height - AxisHeight }));
  if (marker !== undefined) {
    drawing.append(svg('line', { class: 'differs', x1: x(marker), x2: x(marker), y1: 0, y2: height - AxisHeight }));
  }
  return drawing;
}

function laneRow(lane: PictureLane, top: number, x: (time: number) => number): SVGGElement {
  const row = svg('g', { class: `lane ${lane.kind}` }, svg('text', { class: 'name', x: 4, y: top + RowHeight / 2, 'dominant-baseline': 'central' }, lane.name));
  for (const span of merged(lane.spans, x)) {
    const left = x(span.start);
    const shape = svg('rect', { class: look(span.state), x: left.toFixed(2), y: top + (RowHeight - BarHeight) / 2, width: Math.max(0.6, x(span.end) - left).toFixed(2), height: BarHeight },
      svg('title', {}, `${lane.name}: ${span.state}${span.object === '' ? '' : ` ${span.object}`}, ${time(span.start)} – ${time(span.end)}`));
    const thread = lane.kind === 'thread' ? lane.id : threadNumber(span.object);
    if (look(span.state) === 'running') shape.style.fill = threadColor(thread);
    row.append(shape);
  }
  return row;
}

/** “Main” is thread 0. */
const threadNumber = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0);

/** Spans too narrow to be seen join the one before, if it is of the same state: a picture needs no more elements than pixels. */
function merged(spans: readonly PictureSpan[], x: (time: number) => number): PictureSpan[] {
  const result: PictureSpan[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    const near = last !== undefined && x(span.end) - x(last.end) < 0.5;
    if (last !== undefined && near) result[result.length - 1] = { ...last, end: span.end };
    else result.push(span);
  }
  return result;
}

function patterns(): SVGDefsElement {
  const pattern = (id: string, size: number, ...content: readonly SVGElement[]): SVGPatternElement =>
    svg('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse', ...(id === 'lanes-lock' || id === 'lanes-signal' ? { patternTransform: `rotate(${id === 'lanes-lock' ? 45 : -45})` } : {}) }, ...content);
  return svg('defs', {},
    pattern('lanes-lock', 6, svg('rect', { class: 'ground lock', width: 6, height: 6 }), svg('rect', { class: 'ink lock', width: 3, height: 6 })),
    pattern('lanes-signal', 6, svg('rect', { class: 'ground signal', width: 6, height: 6 }), svg('rect', { class: 'ink signal', width: 3, height: 6 })),
    pattern('lanes-join', 4, svg('rect', { class: 'ground join', width: 4, height: 4 }), svg('rect', { class: 'ink join', width: 1.5, height: 4 })),
    pattern('lanes-sleep', 5, svg('rect', { class: 'ground sleep', width: 5, height: 5 }), svg('circle', { class: 'ink sleep', cx: 2.5, cy: 2.5, r: 0.9 })));
}
