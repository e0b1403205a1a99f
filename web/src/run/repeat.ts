/**
 * Runs a program again and again and counts what came out. One run after the other: two at once would share the processors
 * and so change what is being measured. The machine is a parameter, so that this is tested without one.
 */
import type { Outcome, Run, RunOptions } from '../real/types.js';
import { resultOf } from './histogram.js';

export interface Repetition {
  readonly wanted: number;
  readonly done: number;
  /** Finished, cancelled or failed. */
  readonly ended: boolean;
  readonly results: ReadonlyMap<string, number>;
  readonly milliseconds: number;
}

type Callbacks = 'onOutput' | 'onRecording' | 'onStatus';

export interface RepeatOptions {
  readonly runs: number;
  readonly pattern?: RegExp;
  /** Starts one run with these callbacks; the rest of RunOptions is the caller's. */
  start(callbacks: Pick<RunOptions, Callbacks>): Run;
  onProgress(state: Repetition): void;
  now?: () => number;
}

export interface Repeating {
  readonly finished: Promise<Repetition>;
  cancel(): void;
}

/** Output beyond this is not looked at for the result. */
const MostOutput = 65_536;

export function repeat(options: RepeatOptions): Repeating {
  const now = options.now ?? (() => performance.now());
  const begin = now();
  const results = new Map<string, number>();
  let done = 0;
  let cancelled = false;
  let current: Run | undefined;
  const state = (ended: boolean): Repetition => ({ wanted: options.runs, done, ended, results, milliseconds: now() - begin });

  const finished = (async () => {
    while (done < options.runs && !cancelled) {
      const { result, ending } = await once(options, (run) => { current = run; });
      if (cancelled && ending.kind === 'stopped') break;
      results.set(result, (results.get(result) ?? 0) + 1);
      done++;
      if (done < options.runs && !cancelled) options.onProgress(state(false));
    }
    options.onProgress(state(true));
    return state(true);
  })();
  return {
    finished,
    cancel() {
      cancelled = true;
      current?.stop();
    },
  };
}

async function once(options: RepeatOptions, started: (run: Run) => void): Promise<{ result: string; ending: Outcome }> {
  const decoder = new TextDecoder();
  let output = '';
  const run = options.start({
    onOutput: (fd, bytes) => {
      if (fd === 1 && output.length < MostOutput) output += decoder.decode(bytes, { stream: true });
    },
    onRecording: () => {},
    // A deadlocked run would last for ever; it has its result.
    onStatus: (status) => {
      if (status.state === 'deadlock') run.stop();
    },
  });
  started(run);
  const ending = await run.finished;
  return { result: resultName(ending, output, options.pattern), ending };
}

function resultName(ending: Outcome, output: string, pattern: RegExp | undefined): string {
  switch (ending.kind) {
    case 'exit': return ending.code === 0 ? resultOf(output, pattern) : `exit code ${ending.code}`;
    case 'trap': return 'crash';
    case 'abort': return 'abort';
    case 'deadlock': return 'deadlock';
    case 'stopped': return 'stopped';
    case 'limit': return `${ending.which} limit`;
  }
}
