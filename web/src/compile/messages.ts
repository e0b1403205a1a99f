/** What the page and the compiler's worker say to each other. */
import type { Build, Finding } from './builder.js';
import type { Optimize } from './toolchain.js';

/** What a worker has loaded; another one takes it over. */
export interface Parts {
  readonly llvm: WebAssembly.Module;
  readonly marker: WebAssembly.Module;
  readonly archive: Blob;
}

/** Where to load them from. */
export type PartPlaces = { readonly [Part in keyof Parts]: string };

export type ToCompiler =
  /** First. `count` tells of the progress of the download. */
  | { readonly type: 'load'; readonly parts: Parts | PartPlaces; readonly count: boolean }
  /** Makes the precompiled header and tells it. */
  | { readonly type: 'precompile' }
  | { readonly type: 'precompiled'; readonly header: Blob }
  | { readonly type: 'build'; readonly id: number; readonly source: string; readonly optimize: Optimize }
  | { readonly type: 'check'; readonly id: number; readonly source: string };

export type FromCompiler =
  /** So many bytes have arrived, unpacked; so many are sent in all, packed, where the server says so. */
  | { readonly type: 'progress'; readonly unpacked: number; readonly packed: number | undefined }
  | { readonly type: 'loaded'; readonly parts: Parts }
  | { readonly type: 'precompiled'; readonly header: Blob }
  | { readonly type: 'built'; readonly id: number; readonly build: Build }
  | { readonly type: 'checked'; readonly id: number; readonly findings: readonly Finding[] }
  /** Without an id: the worker is of no use any more. */
  | { readonly type: 'failed'; readonly id?: number; readonly problem: Problem; readonly message: string };

export type Problem = 'download' | 'memory' | 'crash';
