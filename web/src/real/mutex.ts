/**
 * A lock between workers in one shared word: 0 free, 1 held, 2 held and somebody waits (Drepper,
 * "Futexes are tricky", 2011, mutex 2). Never taken by the supervisor, which must not wait.
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
