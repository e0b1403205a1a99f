/** The browser's worker for one thread at a time. Its node twin is thread-worker-node.ts. */
import type { ToThread } from './messages.js';
import { runThread } from './thread.js';

self.onmessage = (event: MessageEvent<ToThread>) => runThread(event.data, (message) => self.postMessage(message));
