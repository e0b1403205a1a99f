/**
 * One run of a program on real workers. The supervisor lives on the page's main thread (or node's) and
 * never waits: it starts a worker for each thread that the program asks for, and at every tick moves
 * output, input and records along and looks at the limits and for deadlocks. What could be endless is
 * bounded elsewhere: output by its ring (output.ts), records by theirs (abi.h), threads by thread-spawn.
 *
 *   program ──thread-spawn──▶ worker ──message──▶ supervisor ──job──▶ next worker
 *   program ──fd_write──▶ output ring ─┐
 *   program ──records──▶ rings ────────┼──tick──▶ onOutput, onRecording, onStatus
 *
 * However a run ends (exit, trap, Stop, limit), `end` is called once: it ends the workers, drains what
 * they left in shared memory, and resolves `finished`.
 */
import { explainDeadlock, DeadlockWatch } from './deadlock.js';
import { exitEnding, LastWords } from './ending.js';
import { Exchange } from './exchange.js';
import { answerFetch } from './fetching.js';
import { crashCode, type GuestProcess } from './guest-process.js';
import { InputRingCapacity, InputWriter } from './input.js';
import { ringBytes } from './byte-ring.js';
import type { FromThread } from './messages.js';
import { whileNobodyHolds } from './mutex.js';
import { OutputReader, OutputRingCapacity } from './output.js';
import type { WorkerPool } from './pool.js';
import { PageBytes, ProgramRejected, type Program } from './program.js';
import { Recorder } from './recorder.js';
import { Control, createShared, endThreadsOf, type Shared } from './shared.js';
import type { FileSource } from './site-files.js';
import { trapFrames, trapMessage } from './trap.js';
import { DefaultLimits, type BlockedThread, type Ending, type Limits, type Outcome, type Run, type RunOptions, type RunState } from './types.js';

const TickMilliseconds = 16;
const StartBudgetMilliseconds = 8;
const StatusMilliseconds = 100;
const LongestTick = 1000; // a tick that comes later than this (a sleeping laptop) is not the program's time

let lastRun = 0;

export class Supervisor implements Run {
  readonly finished: Promise<Outcome>;
  private readonly run = ++lastRun;
  private readonly limits: Limits;
  private readonly shared: Shared;
  private readonly exchange: Exchange;
  /** By id; those that have ended are gone. */
  private readonly processes = new Map<number, GuestProcess>();
  private readonly first: GuestProcess;
  private readonly output: OutputReader;
  private readonly stdin: InputWriter;
  private readonly lastWords = new LastWords();
  private readonly deadlocks = new DeadlockWatch();
  private readonly fetches = new AbortController();
  private readonly epoch = performance.timeOrigin + performance.now();
  private readonly ticker: ReturnType<typeof setInterval>;
  private resolve: (outcome: Outcome) => void = () => {};
  private ended = false;
  private readonly starting: { process: number; thread: number; start: number }[] = [];
  private startLater: ReturnType<typeof setTimeout> | undefined;
  private written = 0;
  private used = 0;
  private lastTick = 0;
  private lastStatus = -Infinity;
  private state: RunState = 'running';
  private blocked: readonly BlockedThread[] = [];

  /** Throws ProgramRejected when the program cannot be started at all. */
  constructor(private readonly pool: WorkerPool, private readonly files: FileSource, private readonly options: RunOptions) {
    this.limits = { ...DefaultLimits, ...options.limits };
    this.shared = createShared(this.limits.threads, ringBytes(OutputRingCapacity), ringBytes(InputRingCapacity));
    this.output = new OutputReader(this.shared.output);
    this.stdin = new InputWriter(this.shared.input);
    this.exchange = new Exchange(this.shared.exchange);
    this.first = this.addProcess(0);
    this.finished = new Promise((resolve) => (this.resolve = resolve));
    if (options.stdin !== true) this.stdin.close();
    this.startThread(this.first, { thread: 0 });
    this.ticker = setInterval(() => this.tick(), TickMilliseconds);
  }

  stop(): void {
    this.end(this.state === 'deadlock' ? { kind: 'deadlock', blocked: this.blocked } : { kind: 'stopped' });
  }

  input(bytes: Uint8Array): void {
    this.stdin.write(bytes);
  }

  closeInput(): void {
    this.stdin.close();
  }

