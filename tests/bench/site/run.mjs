// What a visitor waits for: bytes and time to the first picture (the timeline has drawn its first frame and the lesson can be run), cold and
// warm, the main thread's blocking time until then, and what an embed costs that nobody uses. Chromium on loopback; each
// cold visit has a profile of its own. Blocking time is what of every task is beyond 50 ms, as Lighthouse counts it.
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { handler, listen } from '../../../web/server/serve.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const site = path.resolve(process.env.INTERLEAVE_SITE ?? path.join(root, 'build/site'));
const { chromium } = createRequire(path.join(root, 'web/package.json'))('@playwright/test');
const Visits = 5;

const counted = { bytes: 0, requests: 0 };
const serve = handler(site);
const server = http.createServer((request, response) => {
  const write = response.writeHead.bind(response);
  response.writeHead = (status, headers) => {
    counted.bytes += Number(headers?.['Content-Length'] ?? 0);
    counted.requests++;
    return write(status, headers);
  };
  void serve(request, response);
});
const base = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}/`;
const course = http.createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' })
  .end(`<!doctype html><link rel="icon" href="data:,"><h1>A course</h1><iframe src="${base}embed.html#lesson=bounded-buffer" width="900" height="400"></iframe>`));
const coursePort = await listen(course, 'localhost', 0);

const watchTasks = () => {
  window.blocked = 0;
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.blocked += Math.max(0, duration - 50); }).observe({ type: 'longtask', buffered: true });
};

async function visit(page, address) {
  Object.assign(counted, { bytes: 0, requests: 0 });
  await page.goto('about:blank');
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.interleave?.snapshot()?.stats.frames > 0 && !document.getElementById('run').disabled, undefined, { timeout: 60_000, polling: 'raf' });
  const told = await page.evaluate(() => ({ picture: performance.now(), text: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, blocked: window.blocked }));
  return { ...told, ...counted };
}

async function browse(act) {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'interleave-site-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: false, viewport: { width: 1440, height: 900 },
    args: ['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  });
  await context.addInitScript(watchTasks);
  await context.addInitScript(() => { try { localStorage.setItem('interleave.visited', 'true'); } catch { /* no storage */ } });
  try {
    return await act(context.pages()[0] ?? await context.newPage());
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Rows of the table, as in tests/bench/run.mjs. */
export async function run() {
  const cold = [];
  const warm = [];
  for (let at = 0; at < Visits; at++) {
    await browse(async (page) => {
      cold.push(await visit(page, `${base}#lesson=mutex`));
      await page.waitForTimeout(500);
      warm.push(await visit(page, `${base}#lesson=mutex`));
    });
  }
  Object.assign(counted, { bytes: 0, requests: 0 });
  await browse(async (page) => {
    await page.goto(`http://localhost:${coursePort}/`);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1000);
  });
  const embed = { ...counted };
  const of = (list, name) => median(list.map((item) => item[name]));
  return [
    { name: 'bytes to the first picture, brotli, cold', value: of(cold, 'bytes') / 1e6, unit: 'MB', target: 1.5 },
    { name: 'the same on a second visit', value: of(warm, 'bytes') / 1e6, unit: 'MB', baseline: of(cold, 'bytes') / 1e6 },
    { name: 'requests to the first picture, cold', value: of(cold, 'requests'), unit: '' },
    { name: 'first text, cold', value: of(cold, 'text') / 1000, unit: 's' },
    { name: 'first picture, cold', value: of(cold, 'picture') / 1000, unit: 's', target: 1.5 },
    { name: 'first picture, warm (baseline: cold)', value: of(warm, 'picture') / 1000, unit: 's', baseline: of(cold, 'picture') / 1000 },
    { name: 'blocking time until then, cold', value: of(cold, 'blocked'), unit: 'ms' },
    { name: 'blocking time until then, warm (baseline: cold)', value: of(warm, 'blocked'), unit: 'ms', baseline: of(cold, 'blocked') },
    { name: `an idle embed (${embed.requests} requests)`, value: embed.bytes / 1000, unit: 'KB', target: 150 },
  ].map((row) => ({ ...row, ratio: row.baseline > 0 ? row.value / row.baseline : undefined }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const format = (value) => (value === undefined ? '' : Number(value.toPrecision(3)));
  const cells = (await run()).map(({ name, value, unit, baseline, ratio, target }) =>
    [name, { value: format(value), unit, baseline: format(baseline), ratio: format(ratio), target: format(target) }]);
  console.table(Object.fromEntries(cells));
  server.close();
  course.close();
  process.exit(0);
}
