/** marker.wasm (src/apps/main_marker.cpp): a program as it was linked becomes one for real workers, with its symbols. */
import type { ProgramSymbols } from '../real/types.js';

interface MarkerModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _marker_allocate(size: number): number;
  _marker_mark(address: number, size: number): number;
  _marker_program(): number;
  _marker_program_size(): number;
  _marker_symbols(): number;
  _marker_symbols_size(): number;
  _marker_error(): number;
  _marker_error_size(): number;
}

export type Marker = (linked: Uint8Array) => MarkedProgram;

export interface MarkedProgram {
  readonly program: Uint8Array<ArrayBuffer>;
  readonly symbols: ProgramSymbols;
}

/** `url`: where marker.js is. */
export async function loadMarker(url: string): Promise<Marker> {
  const { default: create } = (await import(/* @vite-ignore */ url)) as { default: () => Promise<MarkerModule> };
  const module = await create();
  const part = (address: number, size: number): Uint8Array<ArrayBuffer> => module.HEAPU8.slice(address, address + size);
  const text = (address: number, size: number): string => new TextDecoder().decode(part(address, size));
  return (linked) => {
    const address = module._marker_allocate(linked.length);
    if (address === 0) throw new Error('There is not enough memory to prepare the program. Close other tabs, then run it again.');
    module.HEAPU8.set(linked, address);
    if (module._marker_mark(address, linked.length) === 0) {
      throw new Error(`The program was compiled, but its debug information cannot be read (${text(module._marker_error(), module._marker_error_size())}).`);
    }
    return {
      program: part(module._marker_program(), module._marker_program_size()),
      symbols: JSON.parse(text(module._marker_symbols(), module._marker_symbols_size())) as ProgramSymbols,
    };
  };
}
