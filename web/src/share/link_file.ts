/** What is too long for an address, as a file that is dropped on the page: the state as JSON, readable. */
import { checkState, forOthers, LinkError, type SharedState } from './shared_state.js';
import { Version } from './packed.js';

export const FileEnding = '.interleave.json';
export const isLinkFile = (name: string): boolean => name.toLowerCase().endsWith(FileEnding) || /\.interleave$/i.test(name);

export function writeFile(state: SharedState): string {
  return `${JSON.stringify({ interleave: Version, ...forOthers(state) }, undefined, 1)}\n`;
}

/** Throws a LinkError that says what is wrong. */
export function readFile(text: string): SharedState {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new LinkError('It is no file of Interleave, or it is damaged.');
  }
  const version = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>)['interleave'] : undefined;
  if (typeof version !== 'number') throw new LinkError('It is no file of Interleave.');
  if (version !== Version) throw new LinkError(`It was made by a newer Interleave (version ${version}; this page knows ${Version}). Load the page again.`);
  return forOthers(checkState(json));
}
