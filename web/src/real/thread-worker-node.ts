/** Node's worker for one thread at a time. Its browser twin is thread-worker.ts. */
import { parentPort } from 'node:worker_threads';
import type { ToThread } from './messages.js';
import { runThread } from './thread.js';

const port = parentPort;
if (port === null) throw new Error('thread-worker-node is a worker: it cannot be started as a program.');
port.on('message', (job: ToThread) => runThread(job, (message) => port.postMessage(message)));
