/**
 * Exploring: executions a second of programs with published counts, natively with one host thread and with two, and in wasm
 * (Node.js): the first time, when the engine is still being compiled, and again. The baseline of each row is the naive search with
 * one host thread in the same run, in schedules a second. Then: two host threads against one for longer; and how many schedules
 * random walks and PCT need to find well-known small bugs, against the number of all executions.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const command = path.join(top, 'build/interleave');
const artefacts = process.env.INTERLEAVE_ARTEFACTS ?? path.join(top, 'build/artefacts');
const fileOf = (name) => path.join(top, 'build/artefacts/programs/explore', `${name}.debug.wasm`);
const pad = (text, width) => String(text).padEnd(width);
const print = (...cells) => console.log(cells.map((cell, i) => pad(cell, i === 0 ? 28 : 14)).join(''));

const explore = (name, input, ...more) => {
  const { stdout } = spawnSync(command, ['explore', fileOf(name), '--input', String(input), '--json', ...(more.includes('--threads') ? [] : ['--threads', '1']), ...more], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
};

// --- in wasm: the requests of src/session/protocol.hpp
const engineFile = path.join(artefacts, 'engine-tests/engine-node.js');
const engine = existsSync(engineFile) ? await (await import(pathToFileURL(engineFile).href)).default() : undefined;

const ask = (kind, write) => {
  const bytes = [];
  const number = (value, size) => {
    for (let i = 0n; i < size; i++) bytes.push(Number((BigInt(value) >> (8n * i)) & 255n));
  };
  number(kind, 4n);
  write({ u32: (value) => number(value, 4n), u64: (value) => number(value, 8n), bytes: (all) => all.forEach((byte) => bytes.push(byte)) });
  const address = engine._engine_allocate(bytes.length);
  engine.HEAPU8.set(bytes, address);
  const reply = engine._engine_request(address, bytes.length);
  const size = new DataView(engine.HEAPU8.buffer).getUint32(reply, true);
  return JSON.parse(Buffer.from(engine.HEAPU8.slice(reply + 4, reply + 4 + size)).toString('utf8'));
};

const exploreInWasm = (name, input) => {
  ask(1, (out) => out.bytes(readFileSync(fileOf(name))));
  const begin = performance.now();
  ask(40, (out) => {
    out.u32(0);
    out.u32(0);
    out.u64(1_000_000);
    out.u64(10_000);
    out.u64(1);
    out.u32(2);
    out.u32(3);
    out.u32(1);
    out.u32(Buffer.byteLength(String(input)));
    out.bytes(Buffer.from(String(input)));
  });
  while (ask(41, (out) => out.u64(1000)).more);
  const found = ask(42, (out) => out.u64(0));
  return { ...found, seconds: (performance.now() - begin) / 1000 };
};

const rows = [
  ['readers', 13, '200000, wasm 100000'],
  ['lastzero', 10, ''],
  ['indexer', 15, '4096, wasm 2048'],
  ['unlocked_increments', 2, ''],
  ['unlocked_increments', 5, ''],
  ['file_system', 19, ''],
];
print('program', 'executions', 'seconds', 'executions/s', '2 threads, /s', 'wasm, /s', 'wasm again', 'naive/s', 'ratio', 'target');
for (const [name, input, target] of rows) {
  const found = explore(name, input, '--seconds', '120');
  if (!found.complete) throw new Error(`${name}(${input}) was not explored to its end`);
  // Before the engine in wasm, which is still being compiled on other threads when it has answered.
  const both = explore(name, input, '--seconds', '120', '--threads', '2');
  const wasm = [1, 2].map(() => {
    if (engine === undefined) return 'not built';
    const { executions, seconds } = exploreInWasm(name, input);
    if (executions !== found.executions) throw new Error(`${name}(${input}) differs in wasm`);
    return Math.round(executions / seconds);
  });
  const naive = explore(name, input, '--policy', 'naive', '--seconds', '3');
  const rate = found.executions / found.seconds;
  const base = (naive.executions + naive.stuck) / naive.seconds;
  print(`${name}(${input})`, found.executions, found.seconds.toFixed(3), Math.round(rate), Math.round(both.executions / both.seconds), ...wasm, Math.round(base), (rate / base).toFixed(2), target);
}

print('\nhost threads', 'executions', 'seconds', 'executions/s', 'speed-up', 'target');
let alone;
for (const threads of [1, 2]) {
  const found = explore('unlocked_increments', 6, '--seconds', '120', '--threads', String(threads));
  const rate = found.executions / found.seconds;
  alone ??= rate;
  print(`${threads}`, found.executions, found.seconds.toFixed(2), Math.round(rate), (rate / alone).toFixed(2), threads === 1 ? '' : '1.7');
}

const bugs = [
  ['bounded_queue', '0'],
  ['reorder', '3 0'],
  ['reorder', '10 0'],
  ['twostage', '0'],
  ['token_ring', '0'],
  ['stealing', '0'],
  ['wrong_lock', '0'],
];
const Seeds = 20;
print('\nschedules to the first bug', 'random', 'pct, d = 3', 'dpor', '(random and pct: median of 20 seeds, of at most 10 000)');
for (const [name, input] of bugs) {
  const toBug = (policy) => {
    const needed = [];
    for (let seed = 1; seed <= Seeds; seed++) {
      const found = explore(name, input, '--policy', policy, '--seed', String(seed), '--first-bug', '--budget', '10000');
      needed.push(found.bugs.length === 0 ? Infinity : found.executions + found.blocked);
    }
    needed.sort((a, b) => a - b);
    return needed[Seeds / 2] === Infinity ? 'not found' : needed[Seeds / 2];
  };
  const first = explore(name, input, '--first-bug', '--budget', '10000');
  print(`${name}(${input})`, toBug('random'), toBug('pct'), first.bugs.length === 0 ? 'not found' : first.executions + first.blocked);
}
