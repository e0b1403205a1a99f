import type { FromThread, ToThread } from './messages.js';
import type { WorkerHandle } from './platform.js';

export function createBrowserWorker(): WorkerHandle {
  const worker = new Worker(new URL('./thread-worker.ts', import.meta.url), { type: 'module', name: 'interleave-thread' });
  return {
    post: (message: ToThread) => worker.postMessage(message),
    listen(received, failed) {
      worker.onmessage = (event: MessageEvent<FromThread>) => received(event.data);
      worker.onerror = (event) => {
        event.preventDefault();
        failed(event.message || 'its script could not be loaded');
      };
    },
    terminate: () => worker.terminate(),
  };
}
