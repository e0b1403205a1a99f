/**
 * A state as a word of an address:
 *
 *   1.<base64url>     u32 FNV-1a of the JSON (little endian), then the JSON, deflated
 *
 * The number before the dot is the version. The check tells a link that was cut or changed on its way from one that says something
 * strange. Packed at most 24 000 characters are read: six times what fits in most chats, and 18 KB inflate to 19 MB at the very worst.
 *
 * fflate and not the browser's DecompressionStream: it gives the same bytes everywhere, at once.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { checkState, forOthers, LinkError, type SharedState } from './shared_state.js';

export const Version = 1;
/** Characters that browsers, servers and most chats pass on unharmed. */
export const LongestLink = 8000;
const LongestRead = 24_000;
const LargestJson = 1_000_000;

export const isPacked = (text: string): boolean => /^\d+\./.test(text);

function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new LinkError('It has characters that no link of ours has.');
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  } catch {
    throw new LinkError('It is cut off. Ask for it again, or for the file.');
  }
}

/** May be longer than LongestLink: then it should travel as a file. */
export function pack(state: SharedState): string {
  const json = strToU8(JSON.stringify(forOthers(state)));
  const deflated = deflateSync(json, { level: 9 });
  const bytes = new Uint8Array(4 + deflated.length);
  new DataView(bytes.buffer).setUint32(0, fnv1a(json), true);
  bytes.set(deflated, 4);
  return `${Version}.${toBase64Url(bytes)}`;
}

/** Throws a LinkError that says what is wrong. */
export function unpack(text: string): SharedState {
  const [, version, data] = /^(\d+)\.(.*)$/s.exec(text) ?? [];
  if (version === undefined || data === undefined) throw new LinkError('It is no link of Interleave.');
  if (Number(version) !== Version) throw new LinkError(`It was made by a newer Interleave (version ${version.slice(0, 9)} of links; this page knows ${Version}). Load the page again.`);
  if (text.length > LongestRead) throw new LinkError('It is far too long.');
  const bytes = fromBase64Url(data);
  if (bytes.length < 6) throw new LinkError('It is cut off. Ask for it again, or for the file.');
  let json: Uint8Array;
  try {
    json = inflateSync(bytes.subarray(4));
  } catch {
    throw new LinkError('It is cut off or was changed on its way. Ask for it again, or for the file.');
  }
  if (json.length > LargestJson) throw new LinkError('It holds far too much.');
  if (fnv1a(json) !== new DataView(bytes.buffer).getUint32(0, true)) throw new LinkError('It is cut off or was changed on its way. Ask for it again, or for the file.');
  return forOthers(checkState(parse(strFromU8(json))));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new LinkError('It holds no description of a page.');
  }
}
