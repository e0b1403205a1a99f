/** For tests: does on an engine what the page does with a link, and says how the run stands then. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { testBuilder } from '../compile/test-compiler.js';
import { parseDetails, type LessonDetails } from '../lesson/catalogue.js';
import { artefacts, type Engine } from '../engine/test-engine.js';
import { byHandRequest, type HandState } from '../engine/moments.js';
import { DefaultLabSettings, errorOf, plainRequest, readReply, RequestKind, runRequest, startRequest, type LabSettings, type LabState } from '../engine/protocol.js';
import { sharedText } from './shared_text.js';
import type { SharedState } from './shared_state.js';

export interface Replayed {
  readonly hash: string;
  readonly status: string;
  readonly output: string;
  readonly time: number;
}

/** What the page would run: the lesson's program, or what the compiler makes of the link's text. */
export async function linkedProgram(state: SharedState): Promise<Uint8Array> {
  const lesson = state.lesson === undefined ? undefined : lessonOf(path.dirname(programOf(state)));
  const text = sharedText(state, lesson);
  if (text === undefined || text === lesson?.source) return Uint8Array.from(readFileSync(programOf(state)));
  const { program } = (await testBuilder()).build(text, lesson?.details.optimize ?? '-O0');
  if (program === undefined) throw new Error('The link’s program does not compile.');
  return program.debug;
}

const lessonOf = (folder: string): { readonly source: string; readonly details: LessonDetails } => ({
  source: readFileSync(path.join(folder, 'main.cpp'), 'utf8'),
  details: parseDetails(JSON.parse(readFileSync(path.join(folder, 'lesson.json'), 'utf8'))),
});

/** The lesson's program that the link is about: the small one for runs by hand, where there is one. */
export function programOf(state: SharedState): string {
  const lessons = path.join(artefacts, 'lessons');
  const folder = readdirSync(lessons).find((name) => name.replace(/^\d+-/, '') === state.lesson);
  if (folder === undefined) throw new Error(`There is no lesson ${String(state.lesson)}.`);
  const small = path.join(lessons, folder, 'small.debug.wasm');
  return state.schedule !== undefined && state.whole !== true && existsSync(small) ? small : path.join(lessons, folder, 'program.debug.wasm');
}

export const settingsOf = ({ cores, seed, quantum }: SharedState): LabSettings => ({
  ...DefaultLabSettings,
  ...(cores === undefined ? {} : { cores }),
  ...(seed === undefined ? {} : { seed }),
  ...(quantum === undefined ? {} : { quantum }),
});

export async function replay(engine: Engine, state: SharedState, program: Uint8Array): Promise<Replayed> {
  const output: string[] = [];
  const ask = async (request: Uint8Array): Promise<LabState> => {
    const { json, outputs } = readReply(await engine.ask(request));
    const error = errorOf(json);
    if (error !== undefined) throw new Error(error);
    for (const { bytes } of outputs) output.push(new TextDecoder().decode(bytes));
    return json as LabState;
  };
  await ask(plainRequest(RequestKind.Load, program));
  let at: LabState;
  if (state.schedule !== undefined) {
    at = (await ask(byHandRequest(settingsOf(state), state.schedule))) as HandState;
  } else {
    await ask(startRequest(settingsOf(state)));
    await ask(plainRequest(RequestKind.CloseInput));
    do at = await ask(runRequest(5_000_000)); while (at.status === 'running');
  }
  return { hash: at.hash, status: at.status, output: output.join(''), time: at.time };
}
