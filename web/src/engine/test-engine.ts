/** For tests: the lab as engine-node.wasm, which is the page's engine with what Node.js needs. INTERLEAVE_ARTEFACTS names another folder. */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const artefacts = process.env['INTERLEAVE_ARTEFACTS'] ?? path.join(root, 'build/artefacts');

/** One of the places where the lab runs. */
export interface Engine {
  ask(request: Uint8Array): Promise<Uint8Array>;
}

interface EngineModule {
  readonly HEAPU8: Uint8Array;
  _engine_allocate(size: number): number;
  _engine_request(address: number, size: number): number;
  _engine_reply_size(): number;
}

/** `name`: engine-node or engine-mt-node. */
export async function wasmEngine(name: string): Promise<Engine> {
  const url = pathToFileURL(path.join(artefacts, 'engine-tests', `${name}.js`)).href;
  const { default: create } = (await import(/* @vite-ignore */ url)) as { default: () => Promise<EngineModule> };
  const module = await create();
  return {
    ask(request) {
      const address = module._engine_allocate(request.length);
      module.HEAPU8.set(request, address);
      const reply = module._engine_request(address, request.length) >>> 0;
      return Promise.resolve(module.HEAPU8.slice(reply, reply + module._engine_reply_size()));
    },
  };
}
