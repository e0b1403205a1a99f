/**
 * For tests: the real machine in node, bundled as its workers need it, and the guest programs that the
 * native build made. INTERLEAVE_ARTEFACTS names another folder than build/artefacts.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nodeWorkers } from './platform-node.js';
import { WorkerPool } from './pool.js';
import { loadProgram } from './program.js';
import { siteFiles } from './site-files.js';
import { Supervisor } from './supervisor.js';
import type { Outcome, ProgramSymbols, Run, RunOptions, RunStatus } from './types.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const artefacts = process.env['INTERLEAVE_ARTEFACTS'] ?? path.join(root, 'build/artefacts');

let pool: Promise<WorkerPool> | undefined;

/** A folder of its own for each test process, since several run at the same time. */
async function createPool(): Promise<WorkerPool> {
  const outDir = mkdtempSync(path.join(os.tmpdir(), 'interleave-node-'));
  process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const tool = (await import(pathToFileURL(path.join(root, 'web/tools/build_node.mjs')).href)) as { buildForNode(outDir: string): Promise<void> };
  await tool.buildForNode(outDir);
  return new WorkerPool(nodeWorkers(pathToFileURL(path.join(outDir, 'thread-worker-node.mjs'))), 16);
}

export interface Watched {
  readonly run: Run;
  readonly finished: Promise<Outcome>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly statuses: readonly RunStatus[];
  readonly chunks: readonly Uint8Array[];
  /** Resolves with the first status that passes. */
  status(passes: (status: RunStatus) => boolean): Promise<RunStatus>;
}

/** The files that the site ships, without a server; never.txt never comes. */
const Files = 'http://site/files/';
const shippedFiles = siteFiles(Files, (url, { signal }) => {
  const name = url.slice(Files.length);
  if (name === 'never.txt') return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  const file = path.join(root, 'web/files', name);
  return Promise.resolve(existsSync(file) ? new Response(Uint8Array.from(readFileSync(file))) : new Response(null, { status: 404 }));
});

export function programFile(name: string): string {
  const file = path.join(artefacts, 'programs', `${name}.wasm`);
  if (!existsSync(file)) throw new Error(`${file} is missing: the guest programs are built by \`make native\`.`);
  return file;
}

/** Starts a program of tests/programs and keeps everything that it reports. */
export async function startProgram(name: string, options: Partial<RunOptions> = {}): Promise<Watched> {
  const file = programFile(name);
  const symbolsFile = file.replace(/\.wasm$/, '.json');
  const symbols = existsSync(symbolsFile) ? (JSON.parse(readFileSync(symbolsFile, 'utf8')) as ProgramSymbols) : undefined;
  return startBytes(Uint8Array.from(readFileSync(file)), symbols, options);
}

/** The same with a program that is in memory. */
export async function startBytes(bytes: Uint8Array<ArrayBuffer>, symbols: ProgramSymbols | undefined, options: Partial<RunOptions> = {}): Promise<Watched> {
  pool ??= createPool();
  const workers = await pool;
  const program = await loadProgram(bytes);
  const output: Record<1 | 2, Uint8Array[]> = { 1: [], 2: [] };
  const statuses: RunStatus[] = [];
  const chunks: Uint8Array[] = [];
  const waiters: { passes: (status: RunStatus) => boolean; resolve: (status: RunStatus) => void }[] = [];
  const run = new Supervisor(workers, shippedFiles, {
    program,
    ...(symbols !== undefined && { symbols }),
    onOutput: (fd, bytes) => void output[fd].push(bytes),
    onRecording: (chunk) => void chunks.push(chunk),
    onStatus(status) {
      statuses.push(status);
      for (const waiter of waiters) if (waiter.passes(status)) waiter.resolve(status);
    },
    ...options,
  });
  const text = (parts: readonly Uint8Array[]): string => new TextDecoder().decode(Uint8Array.from(parts.flatMap((part) => [...part])));
  return {
    run,
    finished: run.finished,
    stdout: () => text(output[1]),
    stderr: () => text(output[2]),
    statuses,
    chunks,
    status: (passes) => new Promise((resolve) => waiters.push({ passes, resolve })),
  };
}
