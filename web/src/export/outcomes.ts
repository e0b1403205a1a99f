/** What came out, as a table for other programs: of all interleavings, or of many runs on real workers. */
import type { Explored } from '../explore/protocol.js';
import type { Repetition } from '../run/repeat.js';

export interface OutcomeRow {
  readonly result: string;
  readonly ends: string;
  readonly count: number;
  /** One schedule that leads there, of those that were explored. */
  readonly schedule?: string;
}

export interface Outcomes {
  readonly title: string;
  /** "explored" or "runs". */
  readonly from: 'explored' | 'runs';
  /** Whether these are all there are, or as many as were looked at. */
  readonly complete: boolean;
  readonly rows: readonly OutcomeRow[];
}

export function exploredOutcomes(title: string, found: Explored): Outcomes {
  return { title, from: 'explored', complete: found.complete, rows: found.outcomes.map(({ output, end, count, schedule }) => ({ result: output, ends: end, count, schedule })) };
}

export function repeatedOutcomes(title: string, { results }: Repetition): Outcomes {
  return { title, from: 'runs', complete: false, rows: [...results].map(([result, count]) => ({ result, ends: '', count })) };
}

export const outcomesJson = (outcomes: Outcomes): string => `${JSON.stringify({ interleave: 1, ...outcomes }, undefined, 1)}\n`;

/**
 * RFC 4180. A program may print what a spreadsheet takes for a formula (“=cmd|…”): such a cell gets an apostrophe, which spreadsheets
 * take for “this is text”. Numbers stay numbers.
 */
export function csvCell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function outcomesCsv({ rows }: Outcomes): string {
  const lines = [['result', 'ends', 'count', 'schedule'], ...rows.map(({ result, ends, count, schedule = '' }) => [result, ends, count, schedule])];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}
