/** marker.wasm (src/apps/main_marker.cpp): a program as it was linked becomes one for real workers, with its symbols. */
import type { ProgramSymbols } from '../real/types.js';

interface MarkerExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  marker_allocate(size: number): number;
  marker_mark(address: number, size: number): number;
  marker_program(): number;
  marker_program_size(): number;
  marker_symbols(): number;
  marker_symbols_size(): number;
  marker_error(): number;
  marker_error_size(): number;
}

export interface MarkedProgram {
  readonly program: Uint8Array<ArrayBuffer>;
  readonly symbols: ProgramSymbols;
}

/** Throws an Error in words for the reader. */
export type Marker = (linked: Uint8Array) => MarkedProgram;

export function markerOf(module: WebAssembly.Module): Marker {
  const nothing = (): number => 0;
  const wasi_snapshot_preview1 = { fd_close: nothing, fd_write: nothing, fd_seek: nothing };
  const instance = new WebAssembly.Instance(module, { env: { emscripten_notify_memory_growth: nothing }, wasi_snapshot_preview1 });
  const made = instance.exports as unknown as MarkerExports;
  made._initialize();
  const part = (address: number, size: number): Uint8Array<ArrayBuffer> => new Uint8Array(made.memory.buffer as ArrayBuffer).slice(address >>> 0, (address >>> 0) + size);
  const text = (address: number, size: number): string => new TextDecoder().decode(part(address, size));
  return (linked) => {
    const address = made.marker_allocate(linked.length) >>> 0;
    if (address === 0) throw new Error('out of memory');
    new Uint8Array(made.memory.buffer).set(linked, address);
    if (made.marker_mark(address, linked.length) === 0) {
      throw new Error(`The program was compiled, but its debug information cannot be read: ${text(made.marker_error(), made.marker_error_size())}.`);
    }
    return {
      program: part(made.marker_program(), made.marker_program_size()),
      symbols: JSON.parse(text(made.marker_symbols(), made.marker_symbols_size())) as ProgramSymbols,
    };
  };
}
