/**
 * The real machine of the page: runs a guest program on Web Workers, one per thread.
 *
 *   const program = await loadProgram(await fetch('…/program.wasm'));
 *   const run = start({ program, onOutput, onRecording, onStatus });
 *   const outcome = await run.finished;
 */
import { createBrowserWorker } from './platform-browser.js';
import { WorkerPool } from './pool.js';
import { siteFiles } from './site-files.js';
import { Supervisor } from './supervisor.js';
import type { Run, RunOptions } from './types.js';

export { loadProgram, ProgramRejected, type Program } from './program.js';
export { isSupported, type Support } from './support.js';
export type * from './types.js';

const MostIdleWorkers = 72; // a 64-thread program and a little more
const FilesFolder = 'files/'; // beside index.html; README, “Publish it”

const pool = new WorkerPool(createBrowserWorker, MostIdleWorkers);

/** Starts a program. Throws ProgramRejected if it asks for more than the limits allow. REQUIRES: isSupported(). */
export function start(options: RunOptions): Run {
  return new Supervisor(pool, siteFiles(new URL(FilesFolder, document.baseURI).href), options);
}

/** Creates workers ahead of need, so that the next program's first threads start at once. Call it when the page is idle. */
export function prewarm(count: number): void {
  pool.warm(count);
}
