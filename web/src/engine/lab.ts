/**
 * The lab as the page sees it: the same Run as the real machine's, on virtual cores in virtual time, and any moment of it
 * can be looked at. Works without SharedArrayBuffer. The engine's worker is started at the first run and kept.
 */
import type { BlockedKind, BlockedThread, Ending, Outcome, Run, RunState, RunStatus } from '../real/types.js';
import type { FromWorker, ToWorker } from './messages.js';
import { byHandRequest, moveRequest, undoRequest, type Asker, type HandState, type StepUnit } from './moments.js';
import { errorOf, type Inspection, type LabSettings, type LabState } from './protocol.js';

export interface LabOptions {
  /** program.debug.wasm */
  readonly program: ArrayBuffer;
  readonly settings: LabSettings;
  onOutput(fd: 1 | 2, bytes: Uint8Array): void;
  onRecording(chunk: Uint8Array): void;
  onStatus(status: RunStatus): void;
  /** What the program did wrong with its threads and locks, in a sentence. */
  onFinding?(finding: LabState['findings'][number]): void;
}

export interface LabRun extends Run, Asker {
  /** The world at this virtual time (nanoseconds): threads, stacks, variables, locks. */
  inspect(time: number): Promise<Inspection>;
  /** State hash where the run stands; '' before it was first told of. */
  readonly hash: string;
  /** The schedule so far, as the short text that goes into links. */
  schedule(): Promise<string>;
}

const BlockedKinds: Record<string, BlockedKind> = {
  lock: 'lock',
  'read lock': 'lock',
  'write lock': 'lock',
  call_once: 'lock',
  'condition variable': 'condition',
  'atomic value': 'atomic',
  semaphore: 'atomic',
  'end of a thread': 'join',
};

export function blockedThreads(world: Inspection): BlockedThread[] {
  return world.threads.flatMap(({ id, line, waits }) => {
    if (waits === null) return [];
    const kind = BlockedKinds[waits.for] ?? 'other';
    const holder = waits.holders[0];
    const who = id === 0 ? 'The main thread' : `Thread ${id}`;
    return [{
      thread: id,
      kind,
      object: waits.object,
      objectName: waits.name,
      ...(kind === 'lock' && holder !== undefined ? { holder } : {}),
      ...(line === 0 ? {} : { line }),
      message: `${who} ${waits.words}${line === 0 ? '' : ` (line ${line})`}.`,
    }];
  });
}

/** How the run ended, in the terms of the real machine; undefined while it goes on. */
export function endingOf(state: LabState, world: Inspection | undefined): Ending | undefined {
  switch (state.status) {
    case 'running':
    case 'input':
      return undefined;
    case 'exit':
      return { kind: 'exit', code: state.exitCode };
    case 'stopped':
      return { kind: 'stopped' };
    case 'deadlock':
      return { kind: 'deadlock', blocked: world === undefined ? [] : blockedThreads(world) };
    case 'trap': {
      const failed = world?.threads.find((thread) => thread.state === 'failed');
      const frames = failed?.frames.map((frame) => ({ function: frame.function, ...(frame.line === 0 ? {} : { line: frame.line }) })) ?? [];
      return { kind: 'trap', message: trapSentence(state.message), thread: failed?.id ?? 0, frames };
    }
    case 'output-limit':
      return { kind: 'limit', which: 'output', message: state.message };
    case 'instruction-limit':
    case 'event-limit':
      return { kind: 'limit', which: 'time', message: state.message };
    case 'abort':
      return { kind: 'abort', message: state.message === '' ? 'The program called abort: an assertion failed, or an exception was thrown that nothing catches.' : state.message };
    default:
      return { kind: 'abort', message: state.message };
  }
}

