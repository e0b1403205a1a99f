import { describe, expect, it } from 'vitest';
import { lock, unlock, whileNobodyHolds, type LockPlace } from './mutex.js';

const place = (): LockPlace => ({ words: new Int32Array(new SharedArrayBuffer(8)), index: 1 });
/** In no library file before ES2024, but in every Node.js that we use. */
const { waitAsync } = Atomics as unknown as { waitAsync(words: Int32Array, index: number, value: number): { readonly value: Promise<string> } };
const state = ({ words, index }: LockPlace): number => Atomics.load(words, index);

describe('what is done while nobody holds the locks', () => {
  it('is done with all of them taken, and they are free afterwards', async () => {
    const places = [place(), place()];
    let seen: number[] = [];
    await whileNobodyHolds(places, () => (seen = places.map(state)));
    expect(seen.every((held) => held !== 0)).toBe(true);
    expect(places.map(state)).toEqual([0, 0]);
  });

  it('comes after a holder has let go', async () => {
    const held = place();
    lock(held.words, held.index);
    let released = false;
    setTimeout(() => {
      released = true;
      unlock(held.words, held.index);
    }, 20);
    await whileNobodyHolds([held], () => expect(released).toBe(true));
    expect(state(held)).toBe(0);
  });

  it('does not wait for ever, and leaves alone what it could not take', async () => {
    const stuck = place();
    lock(stuck.words, stuck.index);
    let done = 0;
    await whileNobodyHolds([stuck, place()], () => (done += 1));
    expect(done).toBe(1);
    expect(state(stuck)).toBe(1);
  });

  it('wakes all who have come meanwhile', async () => {
    const wanted = place();
    let woken = 0;
    await whileNobodyHolds([wanted], () => {
      for (let i = 0; i < 3; ++i) void waitAsync(wanted.words, wanted.index, 2).value.then(() => (woken += 1));
    });
    await expect.poll(() => woken).toBe(3);
  });
});
