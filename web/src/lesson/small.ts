/**
 * Lessons whose interleavings are explored with parameters of their own come with a second program, small.debug.wasm: the same
 * text with those (src/lessons/CMakeLists.txt). It is for runs by hand, where a million rounds would be too many.
 */
import type { Lesson } from './catalogue.js';

export type Parameters = Readonly<Record<string, string>>;

/** “Rounds = 1, Threads = 2” */
export function parametersInWords(parameters: Parameters): string {
  return Object.entries(parameters).map(([name, value]) => `${name} = ${value}`).join(', ');
}

/** The parameters of lesson.json's first exploration; undefined if it has none. */
export function smallParameters(lessonJson: unknown): Parameters | undefined {
  const inside = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);
  const explore = inside(inside(lessonJson, 'check'), 'explore');
  const parameters = inside(Array.isArray(explore) ? explore[0] : undefined, 'parameters');
  if (typeof parameters !== 'object' || parameters === null) return undefined;
  const entries = Object.entries(parameters).filter(([name, value]) => /^\w+$/.test(name) && ['number', 'boolean'].includes(typeof value));
  return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** The lesson's second, small program while its text is as it came (`readyMade`). */
export function smallProgram(lesson: Lesson | undefined, readyMade: boolean): { readonly url: URL; readonly words: string } | undefined {
  const small = readyMade ? lesson?.details.small : undefined;
  return lesson === undefined || small === undefined ? undefined : { url: new URL('small.debug.wasm', lesson.base), words: parametersInWords(small) };
}
