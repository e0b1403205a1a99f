/** The seam between browser and node: how to make a worker. Chosen at construction, see machine.ts, node.ts. */
import type { FromThread, ToThread } from './messages.js';

export interface WorkerHandle {
  post(message: ToThread): void;
  /** Replaces earlier listeners. `failed`: the worker itself could not start or run on. */
  listen(received: (message: FromThread) => void, failed: (reason: string) => void): void;
  /** At once, whatever the worker does. */
  terminate(): void;
}

export type CreateWorker = () => WorkerHandle;
