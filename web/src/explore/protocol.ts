/** Exploring all interleavings: requests 40–42 of src/session/protocol.hpp, and what comes back. */

export const ExploreRequest = { Explore: 40, More: 41, Explored: 42 } as const;

/** MostExploreThreads of the engine: each has a world of its own. */
export const MostThreads = 8;

export interface ExploreOptions {
  /** Executions at most. */
  readonly budget: number;
  /** Events of one execution at most. */
  readonly events: number;
  /** The order of output is no difference between executions. */
  readonly ignoreOutputOrder: boolean;
  readonly input: string;
  /** Workers that explore together; the executions are the same whatever their number. */
  readonly threads: number;
}

export const DefaultExploreOptions: ExploreOptions = { budget: 2_000_000, events: 5_000, ignoreOutputOrder: false, input: '', threads: 1 };

export interface ExploreProgress {
  readonly more: boolean;
  readonly verdict: 'proved' | 'bug' | 'budget';
  readonly executions: number;
  readonly outcomes: number;
  readonly bugs: number;
  /** 0 … 1: the share of the tree of choices that lies behind. */
  readonly progress: number;
}

export interface ExploredOutcome {
  readonly output: string;
  /** "exit 0", "stuck", "abort", … */
  readonly end: string;
  readonly exit: number;
  readonly count: number;
  readonly switches: number;
  readonly schedule: string;
}

export interface ExploredPlace {
  readonly thread: number;
  readonly line: number;
  readonly what: string;
}

export interface ExploredBug {
  readonly kind: string;
  readonly message: string;
  readonly count: number;
  readonly switches: number;
  readonly schedule: string;
  readonly locations: readonly ExploredPlace[];
}

export interface Explored {
  readonly verdict: 'proved' | 'bug' | 'budget';
  readonly complete: boolean;
  readonly summary: string;
  readonly executions: number;
  readonly blocked: number;
  /** Executions that were cut: they had more events than allowed. */
  readonly tooLong: number;
  readonly bounds: { readonly eventsPerExecution: number };
  readonly outcomes: readonly ExploredOutcome[];
  readonly bugs: readonly ExploredBug[];
  readonly seconds: number;
}

const header = (kind: number, size: number): { bytes: Uint8Array<ArrayBuffer>; view: DataView } => {
  const bytes = new Uint8Array(4 + size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, kind, true);
  return { bytes, view };
};

export function exploreRequest(options: ExploreOptions): Uint8Array<ArrayBuffer> {
  const input = new TextEncoder().encode(options.input);
  const { bytes, view } = header(ExploreRequest.Explore, 48 + input.length);
  const everyExecutionOnce = 0;
  view.setUint32(4, everyExecutionOnce, true);
  view.setUint32(8, options.ignoreOutputOrder ? 1 : 0, true);
  view.setBigUint64(12, BigInt(options.budget), true);
  view.setBigUint64(20, BigInt(options.events), true);
  view.setBigUint64(28, 1n, true); // seed, of random policies
  view.setUint32(36, 2, true); // preemptions, of the bounded policy
  view.setUint32(40, 3, true); // depth, of the policy PCT
  view.setUint32(44, options.threads, true);
  view.setUint32(48, input.length, true);
  bytes.set(input, 52);
  return bytes;
}

export function moreRequest(executions: number): Uint8Array<ArrayBuffer> {
  const { bytes, view } = header(ExploreRequest.More, 8);
  view.setBigUint64(4, BigInt(executions), true);
  return bytes;
}

export function exploredRequest(seconds: number): Uint8Array<ArrayBuffer> {
  const { bytes, view } = header(ExploreRequest.Explored, 8);
  view.setBigUint64(4, BigInt(Math.round(seconds * 1e6)), true);
  return bytes;
}
