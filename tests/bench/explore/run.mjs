/**
 * Exploring: executions a second of programs with published counts. The baseline of each row is the naive search in the same
 * run, in schedules a second: what the bookkeeping of the reduction costs per execution.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const command = path.join(top, 'build/interleave');
const programs = path.join(top, 'build/artefacts/programs/explore');

const explore = (name, input, ...more) => {
  const { stdout } = spawnSync(command, ['explore', path.join(programs, `${name}.debug.wasm`), '--input', String(input), '--json', ...more], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
};

const rows = [
  ['readers', 13, 200_000],
  ['lastzero', 10, undefined],
  ['indexer', 15, 4_096],
  ['unlocked_increments', 4, undefined],
  ['file_system', 19, undefined],
];
const pad = (text, width) => String(text).padEnd(width);
console.log(pad('program', 28), pad('executions', 12), pad('seconds', 10), pad('executions/s', 14), pad('naive/s', 10), pad('ratio', 8), 'target');
for (const [name, input, target] of rows) {
  const found = explore(name, input, '--seconds', '120');
  if (!found.complete) throw new Error(`${name}(${input}) was not explored to its end`);
  const naive = explore(name, input, '--policy', 'naive', '--seconds', '5');
  const rate = found.executions / found.seconds;
  const base = (naive.executions + naive.stuck) / naive.seconds;
  console.log(pad(`${name}(${input})`, 28), pad(found.executions, 12), pad(found.seconds.toFixed(2), 10), pad(Math.round(rate), 14), pad(Math.round(base), 10), pad((rate / base).toFixed(2), 8), target ?? '');
}
