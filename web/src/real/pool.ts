/**
 * Workers, used again. Creating one costs 80–165 ms, giving a job to an idle one 0.2 ms (Chromium 156,
 * November 2026); each one created before it is needed delays the page by about 20 ms. So workers come
 * when first needed (or when the page is idle, see warm), and go back to the pool after their thread.
 *
 * A worker is idle, or leased to one run. When a run ends, a leased worker is either free already, or
 * about to be (it is running its last lines), or blocked for ever; who has not come back after a short
 * grace is terminated and replaced when needed.
 */
import type { FromThread, ToThread } from './messages.js';
import type { CreateWorker, WorkerHandle } from './platform.js';

const GraceMilliseconds = 50;

export interface Lease {
  post(message: ToThread): void;
}

export interface LeaseEvents {
  received(message: FromThread): void;
  /** The worker is lost. */
  failed(reason: string): void;
}

export class WorkerPool {
  private readonly idle: WorkerHandle[] = [];

  /** Keeps at most `mostIdle` workers for later. */
  constructor(private readonly create: CreateWorker, private readonly mostIdle: number) {}

  /** Creates workers until `count` are idle. */
  warm(count: number): void {
    while (this.idle.length < Math.min(count, this.mostIdle)) this.putBack(this.create());
  }

  /** All workers of one run. */
  group(): LeaseGroup {
    return new LeaseGroup(() => this.idle.pop() ?? this.create(), (worker) => this.putBack(worker));
  }

  private putBack(worker: WorkerHandle): void {
    if (this.idle.length >= this.mostIdle) {
      worker.terminate();
      return;
    }
    this.idle.push(worker);
    worker.listen(() => {}, () => this.forget(worker));
  }

  private forget(worker: WorkerHandle): void {
    const index = this.idle.indexOf(worker);
    if (index >= 0) this.idle.splice(index, 1);
    worker.terminate();
  }
}

/** The workers leased to one run; a worker that says `done` goes back to the pool by itself. */
export class LeaseGroup {
  private readonly leased = new Set<WorkerHandle>();

  constructor(private readonly take: () => WorkerHandle, private readonly giveBack: (worker: WorkerHandle) => void) {}

  lease(events: LeaseEvents): Lease {
    const worker = this.take();
    this.leased.add(worker);
    worker.listen(
      (message) => {
        if (message.kind === 'done') this.release(worker);
        events.received(message);
      },
      (reason) => {
        this.terminate(worker);
        events.failed(reason);
      },
    );
    return worker;
  }

  /** The run is over: workers that are just finishing may, for a moment. */
  endSoon(): void {
    if (this.leased.size > 0) setTimeout(() => this.endNow(), GraceMilliseconds);
  }

  endNow(): void {
    for (const worker of this.leased) this.terminate(worker);
  }

  private release(worker: WorkerHandle): void {
    if (this.leased.delete(worker)) this.giveBack(worker);
  }

  private terminate(worker: WorkerHandle): void {
    if (this.leased.delete(worker)) worker.terminate();
  }
}
