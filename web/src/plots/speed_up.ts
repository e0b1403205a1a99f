/**
 * Speed-up against the number of cores, beside the ideal line. The lab's time is virtual, so that one run for each number is exact.
 *
 * How it is read: Amdahl (1967) says that a program of which a part s must be done by one core after the other is at most
 * 1 / (s + (1 − s) / p) times as fast on p cores, and never more than 1 / s. Karp and Flatt (1990) turn it around: from a measured
 * speed-up S on p cores, s = (1 / S − 1 / p) / (1 − 1 / p). All that does not become faster counts as serial: waiting and sleeping, too.
 */
import { percent, time } from '../base/format.js';
import { AxisHeight, countAxis, legend, rounded } from './axes.js';
import { tableOf, type Chart, type Mark } from './chart.js';

export const CoreCounts: readonly number[] = [1, 2, 4, 8];

export interface CoreRun {
  readonly cores: number;
  /** Virtual time. */
  readonly nanoseconds: number;
  /** How it ended, in a few words; '' where it ended as it should. */
  readonly ending: string;
}

/** The part that one core after the other must do, 0 … 1. REQUIRES: cores > 1 */
export function serialPart(speedUp: number, cores: number): number {
  return Math.min(1, Math.max(0, (1 / speedUp - 1 / cores) / (1 - 1 / cores)));
}

export const amdahl = (serial: number, cores: number): number => 1 / (serial + (1 - serial) / cores);

const times = (value: number): string => (value >= 9.995 ? value.toFixed(1) : value.toFixed(2));

export function speedUps(runs: readonly CoreRun[]): { readonly run: CoreRun; readonly speedUp: number }[] {
  const base = runs.find(({ cores }) => cores === 1)?.nanoseconds ?? runs[0]?.nanoseconds ?? 0;
  return runs.map((run) => ({ run, speedUp: run.nanoseconds === 0 ? 1 : base / run.nanoseconds }));
}

/** The reading, in words. */
export function speedUpSentence(runs: readonly CoreRun[]): string {
  const all = speedUps(runs);
  const last = all.at(-1);
  const one = all[0];
  if (last === undefined || one === undefined) return '';
  const strange = runs.filter(({ ending }) => ending !== '').map(({ cores, ending }) => `on ${cores} ${cores === 1 ? 'core' : 'cores'} it ended with “${ending}”`);
  const warning = strange.length === 0 ? '' : ` But ${strange.join(', ')}, so the times do not tell the same work.`;
  if (last === one) return `On 1 core the program takes ${time(one.run.nanoseconds)} of virtual time.${warning}`;
  const { cores, nanoseconds } = last.run;
  const measured = `On 1 core the program takes ${time(one.run.nanoseconds)} of virtual time, on ${cores} cores ${time(nanoseconds)}: ${times(last.speedUp)} times as fast, where ${cores} would be ideal.`;
  if (last.speedUp < 1.02) return `${measured} More cores do not help: whatever takes the time is done, or waited for, by one thread at a time.${warning}`;
  if (last.speedUp > cores * 1.01) return `${measured} More than ideal: on one core it does work that it does not do on more, such as waiting in a loop.${warning}`;
  const serial = serialPart(last.speedUp, cores);
  return `${measured} Read with Amdahl’s law, ${percent(serial * 1000, 1000)} of the time on one core does not get shorter with more cores${serial < 0.001 ? '' : `, so that no number of them can make it more than ${times(1 / serial)} times as fast`}.${warning}`;
}

const Left = 30;
const PlotHeight = 170;

export function speedUpChart(runs: readonly CoreRun[], width: number): Chart {
  const all = speedUps(runs);
  const last = all.at(-1);
  const most = Math.max(2, ...runs.map(({ cores }) => cores));
  const top = Math.max(most, Math.ceil(Math.max(0, ...all.map(({ speedUp }) => speedUp))));
  const serial = last !== undefined && last.run.cores > 1 ? serialPart(last.speedUp, last.run.cores) : undefined;
  const key = legend([{ label: 'measured', fill: 'accent', dashes: '' }, { label: 'ideal', fill: 'text-quiet', dashes: '5 4' },
    ...(serial === undefined ? [] : [{ label: `Amdahl, ${percent(serial * 1000, 1000)} serial`, fill: 'text-quiet' as const, dashes: '1.5 3' }])], width, Left);
  const plot = { x: Left, y: key.height + 8, width: width - Left - 44, height: PlotHeight };
  const x = (cores: number): number => plot.x + 18 + ((cores - 1) / (most - 1)) * (plot.width - 18);
  const y = (value: number): number => plot.y + plot.height * (1 - value / top);
  const line = (points: readonly (readonly [number, number])[]): string => points.map(([cores, value], at) => `${at === 0 ? 'M' : 'L'}${rounded(x(cores))} ${rounded(y(value))}`).join('');
  const curve = Array.from({ length: 40 }, (_, at) => 1 + (at / 39) * (most - 1));
  const bottom = plot.y + plot.height;
  const marks: Mark[] = [...key.marks, ...countAxis(plot, top), { shape: 'path', d: `M${plot.x} ${bottom}H${plot.x + plot.width}`, stroke: 'line-strong' },
    { shape: 'path', d: line([[1, 1], [most, most]]), stroke: 'text-quiet', width: 1.5, dashes: '5 4' }];
  if (serial !== undefined) marks.push({ shape: 'path', d: line(curve.map((cores) => [cores, amdahl(serial, cores)])), stroke: 'text-quiet', width: 1.5, dashes: '1.5 3' });
  marks.push({ shape: 'path', d: line(all.map(({ run, speedUp }) => [run.cores, speedUp])), stroke: 'accent', width: 2.5 });
  for (const { run, speedUp } of all) {
    const [atX, atY] = [rounded(x(run.cores)), rounded(y(speedUp))];
    marks.push({ shape: 'box', x: atX - 4, y: atY - 4, width: 8, height: 8, fill: 'accent', frame: 'ground' },
      { shape: 'text', x: atX, y: speedUp > run.cores * 0.8 ? atY + 20 : atY - 10, text: `${times(speedUp)} ×`, ink: 'text', anchor: 'middle', bold: true, halo: true },
      { shape: 'text', x: atX, y: bottom + 17, text: run.cores === 1 ? '1 core' : run.cores === 2 && width < 500 ? '2' : `${run.cores} cores`, ink: 'text', anchor: 'middle' },
      { shape: 'text', x: atX, y: bottom + 32, text: time(run.nanoseconds), ink: 'text-quiet', anchor: 'middle' });
  }
  return {
    id: 'speed-up', title: 'Speed-up', sentence: speedUpSentence(runs), width, height: bottom + AxisHeight + 15, marks,
    readings: all.map(({ run, speedUp }) => ({ x: x(run.cores) - 16, y: plot.y, width: 32, height: plot.height, words: `${run.cores === 1 ? '1 core' : `${run.cores} cores`}: ${time(run.nanoseconds)}, ${times(speedUp)} times as fast as on one; each core is used ${percent(speedUp * 100, run.cores * 100)}` })),
    table: tableOf(['Cores', 'Time', 'Speed-up', 'Ideal', 'Efficiency', 'Ended'], all.map(({ run, speedUp }) => [String(run.cores), time(run.nanoseconds), `${times(speedUp)} ×`, `${run.cores} ×`, percent(speedUp * 100, run.cores * 100), run.ending === '' ? 'as it should' : run.ending])),
  };
}
