/**
 * What a link, a file or a frame's address says of the page: which program, on which machine with which settings, which run of it, and
 * where one looks. Everything that comes from outside is checked here, once, and refused with a sentence for the reader.
 *
 * As JSON (packed.ts, link_file.ts) each field has the name that it has here. Version 1 may get further optional fields, which older
 * pages ignore; a field that changes its meaning asks for version 2.
 */
import { isResultTab, type ResultTab } from '../run/result_tabs.js';

export type SharedMachine = 'real' | 'lab' | 'hand';

export interface SharedState {
  /** The lesson by its name. */
  readonly lesson?: string;
  /** A program of the reader's own browser, by its id; never in what is given to others. */
  readonly program?: string;
  /** What a program that is no lesson's is called. */
  readonly name?: string;
  /** The program's text, if it is not the lesson's. */
  readonly source?: string;
  /** Constants of the lesson's program that have other values. */
  readonly parameters?: Readonly<Record<string, number | boolean>>;
  readonly machine?: SharedMachine;
  readonly cores?: number;
  readonly quantum?: number;
  readonly seed?: number;
  /** A run by hand: what was done (src/explorer/schedule.hpp). */
  readonly schedule?: string;
  /** The run is of the lesson's program as it stands there, not of the small one for runs by hand (small.ts). */
  readonly whole?: true;
  /** State hash at the end of the run: whether it came out the same again. */
  readonly hash?: string;
  /** Nanoseconds of virtual time. */
  readonly cursor?: number;
  /** The tab below the timeline. */
  readonly view?: ResultTab;
  /** What of the time axis is on screen. */
  readonly range?: readonly [number, number];
}

/** The link or file cannot be used; the message says why, for the reader. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

/** Characters; the largest lesson has 5 000. */
export const LongestSource = 200_000;
export const LongestSchedule = 200_000;
const LargestTime = 2 ** 53;

type Check = (value: unknown) => boolean;
const text = (pattern: RegExp): Check => (value) => typeof value === 'string' && pattern.test(value);
const whole = (minimum: number, maximum: number): Check => (value) => Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
const time: Check = (value) => typeof value === 'number' && value >= 0 && value <= LargestTime;
const shortText = (length: number): Check => (value) => typeof value === 'string' && value.length <= length;

const isParameters: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(value).length <= 32
  && Object.entries(value).every(([name, item]) => /^\w{1,64}$/.test(name) && (typeof item === 'boolean' || Number.isSafeInteger(item)));

/** Each field's check, and what it must be, in words. */
const Fields: { readonly [Name in keyof Required<SharedState>]: readonly [Check, string] } = {
  lesson: [text(/^[\w-]{1,64}$/), 'the name of a lesson'],
  program: [text(/^[a-z0-9]{1,32}$/), 'the id of a program'],
  name: [(value) => shortText(60)(value) && String(value).trim() !== '', 'a name of at most 60 characters'],
  source: [shortText(LongestSource), `a program of at most ${LongestSource.toLocaleString('en')} characters`],
  parameters: [isParameters, 'a list of numbers and switches'],
  machine: [text(/^(?:real|lab|hand)$/), 'real, lab or hand'],
  cores: [whole(1, 64), 'a number from 1 to 64'],
  quantum: [whole(1, 1e12), 'a number of nanoseconds from 1'],
  seed: [whole(0, 999_999), 'a number from 0 to 999999'],
  schedule: [(value) => text(/^[0-9A-Za-z.]+$/)(value) && shortText(LongestSchedule)(value), 'a schedule: digits, letters and dots'],
  whole: [(value) => value === true, 'set or absent'],
  hash: [text(/^[0-9a-f]{1,32}$/), 'a number in base 16'],
  cursor: [time, 'a time in nanoseconds'],
  view: [isResultTab, 'console, state, explore, compare, charts, threads or histogram'],
  range: [(value) => Array.isArray(value) && value.length === 2 && value.every(time) && Number(value[0]) < Number(value[1]), 'two times, the first the smaller'],
};

const Names = Object.keys(Fields) as readonly (keyof SharedState)[];

/** What is said of the state in a JSON object. Throws a LinkError that names the first field that is wrong. */
export function checkState(json: unknown): SharedState {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new LinkError('It holds no description of a page.');
  const given = json as Readonly<Record<string, unknown>>;
  const state: Record<string, unknown> = {};
  for (const name of Names) {
    if (given[name] === undefined) continue;
    const [passes, words] = Fields[name];
    if (!passes(given[name])) throw new LinkError(`Its “${name}” should be ${words}.`);
    state[name] = given[name];
  }
  return state as SharedState;
}

/** Nothing that only this browser knows goes to others. */
export function forOthers({ program: _, ...state }: SharedState): SharedState {
  return state;
}
