/** Counting the results of many runs. Pure; drawn by histogram_view.ts. */

export interface Bar {
  readonly label: string;
  readonly count: number;
  /** Whether this is, or contains, what a reader would expect; undefined when nothing is expected. */
  readonly expected?: boolean;
}

/** More distinct numbers than this are drawn as ranges. */
const MostBars = 12;

/**
 * The bars for some results: numbers in their order, neighbours put together into ranges of equal width when there are many;
 * other results by how often they came.
 */
export function bars(results: ReadonlyMap<string, number>, expected?: string): Bar[] {
  const entries = [...results];
  const numeric = entries.every(([value]) => /^-?\d{1,15}$/.test(value));
  const asBar = ([label, count]: [string, number]): Bar => ({ label, count, ...(expected === undefined ? {} : { expected: label === expected }) });
  if (!numeric) return entries.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(asBar);
  entries.sort((a, b) => Number(a[0]) - Number(b[0]));
  return entries.length <= MostBars ? entries.map(asBar) : ranges(entries, expected);
}

/** The expected value keeps a bar of its own: whether it came is what the reader wants to see. */
function ranges(entries: readonly [string, number][], expected: string | undefined): Bar[] {
  const own = entries.find(([value]) => value === expected);
  const rest = entries.filter((entry) => entry !== own).map(([value, count]) => [Number(value), count] as const);
  const low = rest[0]?.[0] ?? 0;
  const high = rest.at(-1)?.[0] ?? 0;
  const width = niceWidth((high - low + 1) / (MostBars - 1));
  const begin = Math.floor(low / width) * width;
  const made: Bar[] = [];
  for (let from = begin; from <= high; from += width) {
    const count = rest.reduce((sum, [value, times]) => (value >= from && value < from + width ? sum + times : sum), 0);
    made.push({ label: `${from} – ${from + width - 1}`, count, ...(expected === undefined ? {} : { expected: false }) });
  }
  if (own === undefined) return made;
  const at = made.findIndex((bar) => Number(bar.label.split(' ')[0]) > Number(own[0]));
  made.splice(at < 0 ? made.length : at, 0, { label: own[0], count: own[1], expected: true });
  return made;
}

/** The next of 1, 2, 5, 10, 20, … */
export function niceWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, width)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= width) ?? 10 * power;
}

/** The result of one run in its output. */
export function resultOf(output: string, pattern: RegExp | undefined): string {
  if (pattern !== undefined) {
    const match = pattern.exec(output);
    return match === null ? '(no result)' : (match[1] ?? match[0]);
  }
  return output.trimEnd().split('\n').at(-1)?.trim() || '(no output)';
}
