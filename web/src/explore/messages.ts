/** What the page and the explorer's worker say to each other. */
import type { Explored, ExploreOptions, ExploreProgress } from './protocol.js';

export type ToExplorer = { readonly type: 'explore'; readonly engine: string; readonly program: ArrayBuffer; readonly options: ExploreOptions } | { readonly type: 'finish' };

export type FromExplorer =
  | { readonly type: 'progress'; readonly state: ExploreProgress; readonly seconds: number }
  | { readonly type: 'found'; readonly found: Explored }
  | { readonly type: 'failed'; readonly message: string };
