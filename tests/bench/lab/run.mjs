/**
 * Time travel: how long it takes to show any moment of a run of ten million instructions. Rows: name, value, unit, baseline,
 * ratio, target. Needs `make`.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(here, '../../..');
const Instructions = 10_000_000;
const programs = ['programs/endless_loop', 'programs/mutexes', 'lessons/1-more-threads-than-cores/program', 'lessons/2-lost-update/program', 'lessons/2-false-sharing/program'];

for (const program of programs) {
  const file = path.join(root, 'build/artefacts', `${program}.debug.wasm`);
  const line = execFileSync(path.join(root, 'build/native/tests/bench/lab/bench_seek'), [file, String(Instructions)], { encoding: 'utf8' });
  const [, executed, ran, median, longest] = line.trim().split(' ').map(Number);
  const run = `${(executed / 1e6).toFixed(1)} M instructions in ${ran.toFixed(0)} ms`;
  console.log([`seek, ${program.split('/').slice(-2).join('/')}`.padEnd(46), longest.toFixed(1).padStart(7), 'ms      ', `median ${median.toFixed(1)}, ${run}`.padEnd(50), '≤ 50 ms'].join('  '));
}
