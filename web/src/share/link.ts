/**
 * The fragment of an address, in two forms that mean the same:
 *
 *   #lesson=mutex&machine=lab&cores=4        for people to write: what is short, field by field
 *   #1.q1ZKLU7OSM1JVbJSyi0tSa1Q0lFKLC5OLSlW…   for everything, packed (packed.ts)
 *
 * A packed word may be followed by `&field=value`; of a field that is there twice the packed one counts. Fields of others are left alone.
 */
import { isPacked, LongestLink, pack, unpack } from './packed.js';
import { checkState, forOthers, LinkError, type SharedState } from './shared_state.js';

/** What is plainly readable and short; a text and a range of time travel packed. */
const Plain = ['lesson', 'program', 'machine', 'cores', 'quantum', 'seed', 'schedule', 'whole', 'hash', 'cursor', 'view'] as const;
const Numbers: ReadonlySet<string> = new Set(['cores', 'quantum', 'seed', 'cursor']);
/** A schedule beyond this leaves the address bar; a packed link may still hold it. */
export const LongestPlainSchedule = 6000;

/** Throws a LinkError that says what is wrong. */
export function readLink(hash: string): SharedState {
  const text = hash.replace(/^#/, '');
  const [first = '', ...rest] = text.split('&');
  const packed = isPacked(first) ? unpack(first) : {};
  const values = new URLSearchParams(isPacked(first) ? rest.join('&') : text);
  const plain: Record<string, unknown> = {};
  for (const name of Plain) {
    const value = values.get(name);
    if (value === null) continue;
    if (name === 'schedule' && value.length > LongestPlainSchedule) throw new LinkError('Its schedule is too long to be one.');
    plain[name] = name === 'whole' ? true : Numbers.has(name) && /^\d{1,16}(?:\.\d{1,3})?$/.test(value) ? Number(value) : value;
  }
  return { ...checkState(plain), ...packed };
}

/** Field by field: for the address bar, and for addresses that people write. '' without a program. */
export function plainLink(state: SharedState): string {
  const words = Plain.flatMap((name) => (state[name] === undefined ? [] : [name === 'whole' ? name : `${name}=${String(state[name])}`]));
  return state.lesson === undefined && state.program === undefined ? '' : `#${words.join('&')}`;
}

/** The shortest fragment that says all of it to others; undefined: it is too long for an address and should be a file. */
export function shareLink(state: SharedState): string | undefined {
  const shared = forOthers(state);
  const fits = Object.keys(shared).every((name) => (Plain as readonly string[]).includes(name));
  const plain = plainLink(shared);
  if (fits && plain.length <= 120) return plain;
  const packed = `#${pack(shared)}`;
  return packed.length <= LongestLink ? packed : undefined;
}
