/**
 * A lock between workers in one shared word: 0 free, 1 held, 2 held and somebody waits (Drepper,
 * "Futexes are tricky", 2011, mutex 2). The supervisor, which must not wait, takes it by whileNobodyHolds only.
 */
export function lock(words: Int32Array, index: number): void {
  let seen = Atomics.compareExchange(words, index, 0, 1);
  while (seen !== 0) {
    if (seen === 2 || Atomics.compareExchange(words, index, 1, 2) !== 0) Atomics.wait(words, index, 2);
    seen = Atomics.compareExchange(words, index, 0, 2);
  }
}

export function unlock(words: Int32Array, index: number): void {
  if (Atomics.exchange(words, index, 0) === 2) Atomics.notify(words, index, 1);
}

export interface LockPlace {
  readonly words: Int32Array;
  readonly index: number;
}

/** Threads hold these locks for microseconds; one that is not free by then is not going to be. */
const PatienceMilliseconds = 250;
/** A worker may run on for a moment after it was terminated. */
const GraceMilliseconds = 20;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Does something, such as ending workers, while no thread holds the locks, and keeps them from all until it has taken effect: a thread
 * that is ended while it holds one would leave it locked for ever. Asks again and again rather than wait.
 */
export async function whileNobodyHolds(locks: readonly LockPlace[], action: () => void): Promise<void> {
  const until = performance.now() + PatienceMilliseconds;
  const taken: LockPlace[] = [];
  for (const place of locks) {
    let seen = Atomics.compareExchange(place.words, place.index, 0, 2);
    while (seen !== 0 && performance.now() < until) {
      await pause(1);
      seen = Atomics.compareExchange(place.words, place.index, 0, 2);
    }
    if (seen === 0) taken.push(place);
  }
  action();
  await pause(GraceMilliseconds);
  for (const { words, index } of taken) {
    Atomics.store(words, index, 0);
    Atomics.notify(words, index); // all: the one that would be woken may be one that was ended
  }
}
