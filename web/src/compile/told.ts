/** What the compiler found, in words for the console; “line 12” in them becomes a link. */
import { count } from '../base/format.js';
import type { Told } from '../console/outcome_text.js';
import type { Finding } from './builder.js';

/** More are counted. */
const MostShown = 8;

export function tellFindings(findings: readonly Finding[]): Told {
  const errors = findings.filter((item) => item.severity === 'error');
  const items = errors.slice(0, MostShown).map(itemOf);
  const rest = errors.length - items.length;
  return {
    tone: 'bad',
    title: `The program does not compile: ${count(errors.length, 'error')}`,
    sentences: errors.length > 1 ? ['Begin with the first one: others often follow from it.'] : [],
    items: rest > 0 ? [...items, `And ${count(rest, 'more error')}.`] : items,
  };
}

function itemOf({ line, message, advice, notes }: Finding): string {
  const place = line === 0 ? '' : `line ${line}: `;
  const words = /[.!?]$/.test(message) ? message : `${message}.`;
  const note = advice === undefined ? notes.find((item) => item.line > 0 && item.line !== line) : undefined;
  const more = note === undefined ? '' : ` (line ${note.line}: ${note.message})`;
  return `${place}${words}${more}${advice === undefined ? '' : ` ${advice}`}`;
}

/** For the status line while the compiler works. */
export function tellProgress(fraction: number, megabytes: number | undefined): string {
  const percent = `${Math.floor(100 * fraction)} %`;
  return megabytes === undefined ? percent : `${percent} of ${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB, once`;
}
