// A page in Chromium that holds nothing but the real machine, for benchmarks and tests: bundles page.ts,
// serves it with the isolation headers together with a folder of programs, and opens it.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const fromWeb = createRequire(path.join(root, 'web/package.json'));
const load = async (name) => import(pathToFileURL(fromWeb.resolve(name)).href);

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
};

async function bundle(outDir) {
  const { generate } = await import(pathToFileURL(path.join(root, 'web/tools/generate.mjs')).href);
  generate(path.join(root, 'web/src/generated'));
  const { build } = await load('vite');
  await build({
    root: here,
    base: './',
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input: path.join(here, 'page.ts'), output: { entryFileNames: 'page.js' } },
    },
  });
}

function serve(pageFolder, programFolder) {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    try {
      const [folder, file] = name.startsWith('/programs/') ? [programFolder, name.slice('/programs/'.length)] : [pageFolder, name.slice(1)];
      const body = file === '' ? '<!doctype html><title>real</title><script type="module" src="/page.js"></script>' : await readFile(path.join(folder, path.normalize(`/${file}`)));
      response.writeHead(200, { ...headers, 'Content-Type': types[path.extname(file) || '.html'] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404, headers).end(`no ${name}`);
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** { page, close }: a Chromium page with window.real, programs below /programs/. */
export async function openRealMachine(programFolder) {
  const outDir = path.join(root, 'build/bench-real');
  await bundle(outDir);
  const server = await serve(outDir, programFolder);
  const { chromium } = fromWeb('@playwright/test');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.real !== undefined);
  return {
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/**
 * Runs a program in the page and returns its outcome, output and measures. `options`: limits, record,
 * input (text), stopAfter (ms; measures how long Stop takes), stopOnDeadlock.
 */
export async function runInPage(page, name, options = {}) {
  return page.evaluate(async ({ name, options }) => {
    const program = await window.real.loadProgram(await fetch(`/programs/${name}.wasm`));
    const symbols = await fetch(`/programs/${name}.json`).then((answer) => (answer.ok ? answer.json() : undefined));
    const output = ['', '', ''];
    const decoder = new TextDecoder();
    let recordingBytes = 0;
    const begin = performance.now();
    let firstOutput;
    const run = window.real.start({
      program,
      ...(symbols && { symbols }),
      stdin: options.input !== undefined,
      limits: options.limits ?? {},
      record: options.record ?? true,
      onOutput(fd, bytes) {
        firstOutput ??= performance.now() - begin;
        output[fd] += decoder.decode(bytes);
      },
      onRecording: (chunk) => void (recordingBytes += chunk.length),
      onStatus(status) {
        if (status.state === 'deadlock' && options.stopOnDeadlock) setTimeout(() => stop());
      },
    });
    let stopTook;
    const stop = async () => {
      const before = performance.now();
      run.stop();
      await run.finished;
      stopTook = performance.now() - before;
    };
    if (options.input !== undefined) {
      run.input(new TextEncoder().encode(options.input));
      run.closeInput();
    }
    if (options.stopAfter !== undefined) setTimeout(stop, options.stopAfter);
    const outcome = await run.finished;
    await new Promise((resolve) => setTimeout(resolve));
    return { outcome, stdout: output[1], stderr: output[2], recordingBytes, firstOutput, stopTook };
  }, { name, options });
}
