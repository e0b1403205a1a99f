import { describe, expect, it } from 'vitest';
import type { Ending, Outcome, Run, RunOptions } from '../real/types.js';
import { repeat, type Repetition } from './repeat.js';

type Start = (callbacks: Pick<RunOptions, 'onOutput' | 'onRecording' | 'onStatus'>) => Run;

const outcome = (ending: Ending): Outcome => ({ ...ending, recording: { recorded: 0, dropped: 0, unrecorded: 0 }, threads: 2, milliseconds: 1 });

/** A machine whose n-th run prints `outputs[n]` and ends well. */
function printing(outputs: readonly string[]): Start {
  let at = 0;
  return ({ onOutput }) => {
    onOutput(1, new TextEncoder().encode(outputs[at++ % outputs.length] ?? ''));
    return { finished: Promise.resolve(outcome({ kind: 'exit', code: 0 })), stop() {}, input() {}, closeInput() {} };
  };
}

describe('repeat', () => {
  it('counts the results of all runs and reports progress', async () => {
    const seen: Repetition[] = [];
    const { finished } = repeat({ runs: 6, start: printing(['n = 1\n', 'n = 2\n', 'n = 2\n']), pattern: /n = (\d)/, onProgress: (state) => seen.push(state) });
    expect([...(await finished).results]).toEqual([['1', 2], ['2', 4]]);
    expect(seen.map((state) => state.done)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.map((state) => state.ended).lastIndexOf(false)).toBe(4);
  });

  it('stops a deadlocked run and counts it as one', async () => {
    let end = (_outcome: Outcome): void => {};
    const start: Start = ({ onStatus }) => {
      const finished = new Promise<Outcome>((resolve) => { end = resolve; });
      setTimeout(() => onStatus({ state: 'deadlock', milliseconds: 900, threads: 3, recorded: 0, dropped: 0, blocked: [] }));
      return { finished, stop: () => end(outcome({ kind: 'deadlock', blocked: [] })), input() {}, closeInput() {} };
    };
    expect([...(await repeat({ runs: 2, start, onProgress: () => {} }).finished).results]).toEqual([['deadlock', 2]]);
  });

  it('ends at once when cancelled, and keeps what was counted', async () => {
    const repeating = repeat({ runs: 1000, start: printing(['7\n']), onProgress: ({ done }) => { if (done === 3) repeating.cancel(); } });
    const state = await repeating.finished;
    expect(state).toMatchObject({ done: 3, ended: true, wanted: 1000 });
    expect([...state.results]).toEqual([['7', 3]]);
  });

  it('does not count the run that the cancellation stopped', async () => {
    let end = (_outcome: Outcome): void => {};
    const start: Start = () => ({ finished: new Promise((resolve) => { end = resolve; }), stop: () => end(outcome({ kind: 'stopped' })), input() {}, closeInput() {} });
    const repeating = repeat({ runs: 5, start, onProgress: () => {} });
    repeating.cancel();
    expect((await repeating.finished).done).toBe(0);
  });

  it('names runs that did not end well by how they ended', async () => {
    const endings: Ending[] = [{ kind: 'exit', code: 3 }, { kind: 'trap', message: 'x', thread: 0, frames: [] }, { kind: 'limit', which: 'time', message: 'x' }];
    let at = 0;
    const start: Start = () => ({ finished: Promise.resolve(outcome(endings[at++] ?? { kind: 'stopped' })), stop() {}, input() {}, closeInput() {} });
    const { results } = await repeat({ runs: 3, start, onProgress: () => {} }).finished;
    expect([...results.keys()]).toEqual(['exit code 3', 'crash', 'time limit']);
  });
});
