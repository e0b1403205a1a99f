// The drawn app: main-thread time of a frame while panning through 10 k to 10 M events, and the main
// thread's work while nothing happens. The baseline is the smallest
// run: the cost of a frame must not grow with the number of events.
import { fileURLToPath } from 'node:url';
import { openApp, show } from './harness.mjs';

const Frames = 120;

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Pans by a few pixels a frame, as a drag does; milliseconds of JavaScript and wasm in each frame. */
async function pan(page) {
  return page.evaluate(async (count) => {
    for (let i = 0; i < 5; ++i) window.app.command('zoom_in');
    const next = () => new Promise((resolve) => window.plainAnimationFrame(resolve));
    for (let i = 0; i < 10; ++i) await next();
    window.frameTimes.length = 0;
    const canvas = document.querySelector('canvas');
    for (let i = 0; i < count; ++i) {
      const deltaY = i < count / 2 ? 11 : -11;
      canvas.dispatchEvent(new WheelEvent('wheel', { deltaY, shiftKey: true, clientX: 600, clientY: 200, bubbles: true, cancelable: true }));
      await next();
      await next();
    }
    return window.frameTimes;
  }, Frames);
}

async function taskSeconds(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

/** Rows of the table, as in tests/bench/run.mjs. */
export async function run() {
  const { page, cdp, close } = await openApp();
  const rows = [];
  const row = (name, value, unit, baseline, target) =>
    rows.push({ name, value, unit, baseline, ratio: baseline > 0 ? value / baseline : undefined, target });
  try {
    let median, late;
    for (const [label, count] of [['10 k', 10_000], ['100 k', 100_000], ['1 M', 1_000_000], ['10 M', 10_000_000]]) {
      await show(page, 'busyRun', count);
      const times = await pan(page);
      const rectangles = await page.evaluate(() => window.app.snapshot().stats.rectangles);
      row(`frame while panning, ${label} events (baseline: 10 k)`, quantile(times, 0.5), 'ms', median, 1);
      row(`${label} events: 95 of 100 frames take at most`, quantile(times, 0.95), 'ms', late);
      row(`rectangles kept for three screens, ${label} events`, rectangles, '');
      median ??= quantile(times, 0.5);
      late ??= quantile(times, 0.95);
    }
    await cdp.send('Performance.enable');
    await page.waitForTimeout(1500);
    const before = await taskSeconds(cdp);
    await page.waitForTimeout(4000);
    row('main thread in 4 s of idling', ((await taskSeconds(cdp)) - before) * 1000, 'ms', undefined, 50);
  } finally {
    await close();
  }
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const format = (value) => (value === undefined ? '' : Number(value.toPrecision(3)));
  const cells = (await run()).map(({ name, value, unit, baseline, ratio, target }) =>
    [name, { value: format(value), unit, baseline: format(baseline), ratio: format(ratio), target: format(target) }]);
  console.table(Object.fromEntries(cells));
}
