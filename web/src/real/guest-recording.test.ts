/** What the guest's runtime records when real programs run: claims about the order, the noise and the waiting. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { EventKind } from '../generated/events.js';
import { MessageType } from './chunk.js';
import { messages } from './fake-guest.js';
import { programFile, startProgram, type Watched } from './test-machine.js';

const Patience = 180_000;

interface Recorded {
  readonly thread: number;
  readonly sequence: number;
  readonly kind: number;
  readonly object: number;
  readonly argument: number;
}

/** All records of a finished run, in the one total order. */
function records(watched: Watched): Recorded[] {
  return watched.chunks
    .flatMap((chunk) => messages(chunk))
    .filter((message) => message.type === MessageType.Records)
    .flatMap(({ words: [thread = 0, , ...rest] }) =>
      Array.from({ length: rest.length / 4 }, (_, i): Recorded => {
        const [sequence = 0, object = 0, argument = 0, last = 0] = rest.slice(4 * i, 4 * i + 4);
        return { thread, sequence, kind: (last >>> 16) & 0xff, object, argument };
      }))
    .sort((a, b) => a.sequence - b.sequence);
}

async function recordingOf(name: string, input = ''): Promise<Recorded[]> {
  const watched = await startProgram(name, { stdin: true });
  watched.run.input(new TextEncoder().encode(input));
  watched.run.closeInput();
  const outcome = await watched.finished;
  expect(outcome).toMatchObject({ kind: 'exit', code: 0, recording: { dropped: 0, unrecorded: 0 } });
  return records(watched);
}

const count = (recording: readonly Recorded[], ...kinds: number[]): number => recording.filter(({ kind }) => kinds.includes(kind)).length;

describe('the recording of mutexes under contention', { timeout: Patience }, () => {
  let recording: Recorded[] = [];
  beforeAll(async () => {
    recording = await recordingOf('mutexes');
  }, Patience);

  it('has a sequence without holes', () => {
    expect(recording.map(({ sequence }) => sequence)).toEqual(recording.map((_, index) => index));
  });

  it('orders acquisitions and unlocks as the locks did: nobody holds what another holds', () => {
    const holders = new Map<number, { thread: number; depth: number }>();
    for (const { kind, object, thread } of recording) {
      const held = holders.get(object);
      if (kind === EventKind.LockAcquire) {
        expect(held === undefined || held.thread === thread).toBe(true);
        holders.set(object, { thread, depth: (held?.depth ?? 0) + 1 });
      } else if (kind === EventKind.Unlock) {
        expect(held?.thread).toBe(thread);
        if (held !== undefined && held.depth > 1) holders.set(object, { thread, depth: held.depth - 1 });
        else holders.delete(object);
      }
    }
    expect(holders.size).toBe(0);
  });

  it('starts a thread after its creation, and joins it after its end', () => {
    const position = (kind: number, thread: number): number => recording.find((record) => record.kind === kind && record.object === thread)?.sequence ?? -1;
    const created = recording.filter(({ kind }) => kind === EventKind.ThreadCreate).map(({ object }) => object);
    expect(created).toHaveLength(8);
    for (const thread of created) {
      expect(position(EventKind.ThreadCreate, thread)).toBeLessThan(position(EventKind.ThreadStart, thread));
      expect(position(EventKind.ThreadExit, thread)).toBeLessThan(position(EventKind.JoinEnd, thread));
    }
  });
});

describe('library locks', { timeout: Patience }, () => {
  it.each(['exceptions', 'iostreams', 'thread_local'])('are no events: %s has none of its own', async (name) => {
    const recording = await recordingOf(name);
    expect(count(recording, EventKind.LockRequest, EventKind.LockAcquire, EventKind.LockFail, EventKind.Unlock)).toBe(0);
    expect(count(recording, EventKind.ConditionWait, EventKind.OnceBegin, EventKind.AtomicWait)).toBe(0);
  });
});

describe('waiting', { timeout: Patience }, () => {
  it('never polls: no yield, no sleep, and a handful of records a wait', async () => {
    const recording = await recordingOf('waiting');
    expect(count(recording, EventKind.Yield, EventKind.SleepBegin)).toBe(0);
    expect(count(recording, EventKind.IoBegin)).toBe(11);
    expect(recording.length).toBeLessThan(400);
  });

  it.each(['waiting', 'semaphore', 'barrier', 'atomic_wait', 'jthread'])('links nothing that polls into %s', (name) => {
    const module = readFileSync(programFile(name)).toString('latin1');
    expect(module).not.toContain('__libcpp_thread_poll_with_backoff');
    expect(module).not.toContain('__libcpp_contention');
  });
});

describe('notes', { timeout: Patience }, () => {
  it('carry their names, also those made at run time', async () => {
    const watched = await startProgram('notes');
    await watched.finished;
    const names = watched.chunks
      .flatMap((chunk) => messages(chunk))
      .filter((message) => message.type === MessageType.Name)
      .map((message) => new TextDecoder().decode(message.payload.slice(4)));
    expect(names).toEqual(expect.arrayContaining(['the table', 'worker', 'item 0', 'item 1', 'item 2', 'items', 'disk', 'after the disk']));
    const recording = records(watched);
    expect(count(recording, EventKind.SpanBegin)).toBe(3);
    expect(count(recording, EventKind.SpanEnd)).toBe(3);
    expect(recording.filter(({ kind }) => kind === EventKind.Value).map(({ argument }) => argument)).toEqual([1, 2, 3]);
  });
});

it('a fetch is input and output, of the name that is fetched, with the clock before and after it', { timeout: Patience }, async () => {
  const recording = await recordingOf('fetch', 'words.txt\n');
  const begins = recording.filter(({ kind }) => kind === EventKind.IoBegin);
  expect(begins.map(({ thread }) => thread).toSorted()).toEqual([0, 1]);
  for (const begin of begins) {
    const own = recording.filter(({ thread, sequence }) => thread === begin.thread && sequence >= begin.sequence);
    const end = own.findIndex(({ kind }) => kind === EventKind.IoEnd);
    expect(own[end]).toMatchObject({ object: begin.object });
    expect(own.slice(1, end).map(({ kind }) => kind)).toEqual([EventKind.Clock, EventKind.Clock]);
  }
});
