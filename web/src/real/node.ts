/** The real machine in node, for tests and the command line: as machine.ts, with worker_threads. */
import { nodeWorkers } from './platform-node.js';
import { WorkerPool } from './pool.js';
import { noFiles } from './site-files.js';
import { Supervisor } from './supervisor.js';
import type { Run, RunOptions } from './types.js';

export { loadProgram, ProgramRejected, type Program } from './program.js';
export type * from './types.js';

const MostIdleWorkers = 16;

const pool = new WorkerPool(nodeWorkers(new URL('./thread-worker-node.mjs', import.meta.url)), MostIdleWorkers);

/** See machine.ts. */
export function start(options: RunOptions): Run {
  return new Supervisor(pool, noFiles, options);
}
