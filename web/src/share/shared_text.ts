/** The program that a link means: the text it brings, or the lesson's with the link's values of its parameters. */
import { changeTo, type Parameter } from '../lesson/parameters.js';
import { isOfRun } from './shared_run.js';
import type { SharedState } from './shared_state.js';

/** Undefined: the reader's own version of the lesson will do. */
export function sharedText(state: SharedState, lesson: { readonly source: string; readonly details: { readonly parameters: readonly Parameter[] } } | undefined): string | undefined {
  if (state.source !== undefined) return state.source;
  if (lesson === undefined) return undefined;
  if (state.parameters === undefined) return isOfRun(state) ? lesson.source : undefined;
  let text = lesson.source;
  for (const parameter of lesson.details.parameters) {
    const value = state.parameters[parameter.name];
    if (value === undefined || (typeof value === 'boolean') !== (parameter.range === undefined)) continue;
    const { minimum = 0, maximum = 0 } = parameter.range ?? {};
    const change = changeTo(text, parameter, typeof value === 'number' ? Math.min(maximum, Math.max(minimum, value)) : value);
    if (change !== undefined) text = text.slice(0, change.from) + change.text + text.slice(change.to);
  }
  return text;
}
