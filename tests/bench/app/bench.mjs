// The drawn app: main-thread time of a frame while panning through 10 k, 100 k and 1 M events, and the main
// thread's work while nothing happens. `node tests/bench/app/bench.mjs` prints the rows; `make bench` takes them.
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

/** Rows { name, value, unit, target } for the table of `make bench`. */
export async function rows() {
  const { page, cdp, close } = await openApp();
  const list = [];
  try {
    for (const [label, count] of [['10 k', 10_000], ['100 k', 100_000], ['1 M', 1_000_000]]) {
      const started = Date.now();
      await show(page, 'busyRun', count);
      const shown = Date.now() - started;
      const times = await pan(page);
      const { stats } = await page.evaluate(() => { const { stats } = window.app.snapshot(); return { stats }; });
      list.push({ name: `frame while panning, ${label} events, median`, value: quantile(times, 0.5), unit: 'ms', target: '≤ 1' });
      list.push({ name: `frame while panning, ${label} events, 95 %`, value: quantile(times, 0.95), unit: 'ms' });
      list.push({ name: `rectangles of ${label} events`, value: stats.rectangles, unit: '' });
      list.push({ name: `making and taking in ${label} events`, value: shown, unit: 'ms' });
    }
    await cdp.send('Performance.enable');
    await page.waitForTimeout(1500);
    const before = await taskSeconds(cdp);
    await page.waitForTimeout(4000);
    list.push({ name: 'main thread in 4 s of idling', value: ((await taskSeconds(cdp)) - before) * 1000, unit: 'ms', target: '≤ 50' });
  } finally {
    await close();
  }
  return list;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, target } of await rows()) {
    console.log(`${name.padEnd(48)} ${value.toFixed(2).padStart(10)} ${unit.padEnd(3)} ${target ? `target ${target}` : ''}`);
  }
}
