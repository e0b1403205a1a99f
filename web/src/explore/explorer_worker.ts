/**
 * Explores a program in a worker of its own, in slices, together with workers that the engine has; one exploration, then they are
 * thrown away.
 */
import { errorOf, plainRequest, readReply, RequestKind } from '../engine/protocol.js';
import type { FromExplorer, ToExplorer } from './messages.js';
import { exploredRequest, exploreRequest, MostThreads, moreRequest, type Explored, type ExploreProgress } from './protocol.js';

interface EngineModule {
  readonly wasmMemory: WebAssembly.Memory;
  _engine_allocate(size: number): number;
  _engine_request(address: number, size: number): number;
  _engine_reply_size(): number;
}
type CreateEngine = (settings?: { readonly poolSize: number }) => Promise<EngineModule>;

const SliceMilliseconds = 50;
/** Bytes; an engine can have 2 GiB, and without any left it could not tell what it found. */
const MostMemory = 1.5e9;
/** How long the other workers may take to come up. */
const PoolPatience = 5_000;
const post = (message: FromExplorer): void => (self as unknown as Worker).postMessage(message);

/** As it is now: it grows, and with several threads views of it that were made before do not. */
const memoryOf = (module: EngineModule): Uint8Array => new Uint8Array(module.wasmMemory.buffer);

function ask(module: EngineModule, bytes: Uint8Array): unknown {
  const address = module._engine_allocate(bytes.length);
  if (address === 0) throw new Error('There is not enough memory to explore the program. Close other tabs, or make the program smaller.');
  memoryOf(module).set(bytes, address);
  const reply = module._engine_request(address, bytes.length) >>> 0;
  const { json } = readReply(memoryOf(module).slice(reply, reply + module._engine_reply_size()));
  const error = errorOf(json);
  if (error !== undefined) throw new Error(error);
  return json;
}

const engineAt = async (url: string): Promise<CreateEngine> => ((await import(/* @vite-ignore */ url)) as { default: CreateEngine }).default;

/** The engine, with as many threads as the machine has processors where the page may share memory; else with one. */
async function loadEngine({ engine, threadedEngine }: Extract<ToExplorer, { type: 'explore' }>): Promise<{ module: EngineModule; threads: number }> {
  const threads = Math.min(navigator.hardwareConcurrency, MostThreads);
  if (self.crossOriginIsolated && threads > 1) {
    const created = engineAt(threadedEngine).then((create) => create({ poolSize: threads - 1 }));
    const module = await Promise.race([created.catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, PoolPatience))]);
    if (module !== undefined) return { module, threads };
  }
  return { module: await (await engineAt(engine))(), threads: 1 };
}

let wanted = true;
const channel = new MessageChannel();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(0);
  });

async function explore(message: Extract<ToExplorer, { type: 'explore' }>): Promise<void> {
  const { module, threads } = await loadEngine(message);
  ask(module, plainRequest(RequestKind.Load, new Uint8Array(message.program)));
  let state = ask(module, exploreRequest({ ...message.options, threads })) as ExploreProgress;
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  let executions = 16;
  while (wanted && state.more && module.wasmMemory.buffer.byteLength < MostMemory) {
    const before = performance.now();
    state = ask(module, moreRequest(executions)) as ExploreProgress;
    const took = Math.max(performance.now() - before, 0.1);
    executions = Math.round(Math.min(Math.max(executions * Math.min(SliceMilliseconds / took, 4), 1), 100_000));
    post({ type: 'progress', state, seconds: seconds(), threads });
    await breathe();
  }
  post({ type: 'found', found: ask(module, exploredRequest(seconds())) as Explored });
}

self.onmessage = (event: MessageEvent<ToExplorer>) => {
  if (event.data.type === 'finish') {
    wanted = false;
    return;
  }
  explore(event.data).catch((error: unknown) => post({ type: 'failed', message: error instanceof Error ? error.message : String(error) }));
};
