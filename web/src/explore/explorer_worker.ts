/** Explores a program in a worker of its own, in slices; one exploration, then the worker is thrown away. */
import { errorOf, plainRequest, readReply, RequestKind } from '../engine/protocol.js';
import type { FromExplorer, ToExplorer } from './messages.js';
import { exploredRequest, exploreRequest, moreRequest, type Explored, type ExploreProgress } from './protocol.js';

interface EngineModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _engine_allocate(size: number): number;
  _engine_request(address: number, size: number): number;
  _engine_reply_size(): number;
}

const SliceMilliseconds = 50;
const post = (message: FromExplorer): void => (self as unknown as Worker).postMessage(message);

function ask(module: EngineModule, bytes: Uint8Array): unknown {
  const address = module._engine_allocate(bytes.length);
  if (address === 0) throw new Error('There is not enough memory to explore the program. Close other tabs, or make the program smaller.');
  module.HEAPU8.set(bytes, address);
  const reply = module._engine_request(address, bytes.length) >>> 0;
  const { json } = readReply(module.HEAPU8.subarray(reply, reply + module._engine_reply_size()));
  const error = errorOf(json);
  if (error !== undefined) throw new Error(error);
  return json;
}

let wanted = true;
const channel = new MessageChannel();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(0);
  });

async function explore(message: Extract<ToExplorer, { type: 'explore' }>): Promise<void> {
  const { default: createEngine } = (await import(/* @vite-ignore */ message.engine)) as { default: () => Promise<EngineModule> };
  const module = await createEngine();
  ask(module, plainRequest(RequestKind.Load, new Uint8Array(message.program)));
  let state = ask(module, exploreRequest(message.options)) as ExploreProgress;
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  let executions = 16;
  while (wanted && state.more) {
    const before = performance.now();
    state = ask(module, moreRequest(executions)) as ExploreProgress;
    const took = Math.max(performance.now() - before, 0.1);
    executions = Math.round(Math.min(Math.max(executions * Math.min(SliceMilliseconds / took, 4), 1), 100_000));
    post({ type: 'progress', state, seconds: seconds() });
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
