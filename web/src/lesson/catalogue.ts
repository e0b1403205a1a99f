/**
 * The lessons as the build leaves them (src/lessons/CMakeLists.txt): `index.json` lists them, each has a folder with its
 * program, prose and particulars. What comes over the network is checked here, once; the rest of the page relies on the types.
 */

import { parseChallenge, type Challenge } from '../course/challenge.js';
import { parseParameters, type Parameter } from './parameters.js';
import { smallParameters, type Parameters } from './small.js';

/** One entry of index.json. */
export interface LessonEntry {
  /** The name of its folder, `<part>-<name>`. */
  readonly id: string;
  /** The name in its link, `#lesson=<name>`: the folder's without the part. */
  readonly name: string;
  readonly part: number;
  readonly partTitle: string;
  readonly order: number;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  /** The folders of lessons to be read before. */
  readonly prerequisites: readonly string[];
}

/** A lesson whose runs differ, and whose results are worth counting. */
export interface Repeat {
  readonly runs: number;
  /** What the result is, for the histogram's heading. */
  readonly label: string;
  /** Takes the result out of the program's output: the first group, or the whole match. Undefined: the last line. */
  readonly pattern?: RegExp;
  /** The result that a reader would expect, if there is one. */
  readonly expected?: string;
}

/** What a lesson's program can run on. */
export type LessonMachine = 'real' | 'lab';

/** lesson.json, as far as the page needs it. */
export interface LessonDetails {
  /** The machines it is meant for; the first one shows it best. */
  readonly machines: readonly LessonMachine[];
  readonly tries: readonly string[];
  readonly parameters: readonly Parameter[];
  /** How its program is compiled. */
  readonly optimize: '-O0' | '-O1' | '-O2' | '-O3';
  readonly repeat?: Repeat;
  readonly challenge?: Challenge;
  /** With what its second, small program was made (small.ts). */
  readonly small?: Parameters;
}

export interface Lesson {
  readonly entry: LessonEntry;
  readonly details: LessonDetails;
  readonly prose: string;
  readonly source: string;
  /** Empty when the lesson has no twin in Python. */
  readonly python: string;
  /** Where its files are, with a slash at the end. */
  readonly base: URL;
}

/** The lessons could not be fetched or understood; the message is for the reader. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LessonError(`${what} is not an object.`);
  return value as Fields;
}

function text(from: Fields, name: string, what: string): string {
  const value = from[name];
  if (typeof value !== 'string' || value === '') throw new LessonError(`${what} has no “${name}”.`);
  return value;
}

function number(from: Fields, name: string, what: string): number {
  const value = from[name];
  if (typeof value !== 'number') throw new LessonError(`${what} has no number “${name}”.`);
  return value;
}

/** The lessons in teaching order. Throws LessonError. */
export function parseIndex(json: unknown): LessonEntry[] {
  if (!Array.isArray(json) || json.length === 0) throw new LessonError('The list of lessons is empty.');
  const entries = json.map((item: unknown, at) => {
    const what = `Entry ${at + 1} of the list of lessons`;
    const from = fields(item, what);
    return {
      id: text(from, 'id', what),
      name: text(from, 'id', what).replace(/^\d+-/, ''),
      part: number(from, 'part', what),
      partTitle: text(from, 'partTitle', what),
      order: number(from, 'order', what),
      title: text(from, 'title', what),
      summary: typeof from['summary'] === 'string' ? from['summary'] : '',
      minutes: typeof from['minutes'] === 'number' ? from['minutes'] : 0,
      prerequisites: Array.isArray(from['prerequisites']) ? from['prerequisites'].filter((name) => typeof name === 'string') : [],
    };
  });
  return entries.sort((a, b) => a.part - b.part || a.order - b.order);
}

const Levels = ['-O0', '-O1', '-O2', '-O3'] as const;

/** Throws LessonError. */
export function parseDetails(json: unknown): LessonDetails {
  const from = fields(json, 'lesson.json');
  const tries = Array.isArray(from['try']) ? from['try'].filter((item) => typeof item === 'string') : [];
  const machines = parseMachines(from['machines']);
  const optimize = Levels.find((level) => level === from['optimize']) ?? '-O0';
  const parameters = parseParameters(from['parameters']);
  const small = smallParameters(json);
  const challenge = parseChallenge(from['challenge']);
  return {
    machines, tries, parameters, optimize,
    ...(from['repeat'] === undefined ? {} : { repeat: parseRepeat(from['repeat']) }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(small === undefined ? {} : { small }),
  };
}

/** Both, where a lesson does not say. */
function parseMachines(json: unknown): LessonMachine[] {
  const known = Array.isArray(json) ? json.filter((item): item is LessonMachine => item === 'real' || item === 'lab') : [];
  return known.length > 0 ? known : ['real', 'lab'];
}

function parseRepeat(json: unknown): Repeat {
  const what = '“repeat” in lesson.json';
  const from = fields(json, what);
  const pattern = from['pattern'];
  const expected = from['expected'];
  try {
    return {
      runs: number(from, 'runs', what),
      label: typeof from['label'] === 'string' ? from['label'] : 'Result',
      ...(typeof pattern === 'string' ? { pattern: new RegExp(pattern, 'm') } : {}),
      ...(typeof expected === 'string' || typeof expected === 'number' ? { expected: String(expected) } : {}),
    };
  } catch (error) {
    throw error instanceof SyntaxError ? new LessonError(`The pattern of ${what} cannot be read: ${error.message}`) : error;
  }
}

/** The lesson of a link; both names are understood. */
export function findLesson(entries: readonly LessonEntry[], name: string | undefined): LessonEntry | undefined {
  return entries.find((entry) => entry.name === name || entry.id === name);
}

/** The entries part by part, in order. */
export function byPart(entries: readonly LessonEntry[]): { part: number; title: string; lessons: LessonEntry[] }[] {
  const parts: { part: number; title: string; lessons: LessonEntry[] }[] = [];
  for (const entry of entries) {
    const last = parts.at(-1);
    if (last?.part === entry.part) last.lessons.push(entry);
    else parts.push({ part: entry.part, title: entry.partTitle, lessons: [entry] });
  }
  return parts;
}

async function fetched(url: URL): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new LessonError('The server cannot be reached. Check the connection, then load the page again.');
  }
  if (!response.ok) throw new LessonError(`The server answered ${response.status} for ${url.pathname}. Load the page again; if that does not help, the site is incomplete.`);
  return response;
}

async function fetchedJson(url: URL): Promise<unknown> {
  const response = await fetched(url);
  try {
    return await response.json();
  } catch {
    throw new LessonError(`${url.pathname} is not JSON: the site is damaged.`);
  }
}

/** Throws LessonError. */
export async function fetchIndex(base: URL): Promise<LessonEntry[]> {
  return parseIndex(await fetchedJson(new URL('index.json', base)));
}

/** All texts of a lesson, fetched at once. Throws LessonError. */
export async function fetchLesson(entry: LessonEntry, lessons: URL): Promise<Lesson> {
  const base = new URL(`${encodeURIComponent(entry.id)}/`, lessons);
  const textOf = async (name: string): Promise<string> => (await fetched(new URL(name, base))).text();
  const [details, prose, source, python] = await Promise.all([
    fetchedJson(new URL('lesson.json', base)).then(parseDetails),
    textOf('lesson.md'),
    textOf('main.cpp'),
    textOf('python.py'),
  ]);
  return { entry, details, prose, source, python, base };
}