const TrapSentences: Record<string, string> = {
  unreachable: 'The program reached code that must never be reached.',
  'integer divide by zero': 'The program divided an integer by zero.',
  'out of bounds memory access': 'The program used memory outside of what it has: a wild pointer or an index far out of range.',
  'call stack exhausted': 'The functions call each other too deeply: the stack is full.',
  'indirect call type mismatch': 'The program called a function through a pointer of another type.',
  'undefined element': 'The program called a function through a pointer that is none.',
  'uninitialized element': 'The program called a function through a null pointer.',
};
const trapSentence = (message: string): string => TrapSentences[message] ?? `The machine stopped the program: ${message}.`;

class Engine {
  private readonly worker: Worker;
  private readonly runs = new Map<number, (message: FromWorker) => void>();
  private readonly questions = new Map<number, { resolve: (json: unknown) => void; reject: (error: Error) => void }>();
  private lastRun = 0;
  private lastQuestion = 0;

  constructor(engineUrl: string, private readonly onDeath: () => void) {
    this.worker = new Worker(new URL('./engine_worker.ts', import.meta.url), { type: 'module' });
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.receive(event.data);
    this.worker.onerror = (event) => this.die(event.message === '' ? 'The lab did not start. Load the page again.' : event.message);
    this.send({ type: 'boot', engine: engineUrl });
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  begin(listener: (message: FromWorker) => void): number {
    this.runs.clear();
    this.runs.set(++this.lastRun, listener);
    return this.lastRun;
  }

  /** Ends the worker; nobody waits for it. */
  close(): void {
    this.runs.clear();
    this.worker.terminate();
  }

  ask(make: (question: number) => ToWorker): Promise<unknown> {
    const question = ++this.lastQuestion;
    return new Promise((resolve, reject) => {
      this.questions.set(question, { resolve, reject });
      this.send(make(question));
    });
  }

  /** The worker hangs or has failed: the next run gets a new one. */
  die(message: string): void {
    this.worker.terminate();
    this.onDeath();
    for (const [run, listener] of this.runs) listener({ type: 'failed', run, message });
    for (const question of this.questions.values()) question.reject(new Error(message));
    this.runs.clear();
    this.questions.clear();
  }

  private receive(message: FromWorker): void {
    if (message.type !== 'answer') {
      this.runs.get(message.run)?.(message);
      return;
    }
    const question = this.questions.get(message.question);
    this.questions.delete(message.question);
    const error = errorOf(message.json);
    if (error === undefined) question?.resolve(message.json);
    else question?.reject(new Error(error));
  }
}

let engine: Engine | undefined;

/** Stop waits for a slice of the engine's work; if that hangs, the worker is ended. */
const StopPatience = 2_000;

function sharedEngine(engineUrl: string): Engine {
  engine ??= new Engine(engineUrl, () => {
    engine = undefined;
  });
  return engine;
}

/** The engine's worker starts before the first run needs it. */
export function prepareLab(engineUrl: string): void {
  sharedEngine(engineUrl);
}

export interface HandProgress {
  readonly state: HandState;
  readonly chunk: Uint8Array<ArrayBuffer>;
  readonly outputs: readonly { readonly descriptor: 1 | 2; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** Forget what was told before. */
  readonly fresh: boolean;
  /** How it ended; undefined while a thread can go on. */
  readonly ending: Ending | undefined;
}

export interface HandOptions {
  readonly program: ArrayBuffer;
  readonly settings: LabSettings;
  /** What was done before; '' for a run from its start. */
  readonly schedule: string;
  onProgress(progress: HandProgress): void;
  /** The schedule does not fit the program, or the engine failed. */
  onFailure(message: string): void;
}

/** A run in which the learner is the scheduler. */
export interface HandRun extends Asker {
  move(thread: number, unit: StepUnit): void;
  /** Takes all but the first `keep` moves back; at least one stays. */
  undo(keep: number): void;
  finish(): void;
  input(bytes: Uint8Array): void;
  closeInput(): void;
}

export function startByHand(engineUrl: string, options: HandOptions): HandRun {
  const used = sharedEngine(engineUrl);
  const run = used.begin((message) => {
    if (message.type === 'failed') return options.onFailure(message.message);
    if (message.type !== 'progress') return;
    const { chunk, outputs, fresh = false } = message;
    const state = message.state as HandState;
    options.onProgress({ state, chunk, outputs, fresh, ending: endingOf(state, message.end) });
  });
  const program = options.program.slice(0);
  used.send({ type: 'byHand', run, program, request: byHandRequest(options.settings, options.schedule) }, [program]);
  return {
    ask: (request) => used.ask((question) => ({ type: 'ask', run, question, request })),
    move: (thread, unit) => used.send({ type: 'change', run, request: moveRequest(thread, unit), fresh: false }),
    undo: (keep) => used.send({ type: 'change', run, request: undoRequest(keep), fresh: true }),
    finish: () => used.send({ type: 'finish', run }),
    input: (bytes) => used.send({ type: 'input', run, bytes: new Uint8Array(bytes) }),
    closeInput: () => used.send({ type: 'closeInput', run }),
  };
}

/** `engineUrl`: where engine.js is. Starts at once; never throws. */
export function startLab(engineUrl: string, options: LabOptions): LabRun {
  return startOn(sharedEngine(engineUrl), options);
}

/** A run beside the one that is on show, whose past stays: in a worker of its own, which ends with it. */
export function startLabAside(engineUrl: string, options: LabOptions): LabRun {
  const own = new Engine(engineUrl, () => {});
  const run = startOn(own, options);
  void run.finished.then(() => own.close());
  return run;
}

function startOn(used: Engine, options: LabOptions): LabRun {
  let finish: (outcome: Outcome) => void = () => {};
  const finished = new Promise<Outcome>((resolve) => {
    finish = resolve;
  });
  let recorded = 0;
  let threads = 1;
  let hash = '';
  let ended = false;
  const end = (ending: Ending, milliseconds: number): void => {
    if (ended) return;
    ended = true;
    finish({ ...ending, recording: { recorded, dropped: 0, unrecorded: 0 }, threads, milliseconds });
  };
  const run = used.begin((message) => {
    if (message.type === 'failed') return end({ kind: 'abort', message: message.message }, 0);
    if (message.type !== 'progress' || ended) return;
    const { state } = message;
    hash = state.hash;
    threads = Math.max(threads, state.threads);
    if (message.chunk.length > 0) {
      recorded += message.chunk.length / 24;
      options.onRecording(message.chunk);
    }
    for (const { descriptor, bytes } of message.outputs) options.onOutput(descriptor, bytes);
    for (const finding of state.findings) options.onFinding?.(finding);
    const milliseconds = state.time / 1e6;
    const ending = endingOf(state, message.end);
    const states: RunState = ending !== undefined ? 'ended' : state.status === 'input' ? 'input' : 'running';
    options.onStatus({ state: states, milliseconds, threads: state.threads, recorded: Math.round(recorded), dropped: 0, blocked: [] });
    if (ending !== undefined) end(ending, milliseconds);
  });
  const program = options.program.slice(0);
  used.send({ type: 'start', run, program, settings: options.settings }, [program]);
  return {
    finished,
    get hash() {
      return hash;
    },
    stop() {
      if (ended) return;
      used.send({ type: 'stop', run });
      setTimeout(() => {
        if (!ended) used.die('The lab did not answer and was ended. The next run starts it anew.');
      }, StopPatience);
    },
    input: (bytes) => used.send({ type: 'input', run, bytes: new Uint8Array(bytes) }),
    closeInput: () => used.send({ type: 'closeInput', run }),
    ask: (request) => used.ask((question) => ({ type: 'ask', run, question, request })),
    inspect: async (time) => (await used.ask((question) => ({ type: 'seek', run, question, time }))) as Inspection,
    schedule: async () => ((await used.ask((question) => ({ type: 'schedule', run, question }))) as { schedule: string }).schedule,
  };
}
