import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MomentRequest, type Asker, type Moment } from '../engine/moments.js';
import { StepMilliseconds, TimeCursor } from './time_cursor.js';

const End = 10;
const momentAt = (time: number): Moment =>
  ({ time, end: End, executed: 0, step: time, steps: End, caption: '', output: 0, threads: [], locks: [], writes: [], named: [], world: { time, threads: [], locks: [], globals: [] } });

/** A run whose steps are one nanosecond apart, and which answers when told to. */
class FakeRun implements Asker {
  readonly asked: number[] = [];
  private readonly waiting: (() => void)[] = [];
  constructor(private readonly atOnce = true) {}

  async ask(request: Uint8Array<ArrayBuffer>): Promise<unknown> {
    const view = new DataView(request.buffer);
    const kind = view.getUint32(0, true);
    this.asked.push(kind);
    if (!this.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (kind === MomentRequest.AtStep) return momentAt(Math.min(End, view.getUint32(4, true)));
    const time = Number(view.getBigInt64(4, true));
    if (kind === MomentRequest.Look) return momentAt(Math.min(time, End));
    const target = time + (view.getUint32(16, true) === 0 ? 1 : -1);
    return target < 0 || target > End ? { none: true } : momentAt(target);
  }

  answer(): void {
    this.waiting.shift()?.();
  }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('the cursor in time', () => {
  const shown: (number | undefined)[] = [];
  const playing: boolean[] = [];
  let cursor = new TimeCursor({ onMoment: () => {}, onPlaying: () => {} });
  beforeEach(() => {
    shown.length = playing.length = 0;
    cursor = new TimeCursor({ onMoment: (moment) => shown.push(moment?.time), onPlaying: (on) => playing.push(on) });
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('begins at the end of a run and steps back', async () => {
    cursor.follow(new FakeRun());
    await settle();
    cursor.step('back');
    await settle();
    cursor.step('back');
    await settle();
    expect(shown).toEqual([End, 9, 8]);
  });

  it('asks one question at a time and ends at the last wish', async () => {
    const run = new FakeRun(false);
    cursor.follow(run);
    for (const time of [1, 2, 3, 4]) cursor.seek(time);
    expect(run.asked.length).toBe(1);
    run.answer();
    await settle();
    run.answer();
    await settle();
    expect(run.asked.length).toBe(2);
    expect(shown.at(-1)).toBe(4);
  });

  it('has settled when the last wish is shown, not before', async () => {
    const run = new FakeRun(false);
    cursor.follow(run);
    cursor.seek(4);
    let settled: number | undefined;
    void cursor.settled.then(() => { settled = shown.at(-1); });
    run.answer();
    await settle();
    expect(settled).toBeUndefined();
    run.answer();
    await settle();
    expect(settled).toBe(4);
  });

  it('says nothing of a run that was left', async () => {
    const run = new FakeRun(false);
    cursor.follow(run);
    cursor.follow(undefined);
    run.answer();
    await settle();
    expect(shown).toEqual([undefined]);
  });

  it('stays where a step leads nowhere', async () => {
    cursor.follow(new FakeRun());
    await settle();
    cursor.step('forward');
    await settle();
    expect(shown).toEqual([End]);
  });

  it('plays from the beginning when it is at the end, and stops there again', async () => {
    cursor.follow(new FakeRun());
    await settle();
    cursor.speed = 2;
    cursor.play();
    await settle();
    expect(shown.at(-1)).toBe(0);
    await vi.advanceTimersByTimeAsync((StepMilliseconds / 2) * 3 + 1);
    expect(shown.at(-1)).toBe(3);
    await vi.advanceTimersByTimeAsync(StepMilliseconds * 10);
    expect(shown.at(-1)).toBe(End);
    expect(playing).toEqual([true, false]);
  });

  it('bad: a run that fails stops the playing and throws nothing', async () => {
    let fails = false;
    const run = new FakeRun();
    cursor.follow({ ask: (request) => (fails ? Promise.reject(new Error('gone')) : run.ask(request)) });
    await settle();
    cursor.play();
    fails = true;
    await vi.advanceTimersByTimeAsync(StepMilliseconds * 2);
    expect(cursor.playing).toBe(false);
  });
});
