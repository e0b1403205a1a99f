// A page in Chromium that holds nothing but the drawn app, for benchmarks and screenshots.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const fromWeb = createRequire(path.join(root, 'web/package.json'));
const artefacts = process.env.INTERLEAVE_ARTEFACTS ?? path.join(root, 'build/artefacts');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };

const html = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>app</title>
<style>html,body{margin:0;height:100%;overflow:hidden}#box{position:relative;width:100%;height:100%}canvas{display:block;width:100%;height:100%}textarea{position:fixed;left:-500px}</style>
<link rel="icon" href="data:,"><div id="box"><canvas></canvas></div><textarea aria-label="A text field of the page"></textarea><script>
window.frameTimes = [];
window.plainAnimationFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) => window.plainAnimationFrame((time) => {
  const begin = performance.now();
  draw(time);
  window.frameTimes.push(performance.now() - begin);
});
</script><script type="module">
import { startApp } from './app.bundle.js';
import * as recording from './recording.mjs';
window.recording = recording;
startApp(document.querySelector('canvas'), './app/').then((app) => { window.app = app; }, (error) => { window.failed = String(error); });
</script>`;

async function bundle() {
  const { build } = await import(pathToFileURL(fromWeb.resolve('esbuild')).href);
  const result = await build({ entryPoints: [path.join(root, 'web/src/app/app.ts')], bundle: true, format: 'esm', target: 'es2022', write: false });
  return result.outputFiles[0].text;
}

/** A server of the page with the app alone. */
export async function serveApp() {
  const code = await bundle();
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://localhost').pathname;
    try {
      const body = name === '/' ? html
        : name === '/app.bundle.js' ? code
        : name === '/recording.mjs' ? await readFile(path.join(here, 'recording.mjs'))
        : await readFile(path.join(artefacts, path.normalize(name)));
      response.writeHead(200, { 'Content-Type': types[path.extname(name) || '.html'] ?? 'text/javascript' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** { page, cdp, close }: a page with window.app and window.recording. Options are those of a Playwright context. */
export async function openApp(options = {}) {
  const server = await serveApp();
  const { chromium } = fromWeb('@playwright/test');
  const profile = await mkdtemp(path.join(os.tmpdir(), 'interleave-app-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: false,
    viewport: { width: 1280, height: 500 },
    ...options,
    args: ['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (error) => console.error('page:', error.message));
  page.on('console', (message) => { if (message.type() === 'error') console.error('console:', message.text()); });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.app !== undefined || window.failed !== undefined, null, { timeout: 120_000 });
  const failed = await page.evaluate(() => window.failed);
  if (failed) throw new Error(failed);
  return {
    page,
    cdp: await context.newCDPSession(page),
    async close() {
      await context.close();
      server.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Starts a run of recording.mjs by name and waits until it is drawn. */
export async function show(page, run, argument) {
  await page.evaluate(async ([run, argument]) => {
    window.app.begin({ title: run, axis: 'real' });
    window.app.append(window.recording[run](argument));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }, [run, argument]);
}