  /**
   * Starts the threads asked for, but not for longer than StartBudget at a stretch: a program that asks
   * for hundreds would otherwise hold up the page, and its own end, until all their workers were created.
   */
  private startThreads(): void {
    if (this.startLater !== undefined) return;
    const begin = performance.now();
    for (let next = this.starting.shift(); next !== undefined; next = this.starting.shift()) {
      const process = this.processes.get(next.process);
      if (process !== undefined && process.isEnding !== true) this.startThread(process, next);
      if (performance.now() - begin < StartBudgetMilliseconds) continue;
      this.startLater = setTimeout(() => {
        this.startLater = undefined;
        this.startThreads();
      });
      return;
    }
  }

  /** Throws ProgramRejected if there is no room for its memory. */
  private addProcess(id: number): GuestProcess {
    const memory = createMemory(this.options.program, this.limits);
    const process: GuestProcess = { id, memory, workers: this.pool.group(), recorder: new Recorder(memory, this.options.symbols), live: new Set() };
    this.processes.set(id, process);
    return process;
  }

  private startThread(process: GuestProcess, what: { thread: number; start?: number; entry?: number; argument?: Uint8Array }): void {
    const { thread } = what;
    const lease = process.workers.lease({
      received: (message) => this.received(message),
      failed: (reason) => this.end({ kind: 'trap', thread, frames: [], message: `A worker of the browser failed: ${reason}.` }),
    });
    process.live.add(thread);
    const { run, shared, epoch } = this;
    lease.post({
      kind: 'run', run, process: process.id, thread, start: what.start, entry: what.entry, argument: what.argument ?? new Uint8Array(),
      module: this.options.program.module, memory: process.memory, shared, epoch, record: this.options.record ?? true,
    });
  }

  private startProcess(message: Extract<FromThread, { kind: 'process' }>): void {
    try {
      this.startThread(this.addProcess(message.process), message);
    } catch (error) {
      if (!(error instanceof ProgramRejected)) throw error;
      this.say(`process ${message.process} could not be started: ${error.message}\n`);
      endThreadsOf(this.shared.control, message.process);
      this.exchange.endProcess(message.process, crashCode('out of bounds'));
    }
  }

  /** A process other than the first exits or crashes: with its thread's worker done, the others of the process end too. */
  private endProcess(process: GuestProcess, code: number): void {
    if (process.isEnding === true) return;
    process.isEnding = true;
    if (process.live.size === 0) this.processEnded(process, code);
    else void whileNobodyHolds([this.exchange.lockPlace, this.output.lockPlace, this.stdin.lockPlace], () => process.workers.endNow()).then(() => this.processEnded(process, code));
  }

  private processEnded(process: GuestProcess, code: number): void {
    if (this.ended) return;
    endThreadsOf(this.shared.control, process.id);
    process.live.clear();
    this.processes.delete(process.id);
    this.drainOutput();
    this.exchange.endProcess(process.id, code);
  }

  private say(text: string): void {
    this.drainOutput();
    this.options.onOutput(2, new TextEncoder().encode(text));
  }

  private received(message: FromThread): void {
    if (message.run !== this.run || this.ended) return;
    switch (message.kind) {
      case 'spawn':
        this.starting.push(message);
        this.startThreads();
        break;
      case 'output':
        this.drainOutput();
        break;
      case 'process':
        this.startProcess(message);
        break;
      case 'fetch':
        void this.files(message.name, this.fetches.signal).then((fetched) => answerFetch(message.answer, fetched));
        break;
      case 'exit':
        if (message.process !== 0) {
          this.beginEnd(message, message.code);
          break;
        }
        this.drainOutput(); // the last words decide what an exit code means
        this.end(exitEnding({
          code: message.code,
          lastWords: this.lastWords.reason(),
          refusedThreads: this.control(Control.RefusedThreads),
          threadLimit: this.limits.threads,
          memoryBytes: this.options.program.memory.maximum * PageBytes,
        }));
        break;
      case 'trap': {
        const { thread, error } = message;
        if (message.process !== 0) {
          this.say(`process ${message.process} crashed: ${trapMessage(error)}\n`);
          this.beginEnd(message, crashCode(error.message));
          break;
        }
        this.end({ kind: 'trap', thread, message: trapMessage(error), frames: trapFrames(error, this.options.symbols) });
        break;
      }
      case 'done':
        this.threadDone(message);
        if (this.control(Control.LiveThreads) === 0) this.end({ kind: 'exit', code: 0 });
        break;
    }
  }

  private beginEnd({ process, thread }: { process: number; thread: number }, code: number): void {
    const ending = this.processes.get(process);
    if (ending !== undefined) ending.ending ??= { thread, code };
  }

  private threadDone({ process: id, thread }: { process: number; thread: number }): void {
    const process = this.processes.get(id);
    if (process === undefined) return;
    process.live.delete(thread);
    if (process.ending?.thread === thread) this.endProcess(process, process.ending.code);
    else if (id !== 0 && process.live.size === 0) this.endProcess(process, 0);
  }

