import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { FromThread, ToThread } from './messages.js';
import type { CreateWorker, WorkerHandle } from './platform.js';

/** Workers that run a built thread-worker-node.mjs, see web/tools/build_node.mjs. */
export function nodeWorkers(script: URL): CreateWorker {
  return () => createNodeWorker(script);
}

function createNodeWorker(script: URL): WorkerHandle {
  const worker = new Worker(script, { env: SHARE_ENV });
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
