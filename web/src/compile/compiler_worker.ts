/** The compiler in a worker: one request after the other, each without a pause; who wants to cancel ends the worker. */
import { unpackArchive } from './archive.js';
import { Builder } from './builder.js';
import { fetchCounted } from './download.js';
import { markerOf } from './marker.js';
import type { FromCompiler, Problem, ToCompiler } from './messages.js';
import { ToolCrash } from './wasi.js';

let builder: Builder | undefined;

const post = (message: FromCompiler, transfer: Transferable[] = []): void => {
  (self as unknown as Worker).postMessage(message, transfer);
};

async function load({ parts: { llvm, archive, marker }, count }: Extract<ToCompiler, { type: 'load' }>): Promise<void> {
  const counts = new Map<string, { unpacked: number; packed: number | undefined }>();
  let told = 0;
  const get = (url: string): Promise<Response> => fetchCounted(url, count ? (unpacked, packed) => {
    counts.set(url, { unpacked, packed });
    if (performance.now() - told < 100) return;
    told = performance.now();
    const all = [...counts.values()];
    const known = all.every((item) => item.packed !== undefined);
    post({
      type: 'progress',
      unpacked: all.reduce((sum, item) => sum + item.unpacked, 0),
      packed: known ? all.reduce((sum, item) => sum + (item.packed ?? 0), 0) : undefined,
    });
  } : undefined);
  const [llvmModule, blob, markerModule] = await Promise.all([
    typeof llvm === 'string' ? get(llvm).then(compiled) : llvm,
    typeof archive === 'string' ? get(archive).then((response) => response.blob()) : archive,
    typeof marker === 'string' ? get(marker).then(compiled) : marker,
  ]);
  builder = new Builder(llvmModule, unpackArchive(new Uint8Array(await blob.arrayBuffer())), markerOf(markerModule));
  post({ type: 'loaded', parts: { llvm: llvmModule, archive: blob, marker: markerModule } });
}

/** A server that does not call it application/wasm costs time, not the compiler. */
async function compiled(response: Response): Promise<WebAssembly.Module> {
  if (response.headers.get('Content-Type') !== 'application/wasm') return WebAssembly.compile(await response.arrayBuffer());
  return WebAssembly.compileStreaming(response);
}

async function handle(message: ToCompiler): Promise<void> {
  if (message.type === 'load') return load(message);
  if (builder === undefined) throw new Error('internal bug: the compiler is not loaded');
  switch (message.type) {
    case 'precompile':
      return post({ type: 'precompiled', header: new Blob([builder.precompile()]) });
    case 'precompiled':
      return builder.usePrecompiled(new Uint8Array(await message.header.arrayBuffer()));
    case 'check':
      return post({ type: 'checked', id: message.id, findings: builder.check(message.source) });
    case 'build':
      return post({ type: 'built', id: message.id, build: builder.build(message.source, message.optimize) });
  }
}

function problemOf(message: ToCompiler, error: unknown): Problem {
  if (/out of memory|memory access out of bounds|could not allocate|Out of bounds memory|bad_alloc/i.test(String(error))) return 'memory';
  if (error instanceof RangeError) return 'memory';
  return message.type === 'load' && !(error instanceof ToolCrash) ? 'download' : 'crash';
}

let queue: Promise<void> = Promise.resolve();
self.onmessage = (event: MessageEvent<ToCompiler>) => {
  const message = event.data;
  queue = queue.then(() => handle(message)).catch((error: unknown) => post({
    type: 'failed',
    ...('id' in message ? { id: message.id } : {}),
    problem: problemOf(message, error),
    message: error instanceof Error ? error.message : String(error),
  }));
};
