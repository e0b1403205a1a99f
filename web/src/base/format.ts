/** Numbers as people read them. */

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${grouped.format(value)} ${value === 1 ? noun : plural}`;
}

/** 0.42 → "0.42 ms", 12.3 → "12.3 ms", 1234 → "1.23 s", 75000 → "1 min 15 s". Never negative. */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 9.995) return `${ms.toFixed(2)} ms`;
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Time on the axis, nanoseconds. */
export function time(nanoseconds: number): string {
  const ns = Math.max(0, nanoseconds);
  if (ns < 1000) return `${ns.toFixed(0)} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(ns < 1e4 ? 2 : 1)} µs`;
  return duration(ns / 1e6);
}

/** Neither 0 % for a rare thing nor 100 % for one that is not certain. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const value = (100 * part) / whole;
  if (value > 0 && value < 1) return '< 1 %';
  if (value > 99 && value < 100) return '> 99 %';
  return `${value.toFixed(0)} %`;
}
