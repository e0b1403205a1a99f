// Writes recordings as the real machine would (src/trace/recording.hpp) and a few runs made of them: for
// benchmarks and screenshots of the drawn app, which need runs of any size, equal every time.

/** Event numbers of src/trace/events.def. */
export const Kind = {
  thread_create: 10, thread_start: 11, thread_exit: 12, join_begin: 13, join_end: 14,
  lock_request: 20, lock_acquire: 21, unlock: 23, condition_wait: 30, condition_wake: 31, notify_one: 32,
  sleep_begin: 50, sleep_end: 51, io_begin: 52, io_end: 53, output: 54, span_begin: 60, span_end: 61, mark: 62,
};

export class Recording {
  #parts = [];
  #sequence = 0;

  #message(type, payload) {
    const padded = (payload.length + 3) & ~3;
    const bytes = new Uint8Array(8 + padded);
    new DataView(bytes.buffer).setUint32(0, type, true);
    new DataView(bytes.buffer).setUint32(4, payload.length, true);
    bytes.set(payload, 8);
    this.#parts.push(bytes);
  }

  #words(type, words, nanoseconds, text) {
    const tail = text === undefined ? new Uint8Array() : new TextEncoder().encode(text);
    const size = words.length * 4 + (nanoseconds === undefined ? 0 : 8);
    const bytes = new Uint8Array(size + tail.length);
    const view = new DataView(bytes.buffer);
    words.forEach((word, i) => view.setUint32(i * 4, word, true));
    if (nanoseconds !== undefined) view.setBigInt64(words.length * 4, BigInt(Math.round(nanoseconds)), true);
    bytes.set(tail, size);
    this.#message(type, bytes);
  }

  /** Events [nanoseconds, thread, kind, object, argument, line], by time, each dated by a clock record of its own. */
  dated(list) {
    return this.events(list.flatMap((event) => [[event[0], event[1], 1, event[0] >>> 0, Math.floor(event[0] / 2 ** 32)], event]), 64);
  }

  /** The same, where only one in `anchorEvery` events comes with a clock sample. */
  events(list, anchorEvery) {
    for (let from = 0; from < list.length; from += anchorEvery) {
      const batch = list.slice(from, from + anchorEvery);
      this.#words(2, [this.#sequence, 0], batch[0][0]);
      const byThread = new Map();
      for (const event of batch) {
        if (!byThread.has(event[1])) byThread.set(event[1], []);
        byThread.get(event[1]).push([this.#sequence++, event]);
      }
      for (const [thread, records] of byThread) {
        const bytes = new Uint8Array(8 + records.length * 16);
        const view = new DataView(bytes.buffer);
        view.setUint32(0, thread, true);
        records.forEach(([sequence, [, , kind, object = 0, argument = 0, line = 0]], i) => {
          const at = 8 + i * 16;
          view.setUint32(at, sequence, true);
          view.setUint32(at + 4, object, true);
          view.setUint32(at + 8, argument, true);
          view.setUint16(at + 12, line, true);
          view.setUint8(at + 14, kind);
        });
        this.#message(1, bytes);
      }
    }
    return this;
  }

  text(address, text) { this.#words(3, [address], undefined, text); return this; }
  object(address, size, line, name, type) { this.#words(5, [address, size, line], undefined, `${name}\0${type}`); return this; }
  outcome(thread, blocked, on) { this.#words(6, [thread, blocked, on]); return this; }
  dropped(thread, count) { this.#words(1, [thread, count]); return this; }
  end(reason, exitCode, nanoseconds, message = '') {
    this.#words(2, [this.#sequence, 0], nanoseconds);
    this.#words(4, [reason, exitCode], nanoseconds, message);
    return this;
  }

  bytes() {
    const size = this.#parts.reduce((sum, part) => sum + part.length, 0);
    const all = new Uint8Array(size);
    let at = 0;
    for (const part of this.#parts) { all.set(part, at); at += part.length; }
    return all;
  }
}

const ms = 1e6;
const m = 0x1000, results = 0x1040, names = 0x9000;

/** Five workers that sleep, work under a lock and finish; main joins them. */
export function workersRun() {
  const events = [[0, 0, Kind.thread_start, 0, 0, 20]];
  const random = numbers(7);
  let now = 0.1 * ms;
  for (let t = 1; t <= 5; ++t) {
    events.push([now, 0, Kind.thread_create, t, 0, 24]);
    events.push([now + 0.15 * ms, t, Kind.thread_start, t, 0, 8]);
    now += 0.12 * ms;
  }
  let free = 0;
  const ends = [];
  for (let t = 1; t <= 5; ++t) {
    let at = (0.8 + random() * 1.5) * ms;
    for (let round = 0; round < 4; ++round) {
      const nap = (0.6 + random() * 2) * ms;
      events.push([at, t, Kind.span_begin, names + 16, round, 10]);
      events.push([at + 0.05 * ms, t, Kind.sleep_begin, 0, nap / 1000, 11], [at + nap, t, Kind.sleep_end, 0, 0, 11]);
      at += nap + 0.2 * ms;
      const lock = round % 2 ? results : m;
      events.push([at, t, Kind.lock_request, lock, 0, 13]);
      const got = Math.max(at + 0.01 * ms, free);
      const hold = (0.3 + random() * 0.6) * ms;
      events.push([got, t, Kind.lock_acquire, lock, 0, 13], [got + hold / 2, t, Kind.output, 1, 12, 14], [got + hold, t, Kind.unlock, lock, 0, 15]);
      free = got + hold + 0.005 * ms;
      at = got + hold + 0.3 * ms;
      events.push([at, t, Kind.span_end, names + 16, round, 16]);
      at += 0.1 * ms;
    }
    events.push([at, t, Kind.io_begin, names, 400, 17], [at + 1.2 * ms, t, Kind.io_end, names, 0, 17]);
    events.push([at + 1.4 * ms, t, Kind.thread_exit, t, 0, 18]);
    ends.push(at + 1.4 * ms);
  }
  let at = now + 0.2 * ms;
  for (let t = 1; t <= 5; ++t) {
    events.push([at, 0, Kind.join_begin, t, 0, 26]);
    at = Math.max(at, ends[t - 1]) + 0.05 * ms;
    events.push([at, 0, Kind.join_end, t, 0, 26]);
    at += 0.05 * ms;
  }
  events.push([at + 0.4 * ms, 0, Kind.output, 1, 20, 28], [at + 0.8 * ms, 0, Kind.thread_exit, 0, 0, 30]);
  events.sort((a, b) => a[0] - b[0]);
  return new Recording().object(m, 24, 4, 'm', 'std::mutex').object(results, 24, 5, 'results_lock', 'std::mutex')
    .text(names, 'disk').text(names + 16, 'round').dated(events).end(0, 0, at + 0.9 * ms).bytes();
}

/** Two threads take two locks in opposite order and stay so. */
export function deadlockRun() {
  const a = 0x2000, b = 0x2020;
  const events = [
    [0, 0, Kind.thread_start, 0, 0, 20], [0.1, 0, Kind.thread_create, 1, 0, 21], [0.2, 0, Kind.thread_create, 2, 0, 22],
    [0.3, 1, Kind.thread_start, 1, 0, 6], [0.35, 2, Kind.thread_start, 2, 0, 13], [0.4, 0, Kind.join_begin, 1, 0, 23],
    [0.6, 1, Kind.lock_request, a, 0, 7], [0.61, 1, Kind.lock_acquire, a, 0, 7],
    [0.8, 2, Kind.lock_request, b, 0, 14], [0.81, 2, Kind.lock_acquire, b, 0, 14],
    [0.9, 1, Kind.sleep_begin, 0, 500, 8], [1.4, 1, Kind.sleep_end, 0, 0, 8],
    [1.0, 2, Kind.sleep_begin, 0, 500, 15], [1.5, 2, Kind.sleep_end, 0, 0, 15],
    [1.6, 1, Kind.lock_request, b, 0, 9], [1.7, 2, Kind.lock_request, a, 0, 16],
  ].map(([time, ...rest]) => [time * ms, ...rest]).sort((x, y) => x[0] - y[0]);
  return new Recording().object(a, 24, 3, 'left', 'std::mutex').object(b, 24, 4, 'right', 'std::mutex')
    .dated(events).outcome(0, 4, 1).outcome(1, 1, b).outcome(2, 1, a).end(2, 0, 4 * ms).bytes();
}

/** `count` events of 8 threads that fight for 4 locks. Made in portions, so that ten million of them fit into a page. */
export function busyRun(count) {
  const random = numbers(3);
  const recording = new Recording();
  for (let lock = 0; lock < 4; ++lock) recording.object(m + lock * 64, 24, 2 + lock, `lock_${lock}`, 'std::mutex');
  const clocks = new Array(8).fill(0).map((_, t) => t * 700);
  const free = [0, 0, 0, 0];
  const Portion = 48_000;
  let events = [], made = 0, recorded = 0, last = 0;
  while (recorded < count) {
    for (; made < count && events.length < Portion; made += 3) {
      const t = clocks.indexOf(Math.min(...clocks));
      const lock = Math.floor(random() * 4), at = clocks[t] + 500 + random() * 4000;
      const got = Math.max(at + 200, free[lock]), done = got + 500 + random() * 3000;
      events.push([at, t, Kind.lock_request, m + lock * 64, 0, 5], [got, t, Kind.lock_acquire, m + lock * 64, 0, 5], [done, t, Kind.unlock, m + lock * 64, 0, 7]);
      free[lock] = done + 10;
      clocks[t] = done + 10;
    }
    events.sort((x, y) => x[0] - y[0]);
    // What is later than the least advanced thread may still be overtaken.
    const certain = made < count ? events.findIndex(([time]) => time > Math.min(...clocks)) : events.length;
    const now = events.splice(0, Math.min(certain < 0 ? events.length : certain, count - recorded));
    if (now.length === 0) break;
    recording.events(now, 16);
    recorded += now.length;
    last = now.at(-1)[0];
  }
  return recording.end(0, 0, last + 1000).bytes();
}

/** Numbers in [0, 1), equal every time (a linear congruential generator of Numerical Recipes). */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
}
