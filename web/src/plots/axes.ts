/** Scales, grid lines, legends and step lines: what the charts have in common. Pure. */
import { time } from '../base/format.js';
import { ticks } from '../export/svg.js';
import type { Box, Ink, Mark, Pattern } from './chart.js';

/** Room at the right edge, for half of the last label. */
export const Right = 28;
export const AxisHeight = 24;
const Letter = 6.1;

export const widthOf = (text: string): number => text.length * Letter;
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** `text` cut so that it takes no more than these pixels. */
export function fitted(text: string, pixels: number): string {
  const letters = Math.floor(pixels / Letter);
  return text.length <= letters ? text : letters < 3 ? '' : `${text.slice(0, letters - 1)}…`;
}

export function scale(plot: Box, end: number): (time: number) => number {
  return (at) => plot.x + (end <= 0 ? 0 : (at / end) * plot.width);
}

/** Round times below the plot, with lines up into it. */
export function timeAxis(plot: Box, end: number): Mark[] {
  const x = scale(plot, end);
  const bottom = plot.y + plot.height;
  return [
    ...ticks(0, Math.max(1, end), Math.max(2, Math.floor(plot.width / 90))).flatMap((at): Mark[] => [
      { shape: 'path', d: `M${rounded(x(at))} ${plot.y}V${bottom + 4}`, stroke: 'line' },
      { shape: 'text', x: rounded(x(at)), y: bottom + 17, text: at === 0 ? '0' : time(at), ink: 'text-quiet', anchor: at === 0 ? 'start' : 'middle' },
    ]),
    { shape: 'path', d: `M${plot.x} ${bottom}H${plot.x + plot.width}`, stroke: 'line-strong' },
  ];
}

/** Whole numbers from 0 to `most` at the left, at most one in some 24 pixels. */
export function countAxis(plot: Box, most: number): Mark[] {
  return ticks(0, most, Math.max(1, Math.min(most, Math.floor(plot.height / 24)))).map((value) => Math.round(value)).flatMap((value): Mark[] => {
    const y = rounded(plot.y + plot.height * (1 - value / most));
    return [{ shape: 'path', d: `M${plot.x} ${y}H${plot.x + plot.width}`, stroke: 'line' }, { shape: 'text', x: plot.x - 6, y: y + 4, text: String(value), ink: 'text-quiet', anchor: 'end' }];
  });
}

export interface Level {
  readonly start: number;
  readonly end: number;
  readonly level: number;
}

/** The outline of levels as steps, from the base line and back to it. */
export function stepArea(levels: readonly Level[], x: (time: number) => number, y: (level: number) => number): string {
  const first = levels[0];
  const last = levels.at(-1);
  if (first === undefined || last === undefined) return '';
  const steps = levels.map(({ end, level }) => `V${rounded(y(level))}H${rounded(x(end))}`);
  return `M${rounded(x(first.start))} ${rounded(y(0))}${steps.join('')}V${rounded(y(0))}Z`;
}

export interface LegendEntry {
  readonly label: string;
  readonly fill: Ink;
  readonly pattern?: Pattern;
  readonly frame?: Ink;
  /** A line instead of a box. */
  readonly dashes?: string;
}

/** In rows from the left; returns the height too. */
export function legend(entries: readonly LegendEntry[], width: number, left = 0): { readonly marks: readonly Mark[]; readonly height: number } {
  const marks: Mark[] = [];
  let [x, y] = [left, 0];
  for (const { label, fill, pattern, frame, dashes } of entries) {
    const wide = 20 + widthOf(label) + 14;
    if (x > left && x + wide > width) [x, y] = [left, y + 18];
    marks.push(dashes === undefined
      ? { shape: 'box', x, y: y + 2, width: 14, height: 11, fill, ...(pattern === undefined ? {} : { pattern }), ...(frame === undefined ? {} : { frame }) }
      : { shape: 'path', d: `M${x} ${y + 8}h16`, stroke: fill, width: 2, dashes },
      { shape: 'text', x: x + 20, y: y + 12, text: label, ink: 'text' });
    x += wide;
  }
  return { marks, height: y + 22 };
}
