import { describe, expect, it, vi } from 'vitest';
import type { FromThread } from './messages.js';
import type { WorkerHandle } from './platform.js';
import { WorkerPool } from './pool.js';

class FakeWorker implements WorkerHandle {
  terminated = false;
  received: (message: FromThread) => void = () => {};
  failed: (reason: string) => void = () => {};
  post(): void {}
  listen(received: (message: FromThread) => void, failed: (reason: string) => void): void {
    this.received = received;
    this.failed = failed;
  }
  terminate(): void {
    this.terminated = true;
  }
}

function setUp(mostIdle = 4) {
  const workers: FakeWorker[] = [];
  const pool = new WorkerPool(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  }, mostIdle);
  return { pool, workers };
}

const silent = { received: () => {}, failed: () => {} };
const done: FromThread = { kind: 'done', run: 1, process: 0, thread: 0 };

describe('WorkerPool', () => {
  it('uses a worker again after its thread, within and between runs', () => {
    const { pool, workers } = setUp();
    const first = pool.group();
    first.lease(silent);
    workers[0]?.received(done);
    first.lease(silent);
    workers[0]?.received(done);
    pool.group().lease(silent);
    expect(workers).toHaveLength(1);
  });

  it('creates workers only when needed, or when warmed', () => {
    const { pool, workers } = setUp();
    expect(workers).toHaveLength(0);
    pool.warm(2);
    pool.warm(2);
    expect(workers).toHaveLength(2);
    pool.warm(100);
    expect(workers).toHaveLength(4);
  });

  it('terminates all leased workers at once, and creates others for the next run', () => {
    const { pool, workers } = setUp();
    const group = pool.group();
    group.lease(silent);
    group.lease(silent);
    group.endNow();
    expect(workers.map((worker) => worker.terminated)).toEqual([true, true]);
    pool.group().lease(silent);
    expect(workers).toHaveLength(3);
  });

  it('gives finishing workers a moment, and ends the others', () => {
    vi.useFakeTimers();
    const { pool, workers } = setUp();
    const group = pool.group();
    group.lease(silent);
    group.lease(silent);
    group.endSoon();
    workers[0]?.received(done);
    vi.runAllTimers();
    expect(workers.map((worker) => worker.terminated)).toEqual([false, true]);
    vi.useRealTimers();
  });

  it('keeps no more idle workers than it may', () => {
    const { pool, workers } = setUp(1);
    const group = pool.group();
    group.lease(silent);
    group.lease(silent);
    for (const worker of workers) worker.received(done);
    expect(workers.map((worker) => worker.terminated)).toEqual([false, true]);
  });

  it('tells a run that its worker failed, and drops idle ones that fail', () => {
    const { pool, workers } = setUp();
    const failed = vi.fn();
    pool.group().lease({ received: () => {}, failed });
    workers[0]?.failed('no script');
    expect(failed).toHaveBeenCalledWith('no script');
    pool.warm(1);
    workers[1]?.failed('out of memory');
    pool.group().lease(silent);
    expect(workers).toHaveLength(3);
  });
});