  private tick(): void {
    this.countTime();
    this.stdin.flush();
    this.drainOutput();
    this.drainRecords();
    if (this.ended) return;
    this.updateState();
    if (this.used >= this.limits.time) this.end(this.timeIsUp());
  }

  private countTime(): void {
    const now = this.milliseconds();
    if (this.state !== 'input') this.used += Math.min(now - this.lastTick, LongestTick);
    this.lastTick = now;
  }

  private timeIsUp(): Ending {
    if (this.state === 'deadlock') return { kind: 'deadlock', blocked: this.blocked };
    return { kind: 'limit', which: 'time', message: `The program ran longer than the ${this.limits.time / 1000} seconds that it may run.` };
  }

  private updateState(): void {
    const slots = [...this.processes.values()].flatMap((process) => process.recorder.liveThreads());
    const deadlock = this.deadlocks.isDeadlock(this.milliseconds(), this.control(Control.LiveThreads), slots);
    const state = deadlock ? 'deadlock' : this.control(Control.InputWaiters) > 0 ? 'input' : 'running';
    if (state !== this.state) {
      this.blocked = deadlock ? this.explain() : [];
      this.state = state;
      this.tellStatus();
    } else if (this.milliseconds() - this.lastStatus >= StatusMilliseconds) {
      this.tellStatus();
    }
  }

  private explain(): BlockedThread[] {
    const channelName = (id: number): string | undefined => this.exchange.channelName(id);
    return [...this.processes.values()].flatMap(({ recorder }) => explainDeadlock(recorder.liveThreads(), recorder.observations, channelName));
  }

  private tellStatus(): void {
    const { recorded, dropped } = this.first.recorder.totals();
    const milliseconds = this.milliseconds();
    this.lastStatus = milliseconds;
    this.options.onStatus({
      state: this.state, milliseconds, threads: this.control(Control.LiveThreads), recorded, dropped, blocked: this.blocked,
    });
  }

  private drainOutput(): void {
    this.output.drain((fd, bytes) => {
      const part = bytes.subarray(0, this.limits.output - this.written);
      if (part.length === 0) return;
      this.written += part.length;
      if (fd === 2) this.lastWords.add(part);
      this.options.onOutput(fd, part);
    });
    if (this.written < this.limits.output) return;
    const kilobytes = Math.round(this.limits.output / 1024);
    this.end({ kind: 'limit', which: 'output', message: `The program printed more than the ${kilobytes} KB that it may print; the first part is kept.` });
  }

  private drainRecords(): void {
    for (const process of this.processes.values()) {
      process.recorder.poll(this.control(Control.Recorder), () => this.nanoseconds());
      const chunk = process.recorder.take();
      // A recording has one order of events; other processes count their events by themselves, and are not in it yet.
      if (chunk !== undefined && process === this.first) this.options.onRecording(chunk);
    }
  }

  private end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.ticker);
    clearTimeout(this.startLater);
    this.fetches.abort();
    for (const process of this.processes.values()) {
      if (process === this.first && (ending.kind === 'exit' || ending.kind === 'abort')) process.workers.endSoon();
      else process.workers.endNow();
    }
    this.drainOutput();
    const { recorder } = this.first;
    recorder.poll(this.control(Control.Recorder), () => this.nanoseconds());
    recorder.end(ending, this.nanoseconds());
    this.drainRecords();
    this.state = 'ended';
    this.tellStatus();
    this.resolve({
      ...ending,
      recording: this.first.recorder.totals(),
      threads: this.control(Control.LastThread) + 1,
      milliseconds: this.milliseconds(),
    });
  }

  private control(index: number): number {
    return Atomics.load(this.shared.control, index);
  }

  private milliseconds(): number {
    return performance.timeOrigin + performance.now() - this.epoch;
  }

  private nanoseconds(): bigint {
    return BigInt(Math.round(this.milliseconds() * 1e6));
  }
}

function createMemory(program: Program, limits: Limits): WebAssembly.Memory {
  const { initial, maximum } = program.memory;
  if (maximum * PageBytes > limits.memory) {
    throw new ProgramRejected(`The program wants up to ${maximum / 16} MB of memory, but may have at most ${limits.memory >> 20} MB: link it with a smaller --max-memory.`);
  }
  try {
    return new WebAssembly.Memory({ initial, maximum, shared: true });
  } catch (error) {
    throw new ProgramRejected(`The browser has no room for the program's memory (up to ${maximum / 16} MB); close other tabs and try again. ${String(error)}`);
  }
}
