/** One exploration of a program at a time, in workers. */
import type { FromExplorer, ToExplorer } from './messages.js';
import type { Explored, ExploreOptions, ExploreProgress } from './protocol.js';

export interface ExplorerEvents {
  /** `threads`: workers that explore together. */
  onProgress(state: ExploreProgress, seconds: number, threads: number): void;
  onFound(found: Explored): void;
  onFailure(message: string): void;
}

/** A slice of the worker's work is far shorter. */
const Patience = 2_000;

export class Explorer {
  private worker: Worker | undefined;

  /** `engineFolder`: the folder of engine.js and engine-mt.js. */
  constructor(private readonly engineFolder: string, private readonly events: ExplorerEvents) {}

  get active(): boolean {
    return this.worker !== undefined;
  }

  start(program: ArrayBuffer, options: Omit<ExploreOptions, 'threads'>): void {
    this.leave();
    const worker = new Worker(new URL('./explorer_worker.ts', import.meta.url), { type: 'module' });
    this.worker = worker;
    worker.onmessage = (event: MessageEvent<FromExplorer>) => {
      if (this.worker !== worker) return;
      const message = event.data;
      if (message.type === 'progress') return this.events.onProgress(message.state, message.seconds, message.threads);
      this.leave();
      if (message.type === 'found') this.events.onFound(message.found);
      else this.events.onFailure(message.message);
    };
    worker.onerror = () => {
      if (this.worker !== worker) return;
      this.leave();
      this.events.onFailure('The explorer stopped working: perhaps it ran out of memory. Make the program smaller and try again.');
    };
    this.send({ type: 'explore', engine: `${this.engineFolder}engine.js`, threadedEngine: `${this.engineFolder}engine-mt.js`, program: program.slice(0), options });
  }

  /** Stops looking for more; what was found so far is told. */
  finish(): void {
    const worker = this.worker;
    if (worker === undefined) return;
    this.send({ type: 'finish' });
    setTimeout(() => {
      if (this.worker !== worker) return;
      this.leave();
      this.events.onFailure('The explorer did not answer and was ended.');
    }, Patience);
  }

  /** Ends it at once and hears no more of it. */
  leave(): void {
    this.worker?.terminate();
    this.worker = undefined;
  }

  private send(message: ToExplorer): void {
    this.worker?.postMessage(message);
  }
}
