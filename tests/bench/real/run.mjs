// Benchmarks of the real machine in Chromium. `run` gives the rows of the table that `make bench` prints; by
// itself (node tests/bench/real/run.mjs [folder of the programs]) this file prints them too.
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { openRealMachine, runInPage } from './harness.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const EventsPerPair = 3; // lock_request, lock_acquire, unlock
const RecordBytes = 16;

/** [{ name, value, unit, baseline, ratio, target }]; the name says what the baseline is, measured in the same run. */
export async function run(programs = path.join(root, 'build/native/bench/programs')) {
  const { page, close } = await openRealMachine(programs);
  try {
    return [...(await startUp(page)), ...(await recording(page)), ...(await stopping(page)), ...(await coroutines(page, programs))];
  } finally {
    await close();
  }
}

function row(name, value, unit, baseline, target) {
  return { name, value, unit, baseline, ratio: baseline > 0 ? value / baseline : undefined, target };
}

async function ended(page, name, options) {
  const result = await runInPage(page, name, options);
  if (result.outcome.kind === 'exit' && result.outcome.code === 0) return result;
  throw new Error(`the benchmark program ${name} failed: ${JSON.stringify(result.outcome)} ${result.stderr}`);
}

async function startUp(page) {
  const cold = (await ended(page, 'start_threads')).firstOutput; // the page's first run: all workers are new
  const warm = [];
  for (let i = 0; i < 5; i++) warm.push((await ended(page, 'start_threads')).firstOutput);
  return [row('64 threads running, workers reused (baseline: new workers)', median(warm), 'ms', cold)];
}

async function recording(page) {
  const on = await ended(page, 'record_cost', { record: true });
  const off = await ended(page, 'record_cost', { record: false });
  const [recorded, plain] = [Number(on.stdout), Number(off.stdout)];
  const clock = await page.evaluate(() => {
    const Calls = 200_000;
    const begin = performance.now();
    for (let i = 0; i < Calls; i++) performance.now();
    return ((performance.now() - begin) * 1e6) / Calls;
  });
  const { dropped, recorded: events } = on.outcome.recording;
  if (dropped > 0) throw new Error(`the ring overflowed: ${dropped} records dropped, so their cost was not measured`);
  return [
    row('lock and unlock, recorded (baseline: not recorded)', recorded, 'ns', plain),
    row('recorder per event (baseline: one clock call)', (recorded - plain) / EventsPerPair, 'ns', clock, 60),
    row('recording bytes per event (baseline: a bare record)', on.recordingBytes / events, 'B', RecordBytes),
  ];
}

/** The same program on both machines; its figures are those of its own clock, real or virtual. */
async function coroutines(page, programs) {
  const rows = (machine, text) => {
    const [many, few] = [/10000 coroutines: (\d+) ms, (\d+) KiB/.exec(text), /64 threads: (\d+) ms, (\d+) KiB/.exec(text)];
    if (many === null || few === null) throw new Error(`many_coroutines did not tell its figures: ${text}`);
    return [
      row(`10 000 coroutines wait 200 ms, ${machine} (baseline: 64 threads)`, Number(many[1]), 'ms', Number(few[1])),
      row(`memory of 10 000 coroutines, ${machine} (baseline: 64 stacks)`, Number(many[2]), 'KiB', Number(few[2])),
    ];
  };
  const real = await ended(page, 'many_coroutines');
  const { stdout, stderr, status } = spawnSync(path.join(root, 'build/interleave'), ['run', path.join(programs, 'many_coroutines.wasm'), '--cores', '2'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`many_coroutines failed on the lab: ${stderr}`);
  return [...rows('real workers', real.stderr), ...rows('the lab', stdout + stderr)];
}

async function stopping(page) {
  const one = (await runInPage(page, 'spin_one', { stopAfter: 1000 })).stopTook;
  const many = (await runInPage(page, 'spin', { stopAfter: 1500 })).stopTook;
  return [row('Stop of 64 spinning threads (baseline: of one)', many, 'ms', one, 100)];
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await run(process.argv[2]);
  const format = (value) => (value === undefined ? '' : Number(value.toPrecision(3)));
  const cells = rows.map(({ name, value, unit, baseline, ratio, target }) =>
    [name, { value: format(value), unit, baseline: format(baseline), ratio: format(ratio), target: format(target) }]);
  console.table(Object.fromEntries(cells));
}
