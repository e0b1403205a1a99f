/**
 * A chart as data: marks in pixels, values that can be read one by one, and the same as a table. Made by one pure function for each
 * chart (utilisation.ts, …) from facts about a run and a width; drawn by chart_svg.ts on the page and into files alike.
 */

/** Colours are names of src/ui/palette.def, so that the page has them in its theme and a file in the light one. */
export type Ink =
  | 'ground' | 'panel' | 'line' | 'line-strong' | 'text' | 'text-quiet' | 'text-on-thread' | 'accent' | 'accent-quiet' | 'danger' | 'ready' | 'sleep' | 'io'
  | 'wait-lock' | `thread-${number}`;

/** Says what a colour says, for those who do not see it. */
export type Pattern = 'stripes' | 'dots';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Mark =
  | Box & { readonly shape: 'box'; readonly fill: Ink; readonly pattern?: Pattern; readonly frame?: Ink }
  | { readonly shape: 'path'; readonly d: string; readonly stroke?: Ink; readonly fill?: Ink; readonly pattern?: Pattern; readonly width?: number; readonly dashes?: string; readonly opacity?: number }
  | { readonly shape: 'text'; readonly x: number; readonly y: number; readonly text: string; readonly ink: Ink; readonly anchor?: 'start' | 'middle' | 'end'; readonly bold?: boolean; readonly halo?: boolean };

/** A value, and where it is in the drawing. */
export interface Reading extends Box {
  readonly words: string;
}

export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are too many to be told. */
  readonly left: number;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in words. */
  readonly sentence: string;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** From left to right, or from top to bottom. */
  readonly readings: readonly Reading[];
  readonly table: ChartTable;
}

export const threadInk = (thread: number): Ink => `thread-${thread % 8}`;

const MostRows = 200;

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): ChartTable {
  return { head, rows: rows.slice(0, MostRows), left: Math.max(0, rows.length - MostRows) };
}
