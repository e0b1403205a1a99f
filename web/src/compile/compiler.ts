/**
 * The compiler as the page sees it. Nothing of it is loaded before the first program that must be compiled; then clang (the
 * first time about 20 MB over the network) and the libraries come, with progress. While the first program is compiled a
 * second worker makes the precompiled header, which makes every later one quick, and the browser keeps it.
 *
 *   absent ──first build──▶ loading ──▶ ready ──header made, or kept from the last visit──▶ warm
 *
 * Cancelling ends the worker; the next one gets the compiled module and the files from the page, without the network.
 */
import { readSetting, writeSetting } from '../base/settings.js';
import type { Build, Finding } from './builder.js';
import { hashOf, keepBuild, keepHeader, keptBuild, keptHeader } from './kept.js';
import type { FromCompiler, Parts, PartPlaces, Problem, ToCompiler } from './messages.js';
import type { Optimize } from './toolchain.js';

export type CompilerState = 'absent' | 'loading' | 'ready' | 'warm';

/** What went wrong with the compiler itself, not with the program; the message is for the reader. */
export class CompilerError extends Error {
  override readonly name = 'CompilerError';
}

/** The caller asked for it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export interface CompilerPlaces {
  readonly parts: PartPlaces;
  /** Bytes of them, unpacked. */
  readonly size: number;
  /** Changes with every byte of them. */
  readonly version: string;
}

export interface Progress {
  /** 0 to 1. */
  readonly fraction: number;
  /** Megabytes that come over the network, where the server says so. */
  readonly megabytes: number | undefined;
}

interface Waiting {
  readonly resolve: (message: FromCompiler) => void;
  readonly reject: (error: Error) => void;
}

/** As many as a lesson and its variants; a program takes about 2 MB. */
const MostInMemory = 8;

const isText = (value: unknown): value is string => typeof value === 'string';

export class Compiler {
  private worker: Worker | undefined;
  private parts: Parts | undefined;
  private header: Blob | undefined;
  private preparing: Worker | undefined;
  private loading: Promise<void> | undefined;
  private onLoaded: Waiting | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly builds = new Map<string, Build>();
  private lastId = 0;
  private current: CompilerState = 'absent';

  constructor(
    private readonly places: CompilerPlaces,
    private readonly events: { onProgress(progress: Progress): void; onState(state: CompilerState): void },
  ) {}

  get state(): CompilerState {
    return this.current;
  }

  /** Whether this browser has loaded this very compiler before, so that loading it again costs no network. */
  get loadedBefore(): boolean {
    return readSetting('compiler', isText) === this.places.version;
  }

  /** Errors in the program are in the result. Throws CompilerError, or Cancelled. */
  async build(source: string, optimize: Optimize): Promise<Build> {
    const key = `${optimize}\0${source}`;
    const known = this.builds.get(key);
    if (known !== undefined) return known;
    const hash = await hashOf(this.places.version, key);
    const kept = hash === undefined ? undefined : await keptBuild(hash);
    if (kept !== undefined) return this.remember(key, kept);
    const answer = await this.ask((id) => ({ type: 'build', id, source, optimize }));
    if (answer.type !== 'built') throw new Error('internal bug: the compiler answered something else');
    const { times } = answer.build;
    // Seen in the browser's profiler, and read by tests/bench/compile.
    performance.measure('compile', { start: performance.now() - times.compile - times.link - times.mark, end: performance.now(), detail: times });
    if (hash !== undefined) void keepBuild(hash, answer.build);
    return this.remember(key, answer.build);
  }

  /** Throws as `build` does. */
  async check(source: string): Promise<readonly Finding[]> {
    const answer = await this.ask((id) => ({ type: 'check', id, source }));
    return answer.type === 'checked' ? answer.findings : [];
  }

