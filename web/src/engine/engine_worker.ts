/**
 * The lab in a worker: engine.wasm does the work, in slices, so that messages get through between them: Stop waits for one
 * slice at most.
 */
import type { FromWorker, ToWorker } from './messages.js';
import { errorOf, inspectRequest, plainRequest, readReply, RequestKind, runRequest, seekRequest, startRequest, type Inspection, type LabState, type Reply } from './protocol.js';

interface EngineModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _engine_allocate(size: number): number;
  _engine_request(address: number, size: number): number;
  _engine_reply_size(): number;
}

/** A slice takes about so long; the number of instructions follows. */
const SliceMilliseconds = 25;

let engine: Promise<EngineModule> | undefined;
let current = 0;
let running = false;

const post = (message: FromWorker, transfer: Transferable[] = []): void => {
  (self as unknown as Worker).postMessage(message, transfer);
};

function ask(module: EngineModule, bytes: Uint8Array): Reply {
  const address = module._engine_allocate(bytes.length);
  if (address === 0) throw new Error('There is not enough memory for the lab. Close other tabs, then load the page again.');
  module.HEAPU8.set(bytes, address);
  const reply = module._engine_request(address, bytes.length) >>> 0;
  return readReply(module.HEAPU8.subarray(reply, reply + module._engine_reply_size()));
}

/** Asks for something that must succeed for the run to go on. */
function demand(module: EngineModule, bytes: Uint8Array): Reply {
  const reply = ask(module, bytes);
  const error = errorOf(reply.json);
  if (error !== undefined) throw new Error(error);
  return reply;
}

function tell(module: EngineModule, run: number, reply: Reply, fresh = false): LabState {
  const state = reply.json as LabState;
  const ended = state.status !== 'running' && state.status !== 'input';
  const end = ended ? (ask(module, inspectRequest(false)).json as Inspection) : undefined;
  post({ type: 'progress', run, state, chunk: reply.chunk, outputs: reply.outputs, ...(end === undefined ? {} : { end }), ...(fresh ? { fresh } : {}) }, [reply.chunk.buffer]);
  return state;
}

/** Lets messages in: unlike a timer, without a delay that grows. */
const channel = new MessageChannel();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(0);
  });

async function goOn(module: EngineModule, run: number): Promise<void> {
  if (running) return;
  running = true;
  let instructions = 1_000_000;
  try {
    while (run === current) {
      const begin = performance.now();
      const state = tell(module, run, demand(module, runRequest(instructions)));
      if (state.status !== 'running') break;
      const took = Math.max(performance.now() - begin, 0.1);
      instructions = Math.round(Math.min(Math.max(instructions * Math.min(SliceMilliseconds / took, 2), 50_000), 50_000_000));
      await breathe();
    }
  } finally {
    running = false;
  }
}

async function loadEngine(url: string): Promise<EngineModule> {
  try {
    const { default: createEngine } = (await import(/* @vite-ignore */ url)) as { default: () => Promise<EngineModule> };
    return await createEngine();
  } catch (error) {
    throw new Error(`The lab could not be loaded (${error instanceof Error ? error.message : String(error)}). Load the page again.`);
  }
}

async function handle(message: ToWorker): Promise<void> {
  if (message.type === 'boot') {
    engine = loadEngine(message.engine);
    await engine.catch(() => {}); // told to whoever wants to run a program
    return;
  }
  if (engine === undefined) throw new Error('The lab was not loaded.');
  const module = await engine;
  switch (message.type) {
    case 'start':
      current = message.run;
      while (running) await breathe();
      demand(module, plainRequest(RequestKind.Load, new Uint8Array(message.program)));
      tell(module, message.run, demand(module, startRequest(message.settings)));
      await goOn(module, message.run);
      break;
    case 'stop':
      if (message.run === current) tell(module, message.run, demand(module, plainRequest(RequestKind.Stop)));
      break;
    case 'input':
    case 'closeInput': {
      if (message.run !== current) break;
      const reply = demand(module, message.type === 'input' ? plainRequest(RequestKind.Input, message.bytes) : plainRequest(RequestKind.CloseInput));
      tell(module, message.run, reply);
      // By hand the learner says who goes on.
      if (!('hand' in (reply.json as object))) await goOn(module, message.run);
      break;
    }
    case 'byHand':
      current = message.run;
      while (running) await breathe();
      demand(module, plainRequest(RequestKind.Load, new Uint8Array(message.program)));
      tell(module, message.run, demand(module, message.request), true);
      break;
    case 'change': {
      if (message.run !== current) break;
      // A choice that came too late, after the run had ended, changes nothing.
      const reply = ask(module, message.request);
      if (errorOf(reply.json) === undefined) tell(module, message.run, reply, message.fresh);
      break;
    }
    case 'finish':
      if (message.run === current) await goOn(module, message.run);
      break;
    case 'ask':
      post({ type: 'answer', question: message.question, json: message.run === current ? ask(module, message.request).json : { error: 'Another run has begun.' } });
      break;
    case 'seek':
      post({ type: 'answer', question: message.question, json: ask(module, seekRequest(message.time)).json });
      break;
    case 'schedule':
      post({ type: 'answer', question: message.question, json: ask(module, plainRequest(RequestKind.Schedule)).json });
      break;
  }
}

let queue: Promise<void> = Promise.resolve();
self.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  const run = 'run' in message ? message.run : current;
  const failed = (error: unknown): void => post({ type: 'failed', run, message: error instanceof Error ? error.message : String(error) });
  // The engine must be there before anything else; a running slice must not hold up a stop.
  if (message.type === 'boot') queue = handle(message).catch(failed);
  else void queue.then(() => handle(message)).catch(failed);
};
