/** What the page shows now, as a link would say it. */
import type { HandState } from '../engine/moments.js';
import type { LabSettings } from '../engine/protocol.js';
import type { ResultTab } from '../run/result_tabs.js';
import type { SharedMachine, SharedState } from './shared_state.js';

/** The page, as far as a link can say it. */
export interface Shown {
  /** The lesson's name; undefined: a program of one's own, or one that came with a link. */
  readonly lesson: string | undefined;
  readonly title: string;
  readonly source: string;
  /** The lesson's text as it came. */
  readonly isReadyMade: boolean;
  readonly machine: SharedMachine | undefined;
  readonly settings: LabSettings;
  readonly hand: HandState | undefined;
  /** The run by hand is of the whole program. */
  readonly whole: boolean;
  /** State hash at the end of a run on the lab; undefined: there is none on show. */
  readonly labHash: string | undefined;
  /** Where the cursor is, unless it is at the run's end. */
  readonly cursor: number | undefined;
  readonly tab: ResultTab;
  readonly range: readonly [number, number] | undefined;
}

export interface Wanted {
  /** The run, not only the program and its settings. */
  readonly run: boolean;
  /** Where the cursor is and what is on screen. */
  readonly moment: boolean;
}

/** Whether there is a run that a link can bring back. */
export const hasRun = ({ hand, labHash }: Shown): boolean => (hand !== undefined && hand.hand.moves.length > 1) || labHash !== undefined;

export function currentState(shown: Shown, wanted: Wanted): SharedState {
  const { lesson, machine, settings, hand } = shown;
  const program: SharedState = lesson !== undefined && shown.isReadyMade ? { lesson }
    : { ...(lesson === undefined ? { name: shown.title.trim().slice(0, 60) || 'Program' } : { lesson }), source: shown.source };
  const how: SharedState = machine === undefined ? {} : machine === 'real' ? { machine }
    : { machine, cores: settings.cores, seed: settings.seed, quantum: settings.quantum };
  if (!wanted.run || !hasRun(shown)) return { ...program, ...how };
  const run: SharedState = hand !== undefined
    ? { schedule: hand.hand.schedule, hash: hand.hash, ...(shown.whole ? { whole: true } : {}) }
    : { hash: shown.labHash ?? '' };
  const moment: SharedState = !wanted.moment ? {} : {
    ...(shown.cursor === undefined ? {} : { cursor: shown.cursor }),
    ...(shown.tab === 'console' ? {} : { view: shown.tab }),
    ...(shown.range === undefined ? {} : { range: shown.range }),
  };
  return { ...program, ...how, ...run, ...moment };
}
