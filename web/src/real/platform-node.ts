import { Worker } from 'node:worker_threads';
import type { FromThread, ToThread } from './messages.js';
import type { WorkerHandle } from './platform.js';

// The built file beside the built node.mjs, see web/tools/build_node.mjs.
const script = new URL('./thread-worker-node.mjs', import.meta.url);

export function createNodeWorker(): WorkerHandle {
  const worker = new Worker(script);
  return {
    post: (message: ToThread) => worker.postMessage(message),
    listen(received, failed) {
      worker.removeAllListeners('message').removeAllListeners('error');
      worker.on('message', (message: FromThread) => received(message));
      worker.on('error', (error: Error) => failed(error.message));
      worker.unref(); // listening undid it: an idle pool must not keep the process alive; a run does, by its ticks
    },
    terminate: () => void worker.terminate(),
  };
}
