// The compiler in the page: what a learner waits for. Drives the built site in Chromium: the first change of a first visit,
// then many changes of a program of sixty lines, then mistakes in it.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const site = path.join(root, 'build/site');
const fromWeb = createRequire(path.join(root, 'web/package.json'));
const Changes = 9;

const program = readFileSync(path.join(here, 'sixty.cpp'), 'utf8').trimEnd();
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const row = (name, value, unit, baseline, target) => ({ name, value, unit, baseline, ratio: baseline > 0 ? value / baseline : undefined, target });

/** Megabytes that the first change loads, as the server sends them and unpacked. */
function download() {
  const files = readdirSync(site).filter((name) => /^(?:compiler|guest)-/.test(name)).flatMap((folder) => readdirSync(path.join(site, folder)).map((name) => path.join(site, folder, name)));
  const size = (list) => list.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  return { packed: size(files.filter((file) => file.endsWith('.br'))), unpacked: size(files.filter((file) => !/\.(?:br|gz)$/.test(file))) };
}

async function openSite() {
  const { handler, listen } = await import(pathToFileURL(path.join(root, 'web/server/serve.mjs')).href);
  const server = createServer(handler(site));
  const port = await listen(server, '127.0.0.1', 0);
  const { chromium } = await import(pathToFileURL(fromWeb.resolve('@playwright/test')).href).then((module) => module.default ?? module);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-quic', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}/#lesson=mutex`);
  await page.locator('#run:not([disabled])').waitFor();
  await page.locator('#source-cpp .cm-content').waitFor();
  return { page, close: async () => { await browser.close(); server.close(); } };
}

async function write(page, text) {
  await page.locator('#source-cpp .cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** Presses Run; milliseconds until the program runs, and what the compiler says of its phases. */
async function runChange(page) {
  const took = await page.evaluate(async () => {
    performance.clearMeasures('compile');
    const begin = performance.now();
    document.querySelector('#run').click();
    const status = document.querySelector('#status');
    while (!/Running|Finished/.test(status.textContent)) await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - begin;
  });
  await page.waitForFunction(() => !document.querySelector('#run').hasAttribute('data-running'), undefined, { timeout: 120_000 });
  const phases = await page.evaluate(() => performance.getEntriesByName('compile').at(-1)?.detail);
  return { took, ...phases };
}

/** Milliseconds from the last key to the mark beside the line. */
async function mistake(page, text) {
  await write(page, text);
  return page.evaluate(async () => {
    const begin = performance.now();
    const marks = () => document.querySelector('#source-cpp .editor-host').shadowRoot.querySelectorAll('.cm-lint-marker-error').length;
    while (marks() === 0) await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - begin;
  });
}

export async function run() {
  const { page, close } = await openSite();
  try {
    await write(page, program);
    const first = await runChange(page);
    const readyBegin = performance.now();
    await page.waitForFunction(() => document.querySelector('#code-panel').dataset.compiler === 'warm', undefined, { timeout: 180_000 });
    const ready = performance.now() - readyBegin;
    const changes = [];
    for (let i = 0; i < Changes + 3; i++) {
      await write(page, program.replace('"Ada", 100', `"Ada", ${101 + i}`));
      changes.push(await runChange(page));
    }
    const warm = changes.slice(3); // the compiler's own code is optimised while it is used
    const shown = [];
    for (let i = 0; i < 5; i++) {
      await write(page, program);
      await page.waitForFunction(() => document.querySelector('#source-cpp .editor-host').shadowRoot.querySelectorAll('.cm-lint-marker-error').length === 0);
      shown.push(await mistake(page, program.replace('++refused', `++refsued${i}`)));
    }
    const phase = (name) => median(warm.map((item) => item[name]));
    const { packed, unpacked } = download();
    return [
      row('first change: what is downloaded (baseline: unpacked)', packed, 'MB', unpacked),
      row('first change: from Run to running (loopback)', first.took, 'ms', undefined),
      row('  of that the compiler, without precompiled header', first.compile, 'ms', undefined),
      row('  until later changes are quick', ready, 'ms', undefined),
      row('60 lines: compile and link, warm (baseline: the first one)', median(warm.map((item) => item.compile + item.link + item.mark)), 'ms', first.compile + first.link + first.mark, 2000),
      row('  compile', phase('compile'), 'ms', undefined),
      row('  link', phase('link'), 'ms', undefined),
      row('  line marks and symbols', phase('mark'), 'ms', undefined),
      row('60 lines: from Run to running, warm', median(warm.map((item) => item.took)), 'ms', first.took, 2500),
      row('a mistake: from the last key to its mark', median(shown), 'ms', undefined, 1500),
    ];
  } finally {
    await close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const format = (value) => (value === undefined ? '' : Number(value.toPrecision(3)));
  const cells = (await run()).map(({ name, value, unit, baseline, ratio, target }) =>
    [name, { value: format(value), unit, baseline: format(baseline), ratio: format(ratio), target: format(target) }]);
  console.table(Object.fromEntries(cells));
}
