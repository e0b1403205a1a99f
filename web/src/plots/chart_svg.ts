/** A chart as SVG text: for the page, whose theme gives the colours, and as a file that stands alone, always on a light ground. */
import { escapeXml, lightColour, Sans } from '../export/svg.js';
import { widthOf } from './axes.js';
import type { Chart, Ink, Mark, Pattern } from './chart.js';

type Colours = (ink: Ink) => string;

const onPage: Colours = (ink) => `var(--il-${ink})`;
const attribute = (name: string, value: string | number | undefined): string => (value === undefined ? '' : ` ${name}="${value}"`);
const round = (value: number): number => Math.round(value * 100) / 100;

function patterns(id: string, colour: Colours): string {
  const ink = colour('text-quiet');
  const pattern = (name: Pattern, size: number, content: string, turn = ''): string => `<pattern id="${id}-${name}" width="${size}" height="${size}" patternUnits="userSpaceOnUse"${turn}>${content}</pattern>`;
  return `<defs>${pattern('stripes', 6, `<path d="M0 0V6" stroke="${ink}" stroke-width="3"/>`, ' patternTransform="rotate(45)"')}`
    + `${pattern('dots', 5, `<circle cx="2.5" cy="2.5" r="1.1" fill="${ink}"/>`)}</defs>`;
}

function drawn(mark: Mark, id: string, colour: Colours): string {
  switch (mark.shape) {
    case 'box': {
      const box = `x="${round(mark.x)}" y="${round(mark.y)}" width="${round(mark.width)}" height="${round(mark.height)}"`;
      const over = mark.pattern === undefined ? '' : `<rect ${box} fill="url(#${id}-${mark.pattern})"/>`;
      return `<rect ${box} fill="${colour(mark.fill)}"/>${over}${mark.frame === undefined ? '' : `<rect ${box} fill="none" stroke="${colour(mark.frame)}"/>`}`;
    }
    case 'path': {
      const line = `${attribute('stroke', mark.stroke && colour(mark.stroke))}${attribute('stroke-width', mark.width)}${attribute('stroke-dasharray', mark.dashes === '' ? undefined : mark.dashes)}`;
      const over = mark.pattern === undefined ? '' : `<path d="${mark.d}" fill="url(#${id}-${mark.pattern})"/>`;
      return `<path d="${mark.d}" fill="${mark.fill === undefined ? 'none' : colour(mark.fill)}"${line}/>${over}`;
    }
    case 'text': {
      const halo = mark.halo === true ? ` stroke="${colour('ground')}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
      return `<text x="${round(mark.x)}" y="${round(mark.y)}" fill="${colour(mark.ink)}"${attribute('text-anchor', mark.anchor === 'start' ? undefined : mark.anchor)}${mark.bold === true ? ' font-weight="600"' : ''}${halo}>${escapeXml(mark.text)}</text>`;
    }
  }
}

/** The drawing for the page. Its ids begin with the chart's. */
export function pageSvg({ id, width, height, marks }: Chart): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${patterns(id, onPage)}${marks.map((mark) => drawn(mark, id, onPage)).join('')}</svg>`;
}

/** Words in lines of at most these pixels. */
export function wrapped(text: string, pixels: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= pixels) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const Margin = 20;

/** The file: title, drawing, and below it what it shows and what it is of. */
export function fileSvg(chart: Chart, note: string): string {
  const lines = [...wrapped(chart.sentence, chart.width), ...wrapped(note, chart.width)];
  const width = chart.width + 2 * Margin;
  const top = 46;
  const height = top + chart.height + 14 + lines.length * 16 + Margin;
  const texts = lines.map((line, at) => `<text x="${Margin}" y="${top + chart.height + 24 + at * 16}" fill="${lightColour('text-quiet')}">${escapeXml(line)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${Sans}" font-size="11" fill="${lightColour('text')}" role="img" aria-label="${escapeXml(`${chart.title}: ${chart.sentence}`)}">
${patterns(chart.id, lightColour)}<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${Margin}" y="28" font-size="16" font-weight="650">${escapeXml(chart.title)}</text>
<g transform="translate(${Margin} ${top})">${chart.marks.map((mark) => drawn(mark, chart.id, lightColour)).join('\n')}</g>
${texts.join('\n')}
</svg>
`;
}