  /** Loads it ahead of need. Throws as `build` does. */
  load(): Promise<void> {
    this.loading ??= this.start().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  /** Ends what it does, at once. */
  cancel(): void {
    if (this.onLoaded !== undefined || this.waiting.size > 0) this.drop(new Cancelled('Cancelled.'));
  }

  private async ask(make: (id: number) => ToCompiler): Promise<FromCompiler> {
    await this.load();
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.postMessage(make(id));
    });
  }

  private async start(): Promise<void> {
    const first = this.parts === undefined;
    if (first) this.become('loading');
    const header = this.header ?? (await keptHeader(this.places.version));
    const worker = this.makeWorker();
    this.worker = worker;
    await new Promise<FromCompiler>((resolve, reject) => {
      this.onLoaded = { resolve, reject };
      send(worker, { type: 'load', parts: this.parts ?? this.places.parts, count: first && !this.loadedBefore });
    });
    this.onLoaded = undefined;
    writeSetting('compiler', this.places.version);
    if (header === undefined) {
      this.become('ready');
      this.prepareHeader();
    } else {
      this.header = header;
      send(worker, { type: 'precompiled', header });
      this.become('warm');
    }
  }

  private makeWorker(): Worker {
    const worker = new Worker(new URL('./compiler_worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<FromCompiler>) => this.receive(worker, event.data);
    worker.onerror = (event) => {
      if (worker === this.worker) this.drop(new CompilerError(event.message === '' ? sentence('download', 'Its script did not load.') : sentence('crash', event.message)));
    };
    return worker;
  }

  private receive(worker: Worker, message: FromCompiler): void {
    if (worker !== this.worker) return;
    switch (message.type) {
      case 'progress':
        return this.events.onProgress({
          fraction: Math.min(1, message.unpacked / this.places.size),
          megabytes: message.packed === undefined ? undefined : message.packed / 1e6,
        });
      case 'loaded':
        this.parts = message.parts;
        this.onLoaded?.resolve(message);
        return;
      case 'failed': {
        const error = new CompilerError(sentence(message.problem, message.message));
        // A compiler without memory stays so; a new worker begins with none in use.
        return this.drop(error);
      }
      case 'built':
      case 'checked':
        this.waiting.get(message.id)?.resolve(message);
        this.waiting.delete(message.id);
        return;
      case 'precompiled':
    }
  }

  /** In a worker of its own, so that programs need not wait for it. Where it fails programs compile without it, slowly. */
  private prepareHeader(): void {
    const { parts } = this;
    if (this.preparing !== undefined || parts === undefined) return;
    const worker = new Worker(new URL('./compiler_worker.ts', import.meta.url), { type: 'module' });
    this.preparing = worker;
    const end = (): void => {
      worker.terminate();
      this.preparing = undefined;
    };
    worker.onerror = end;
    worker.onmessage = (event: MessageEvent<FromCompiler>) => {
      const message = event.data;
      if (message.type === 'loaded') send(worker, { type: 'precompile' });
      if (message.type === 'failed') end();
      if (message.type !== 'precompiled') return;
      end();
      this.header = message.header;
      void keepHeader(this.places.version, message.header);
      if (this.worker === undefined) return;
      send(this.worker, message);
      this.become('warm');
    };
    send(worker, { type: 'load', parts, count: false });
  }

  /** Ends the worker; whoever waits for it is told why. */
  private drop(error: Error): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.loading = undefined;
    const all = [...(this.onLoaded === undefined ? [] : [this.onLoaded]), ...this.waiting.values()];
    this.onLoaded = undefined;
    this.waiting.clear();
    if (this.parts === undefined) this.become('absent');
    for (const { reject } of all) reject(error);
  }

  private become(state: CompilerState): void {
    this.current = state;
    this.events.onState(state);
  }

  private remember(key: string, build: Build): Build {
    this.builds.delete(key);
    this.builds.set(key, build);
    for (const oldest of this.builds.keys()) {
      if (this.builds.size <= MostInMemory) break;
      this.builds.delete(oldest);
    }
    return build;
  }
}

function send(worker: Worker, message: ToCompiler): void {
  worker.postMessage(message);
}

function sentence(problem: Problem, words: string): string {
  switch (problem) {
    case 'download':
      return `The compiler could not be loaded. ${words} Check the connection and press Run again; lessons that are not changed run without it.`;
    case 'memory':
      return 'The compiler ran out of memory. Close other tabs and press Run again; on phones there may not be enough. Lessons that are not changed run without it.';
    case 'crash':
      return `The compiler itself failed, which is not your program’s fault (${words.slice(0, 300)}). Press Run again; lessons that are not changed run without it.`;
  }
}
