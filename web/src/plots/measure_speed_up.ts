/** Runs a program on 1, 2, 4 and 8 virtual cores, one run after the other. The machine is a parameter, so that this is tested without one. */
import { startLabAside } from '../engine/lab.js';
import type { LabSettings } from '../engine/protocol.js';
import type { Outcome, Run } from '../real/types.js';
import { CoreCounts, type CoreRun } from './speed_up.js';

export interface Measuring {
  /** What was measured; fewer runs when it was cancelled. */
  readonly finished: Promise<readonly CoreRun[]>;
  cancel(): void;
}

/** What is strange about an ending; '' where the program ended by itself without an error. */
export function strangeEnding(outcome: Outcome): string {
  if (outcome.kind === 'exit') return outcome.code === 0 ? '' : `exit code ${outcome.code}`;
  return outcome.kind === 'limit' ? `${outcome.which} limit` : outcome.kind;
}

export function measureSpeedUp(start: (cores: number) => Run, onProgress: (runs: readonly CoreRun[]) => void, counts: readonly number[] = CoreCounts): Measuring {
  let current: Run | undefined;
  let cancelled = false;
  const finished = (async () => {
    const runs: CoreRun[] = [];
    for (const cores of counts) {
      if (cancelled) break;
      current = start(cores);
      // Nobody is there to type: a program that reads gets the end of its input.
      current.closeInput();
      const outcome = await current.finished;
      if (cancelled) break;
      runs.push({ cores, nanoseconds: outcome.milliseconds * 1e6, ending: strangeEnding(outcome) });
      onProgress(runs);
    }
    return runs;
  })();
  return {
    finished,
    cancel() {
      cancelled = true;
      current?.stop();
    },
  };
}

/** On the lab, beside the run that is on show, with these settings but for the cores. */
export function measureOnLab(engineUrl: string, program: ArrayBuffer, settings: LabSettings, onProgress: (runs: readonly CoreRun[]) => void): Measuring {
  return measureSpeedUp((cores) => startLabAside(engineUrl, { program, settings: { ...settings, cores }, onOutput() {}, onRecording() {}, onStatus() {} }), onProgress);
}
