/**
 * One thread of a guest program, inside a worker: instantiates the module, runs `_start` or
 * `wasi_thread_start`, and tells the supervisor how that ended. Workers are used again, so nothing of a
 * job may survive it; what a guest can reach is exactly the imports below.
 */
import { Errno } from './errno.js';
import { Exchange } from './exchange.js';
import { exitGate } from './exit-gate.js';
import { Fetcher } from './fetching.js';
import { GuestMemory } from './guest-memory.js';
import { InputReader } from './input.js';
import type { FromThread, ThreadJob, ThrownError } from './messages.js';
import { OutputWriter } from './output.js';
import { processOperations } from './process-operations.js';
import { enableRecorder } from './recorder-switch.js';
import { beginThread, Control, endThread } from './shared.js';
import { wasiFunctions, type Clock } from './wasi.js';

type Post = (message: FromThread) => void;

// How long thread-spawn waits, at the limit of live threads, for one that is just finishing.
const SlotPatienceMilliseconds = 100;

/** Runs a job to its end. Never throws. */
export function runThread(job: ThreadJob, post: Post): void {
  const state = { exited: false };
  const { run, process, thread, shared } = job;
  Error.stackTraceLimit = 100;
  try {
    const instance = new WebAssembly.Instance(job.module, imports(job, post, state));
    if (job.start === undefined) publishRecorder(instance, job);
    entry(instance, job)();
    finish();
  } catch (thrown) {
    if (state.exited) finish();
    else {
      post({ kind: 'trap', run, process, thread, error: describe(thrown) });
      finish();
    }
  }

  function finish(): void {
    endThread(shared.control, process);
    post({ kind: 'done', run, process, thread });
  }
}

function entry(instance: WebAssembly.Instance, job: ThreadJob): () => void {
  const { _start: start, wasi_thread_start: startThread, interleave_process_start: startProcess } = instance.exports;
  if (typeof start !== 'function' || typeof startThread !== 'function') throw new Error('internal bug: the program was not checked');
  const { thread, start: argument, entry: process } = job;
  if (process !== undefined) {
    if (typeof startProcess !== 'function') throw new Error('The program was built before it could have processes: build it again.');
    return () => void startProcess(thread, process);
  }
  return argument === undefined ? () => void start() : () => void startThread(thread, argument);
}

function publishRecorder(instance: WebAssembly.Instance, job: ThreadJob): void {
  const recorder = instance.exports['interleave_recorder'];
  if (!(recorder instanceof WebAssembly.Global) || typeof recorder.value !== 'number') return;
  enableRecorder(job.memory, recorder.value, job.record);
  Atomics.store(job.shared.control, Control.Recorder, recorder.value);
}

function imports(job: ThreadJob, post: Post, state: { exited: boolean }): WebAssembly.Imports {
  const { run, process, thread, shared, memory } = job;
  const output = new OutputWriter(shared.output, () => post({ kind: 'output', run }));
  const input = new InputReader(shared.input, shared.control);
  const guest = new GuestMemory(memory);
  const clock = clockSince(job.epoch);
  const fetcher = new Fetcher((name, answer) => post({ kind: 'fetch', run, name, answer }));
  const console = { write: output.write.bind(output), read: input.read.bind(input) };
  return {
    env: { memory },
    wasi: { 'thread-spawn': (start: number) => spawn(shared.control, process, (id) => post({ kind: 'spawn', run, process, thread: id, start })) },
    wasi_snapshot_preview1: {
      ...wasiFunctions(guest, console, clock),
      proc_exit: exitGate((code) => {
        state.exited = true;
        post({ kind: 'exit', run, process, thread, code });
      }),
    },
    interleave: {
      lab: new WebAssembly.Global({ value: 'i32', mutable: false }, 0),
      operation: processOperations({
        process,
        argument: job.argument,
        memory: guest,
        exchange: new Exchange(shared.exchange),
        monotonic: () => clock.monotonic(),
        start: (id, entry, argument) =>
          spawn(shared.control, id, (first) => post({ kind: 'process', run, process: id, thread: first, entry, argument })) > 0,
        fetch: (name) => fetcher.fetch(name),
      }),
    },
  };
}

/** A new thread's id, or -EAGAIN when as many threads live as the run may have. */
function spawn(control: Int32Array, process: number, announce: (thread: number) => void): number {
  const limit = Atomics.load(control, Control.ThreadLimit);
  const deadline = performance.now() + SlotPatienceMilliseconds;
  for (;;) {
    const live = Atomics.load(control, Control.LiveThreads);
    if (live < limit) {
      if (beginThread(control, process, live)) break;
      if (Atomics.load(control, Control.ProcessThreads + process) < 0) return -Errno.Again;
      continue;
    }
    const left = deadline - performance.now();
    if (left <= 0 || Atomics.load(control, Control.RefusedThreads) > 0) {
      Atomics.add(control, Control.RefusedThreads, 1);
      return -Errno.Again;
    }
    Atomics.wait(control, Control.LiveThreads, live, left);
  }
  const thread = Atomics.add(control, Control.LastThread, 1) + 1;
  announce(thread);
  return thread;
}

/** performance.timeOrigin + performance.now() is the same clock in every worker. */
function clockSince(epoch: number): Clock {
  const origin = performance.timeOrigin - epoch;
  return {
    monotonic: () => BigInt(Math.max(0, Math.round((origin + performance.now()) * 1e6))),
    realtime: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n,
  };
}

function describe(thrown: unknown): ThrownError {
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message, stack: thrown.stack ?? '' };
  const name = Object.prototype.toString.call(thrown).slice('[object '.length, -1);
  return { name, message: name === 'WebAssembly.Exception' ? 'uncaught exception' : String(thrown), stack: '' };
}
