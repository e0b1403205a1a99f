/** The supervisor with real programs on node's workers. Nothing here depends on how fast they run. */
import { describe, expect, it } from 'vitest';
import { EndReason, MessageType } from './chunk.js';
import { messages, type Message } from './fake-guest.js';
import { startProgram, type Watched } from './test-machine.js';

const Patience = 120_000;

const all = (watched: Watched): Message[] => watched.chunks.flatMap((chunk) => messages(chunk));
const endOf = (watched: Watched): Message | undefined => all(watched).at(-1);

describe('Stop', { timeout: Patience }, () => {
  it('ends a program that spins, and the next run starts cleanly', async () => {
    const watched = await startProgram('endless_loop');
    await watched.status((status) => status.threads === 2);
    watched.run.stop();
    expect((await watched.finished).kind).toBe('stopped');
    expect(endOf(watched)).toMatchObject({ type: MessageType.End });
    expect(endOf(watched)?.words[0]).toBe(EndReason.Stopped);
    const next = await startProgram('exit_code');
    expect(await next.finished).toMatchObject({ kind: 'exit', code: 7 });
  });

  it('may come again, or late, without effect', async () => {
    const watched = await startProgram('exit_code');
    const outcome = await watched.finished;
    watched.run.stop();
    watched.run.stop();
    expect(await watched.finished).toBe(outcome);
    expect(all(watched).filter((message) => message.type === MessageType.End)).toHaveLength(1);
  });
});

describe('a deadlock', { timeout: Patience }, () => {
  it('is told while the program still runs, and is the outcome of Stop', async () => {
    const watched = await startProgram('deadlock');
    const status = await watched.status(({ state }) => state === 'deadlock');
    expect(status.blocked.map((thread) => thread.kind).toSorted()).toEqual(['join', 'lock', 'lock']);
    const locks = status.blocked.filter((thread) => thread.kind === 'lock');
    expect(locks.map((thread) => thread.holder).toSorted()).toEqual(locks.map((thread) => thread.thread).toSorted());
    watched.run.stop();
    expect(await watched.finished).toMatchObject({ kind: 'deadlock', blocked: status.blocked });
    const alive = all(watched).filter((message) => message.type === MessageType.ThreadOutcome);
    expect(alive.map((message) => message.words[0]).toSorted()).toEqual(status.blocked.map((thread) => thread.thread).toSorted());
    expect(endOf(watched)?.words[0]).toBe(EndReason.Deadlock);
  });

  it('is not what waiting for input is', async () => {
    const watched = await startProgram('echo', { stdin: true });
    const begin = await watched.status(({ state }) => state === 'input');
    const later = await watched.status(({ milliseconds }) => milliseconds > begin.milliseconds + 1500);
    expect(later.state).toBe('input');
    watched.run.closeInput();
    expect((await watched.finished).kind).toBe('exit');
  });
});

describe('input', { timeout: Patience }, () => {
  it('reaches a program that waits, line by line, until it is closed', async () => {
    const watched = await startProgram('echo', { stdin: true });
    await watched.status(({ state }) => state === 'input');
    watched.run.input(new TextEncoder().encode('first\nsec'));
    watched.run.input(new TextEncoder().encode('ond\n'));
    watched.run.closeInput();
    expect(await watched.finished).toMatchObject({ kind: 'exit', code: 0 });
    expect(watched.stdout()).toContain('1: first\n2: second\n');
  });

  it('is at its end at once when the program has none', async () => {
    const watched = await startProgram('echo');
    expect(await watched.finished).toMatchObject({ kind: 'exit', code: 0 });
  });
});

describe('limits', { timeout: Patience }, () => {
  it('end a program that runs too long', async () => {
    const watched = await startProgram('endless_loop', { limits: { time: 500 } });
    expect(await watched.finished).toMatchObject({ kind: 'limit', which: 'time' });
    expect(endOf(watched)?.words[0]).toBe(EndReason.TimeLimit);
  });

  it('keep exactly the first part of endless output', async () => {
    const watched = await startProgram('endless_output', { limits: { output: 300_000 } });
    expect(await watched.finished).toMatchObject({ kind: 'limit', which: 'output' });
    expect(watched.stdout()).toHaveLength(300_000);
    expect(endOf(watched)?.words[0]).toBe(EndReason.OutputLimit);
  });

  it('refuse a thread beyond the limit with an error that the program sees', async () => {
    const watched = await startProgram('thread_bomb', { limits: { threads: 4 } });
    const outcome = await watched.finished;
    expect(outcome).toMatchObject({ kind: 'exit', code: 0, threads: 4 });
    expect(watched.stdout()).toContain('refused: resource unavailable');
  });

  it('reject a program that may want more memory than allowed, before it starts', async () => {
    await expect(startProgram('exit_code', { limits: { memory: 1 << 20 } })).rejects.toThrow(/may have at most 1 MB/);
  });
});

describe('the recording', { timeout: Patience }, () => {
  it('has every sequence number once, unless records were dropped', async () => {
    const watched = await startProgram('mutexes');
    const outcome = await watched.finished;
    const sequences = all(watched).filter((message) => message.type === MessageType.Records).flatMap(({ words }) => {
      const records = words.slice(2);
      return Array.from({ length: records.length / 4 }, (_, i) => records[4 * i] ?? -1);
    });
    expect(sequences).toHaveLength(outcome.recording.recorded);
    expect(sequences.toSorted((a, b) => a - b)).toEqual(Array.from({ length: outcome.recording.recorded }, (_, i) => i));
  });

  it('has anchors that never run backwards', async () => {
    const watched = await startProgram('condition_variable');
    await watched.finished;
    const anchors = all(watched).filter((message) => message.type === MessageType.Anchor).map(({ words }) =>
      [words[0] ?? 0, (words[2] ?? 0) + (words[3] ?? 0) * 2 ** 32] as const);
    expect(anchors.length).toBeGreaterThan(0);
    anchors.reduce((before, anchor) => {
      expect(anchor[0]).toBeGreaterThanOrEqual(before[0]);
      expect(anchor[1]).toBeGreaterThanOrEqual(before[1]);
      return anchor;
    });
  });

  it('is empty when it is switched off, and the program runs all the same', async () => {
    const watched = await startProgram('mutexes', { record: false });
    expect(await watched.finished).toMatchObject({ kind: 'exit', code: 0 });
    expect(all(watched).every((message) => message.type !== MessageType.Records || message.words.length <= 2 + 4 * 20)).toBe(true);
  });
});

it('runs in a row use the same workers again', { timeout: Patience }, async () => {
  for (let i = 0; i < 20; i++) {
    const watched = await startProgram('exit_code');
    expect(await watched.finished).toMatchObject({ kind: 'exit', code: 7 });
  }
});
