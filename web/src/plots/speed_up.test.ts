import { describe, expect, it } from 'vitest';
import type { Outcome, Run } from '../real/types.js';
import { measureSpeedUp, strangeEnding } from './measure_speed_up.js';
import { amdahl, serialPart, speedUpChart, speedUpSentence, speedUps, type CoreRun } from './speed_up.js';

/** A program of which a part is serial. */
const program = (serial: number): CoreRun[] => [1, 2, 4, 8].map((cores) => ({ cores, nanoseconds: 1e6 / amdahl(serial, cores), ending: '' }));

const ended = (milliseconds: number): Outcome => ({ kind: 'exit', code: 0, recording: { recorded: 0, dropped: 0, unrecorded: 0 }, threads: 1, milliseconds });
const run = (outcome: Promise<Outcome>, stop = (): void => {}): Run => ({ finished: outcome, stop, input() {}, closeInput() {} });

describe('speed-up', () => {
  it('is against one core', () => expect(speedUps(program(0)).map(({ speedUp }) => Math.round(speedUp * 100) / 100)).toEqual([1, 2, 4, 8]));
  it('gives back the serial part that it was made from (Karp and Flatt)', () => {
    for (const serial of [0, 0.1, 0.5, 1]) for (const cores of [2, 4, 8]) expect(serialPart(amdahl(serial, cores), cores)).toBeCloseTo(serial);
  });
  it('is read in a sentence', () => {
    expect(speedUpSentence(program(0.1))).toBe('On 1 core the program takes 1.00 ms of virtual time, on 8 cores 212.5 µs: 4.71 times as fast, where 8 would be ideal. '
      + 'Read with Amdahl’s law, 10 % of the time on one core does not get shorter with more cores, so that no number of them can make it more than 10.0 times as fast.');
    expect(speedUpSentence(program(1))).toContain('More cores do not help');
    expect(speedUpSentence(program(0))).not.toContain('no number of them');
    expect(speedUpSentence(program(0).slice(0, 1))).toContain('On 1 core the program takes');
    expect(speedUpSentence([...program(0.1).slice(0, 3), { cores: 8, nanoseconds: 3e5, ending: 'deadlock' }])).toContain('on 8 cores it ended with “deadlock”');
    expect(speedUpSentence([{ cores: 1, nanoseconds: 1e6, ending: '' }, { cores: 2, nanoseconds: 1e5, ending: '' }])).toContain('More than ideal');
    expect(speedUpSentence([])).toBe('');
  });
  it('is drawn with every number of cores, also while it is measured', () => {
    for (const width of [240, 600]) for (const runs of [program(0.2), program(0.2).slice(0, 1)]) {
      const chart = speedUpChart(runs, width);
      expect(chart.readings).toHaveLength(runs.length);
      expect(chart.table.rows).toHaveLength(runs.length);
      expect(JSON.stringify(chart)).not.toMatch(/NaN|null/);
    }
  });
});

describe('measuring', () => {
  it('runs one after the other and tells each', async () => {
    const told: number[] = [];
    const runs = await measureSpeedUp((cores) => run(Promise.resolve(ended(8 / cores))), (so) => told.push(so.length)).finished;
    expect(runs.map(({ cores, nanoseconds }) => [cores, nanoseconds])).toEqual([[1, 8e6], [2, 4e6], [4, 2e6], [8, 1e6]]);
    expect(told).toEqual([1, 2, 3, 4]);
  });
  it('is cancelled with the run that goes on', async () => {
    let stopped = false;
    const never = new Promise<Outcome>((resolve) => { setTimeout(() => resolve({ ...ended(1), kind: 'stopped' } as Outcome), 5); });
    const measuring = measureSpeedUp(() => run(never, () => { stopped = true; }), () => {});
    measuring.cancel();
    expect(await measuring.finished).toEqual([]);
    expect(stopped).toBe(true);
  });
  it('notices runs that do not end as they should', () => {
    expect([strangeEnding(ended(1)), strangeEnding({ ...ended(1), kind: 'exit', code: 3 } as Outcome), strangeEnding({ ...ended(1), kind: 'deadlock', blocked: [] } as Outcome)]).toEqual(['', 'exit code 3', 'deadlock']);
  });
});
