/** What the page and the explorer's worker say to each other. */
import type { Explored, ExploreOptions, ExploreProgress } from './protocol.js';

export type ToExplorer =
  | {
    readonly type: 'explore';
    readonly engine: string;
    /** The engine with threads, for isolated pages. */
    readonly threadedEngine: string;
    readonly program: ArrayBuffer;
    /** `threads` is the worker's to choose. */
    readonly options: Omit<ExploreOptions, 'threads'>;
  }
  | { readonly type: 'finish' };

export type FromExplorer =
  | { readonly type: 'progress'; readonly state: ExploreProgress; readonly seconds: number; readonly threads: number }
  | { readonly type: 'found'; readonly found: Explored }
  | { readonly type: 'failed'; readonly message: string };
