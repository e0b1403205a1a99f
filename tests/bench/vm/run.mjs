/**
 * The interpreter's speed in million guest instructions per second: natively, in WebAssembly under this Node.js, and
 * Debian's wasm-interp in the same run; then the costs of snapshots, restoring, steps and hashes. Guest
 * instructions are WebAssembly's own (not the interpreter's operations), so wasm-interp's speed is the same number
 * of instructions divided by the time it takes for the kernel.
 *
 * Rows: name, value, unit, baseline, ratio, target. Needs `make` (build/native and build/web) and wabt.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(here, '../../..');
const native = process.env.INTERLEAVE_NATIVE ?? path.join(root, 'build/native');
const web = process.env.INTERLEAVE_WEB ?? path.join(root, 'build/web');
const output = path.join(root, 'build/bench-vm');
const llvm = path.join(root, 'build/toolchain/llvm/usr/lib/llvm-19/bin');

const isNewer = (file, than) => existsSync(file) && statSync(file).mtimeMs > statSync(than).mtimeMs;

/** The kernels as modules without imports that export `run`. */
function compileKernels() {
  const folder = path.join(here, 'kernels');
  return readdirSync(folder).filter((name) => name.endsWith('.c')).sort().map((name) => {
    const source = path.join(folder, name);
    const module = path.join(output, name.replace('.c', '.wasm'));
    if (!isNewer(module, source)) {
      execFileSync(path.join(llvm, 'clang'), [
        '--target=wasm32', '-O2', '-nostdlib', '-ffreestanding', '-mbulk-memory', `-fuse-ld=${path.join(llvm, 'wasm-ld')}`,
        '-Wl,--no-entry', '-o', module, source,
      ], { stdio: 'inherit' });
    }
    return module;
  });
}

/** bench_vm as WebAssembly, linked against the libraries that the engine of the page is made of. */
function compileForNode() {
  const libraries = ['machine', 'wasm', 'base'].map((name) => path.join(web, `src/${name}/libinterleave_${name}.a`));
  const missing = libraries.find((library) => !existsSync(library));
  if (missing) throw new Error(`${missing} is missing: run \`make\` first.`);
  const program = path.join(output, 'bench_vm.js');
  const source = path.join(here, 'bench_vm.cpp');
  if (libraries.every((library) => isNewer(program, library)) && isNewer(program, source)) return program;
  const includes = ['machine', 'wasm', 'base'].map((name) => `-I${path.join(web, 'include', name)}`);
  const command = ['em++', '-std=c++20', '-O3', '-mbulk-memory', ...includes, source, ...libraries, '-sNODERAWFS=1', '-sALLOW_MEMORY_GROWTH=1',
    '-sENVIRONMENT=node', '-o', program];
  execFileSync('bash', ['-c', `. build/toolchain/env.sh && ${command.map((word) => `'${word}'`).join(' ')}`],
    { cwd: root, stdio: 'inherit' });
  return program;
}

/** Lines "name number …" of a run of bench_vm, by name. */
function lines(command, parameters) {
  const { stdout, status } = spawnSync(command, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} failed`);
  return new Map(stdout.trim().split('\n').map((line) => {
    const [name, ...numbers] = line.split(' ');
    return [name, numbers.map(Number)];
  }));
}

/** The fastest of three runs of wasm-interp, without the time to start it, in milliseconds. */
function interpreterTime(module) {
  const run = (parameters) => {
    const start = process.hrtime.bigint();
    execFileSync('wasm-interp', parameters, { stdio: 'ignore' });
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const start = Math.min(...[1, 2, 3].map(() => run(['--version'])));
  return Math.min(...[1, 2, 3].map(() => run([module, '--run-all-exports']))) - start;
}

function row(name, value, unit, baseline, ratio, target) {
  const cells = [name.padEnd(30), value.toFixed(1).padStart(9), unit.padEnd(8), (baseline ?? '').padEnd(26),
    ratio === undefined ? ''.padStart(7) : `${ratio.toFixed(2)} ×`.padStart(7), target ?? ''];
  console.log(cells.join('  ').trimEnd());
}

const mean = (numbers) => Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
const speed = (numbers) => numbers[3];

mkdirSync(output, { recursive: true });
const kernels = compileKernels();
const program = compileForNode();
const binary = path.join(native, 'tests/bench/vm/bench_vm');
const results = {
  native: lines(binary, kernels),
  probed: lines(binary, ['--probe', ...kernels]),
  wasm: lines(process.execPath, [program, ...kernels]),
  wasmProbed: lines(process.execPath, [program, '--probe', ...kernels]),
};
const names = [...results.native.keys()];
const wabt = new Map(names.map((name, i) => [name, results.native.get(name)[1] / interpreterTime(kernels[i]) / 1000]));

for (const name of names) {
  for (const other of ['probed', 'wasm', 'wasmProbed']) {
    const same = [0, 1].every((i) => results[other].get(name)[i] === results.native.get(name)[i]);
    if (!same) throw new Error(`${name}: ${other} gave another result or number of instructions than native`);
  }
  const baseline = `wasm-interp ${wabt.get(name).toFixed(1)}`;
  row(`${name}, native`, speed(results.native.get(name)), 'M/s', baseline, speed(results.native.get(name)) / wabt.get(name));
  row(`${name}, in wasm`, speed(results.wasm.get(name)), 'M/s', `native ${speed(results.native.get(name)).toFixed(1)}`,
    speed(results.wasm.get(name)) / speed(results.native.get(name)));
}
const overall = (table) => mean(names.map((name) => speed(table.get(name))));
const wabtOverall = mean([...wabt.values()]);
row('geometric mean, native', overall(results.native), 'M/s', `wasm-interp ${wabtOverall.toFixed(1)}`,
  overall(results.native) / wabtOverall, '≥ 600 M/s, ≥ 6 ×');
row('  with the access probe', overall(results.probed), 'M/s', 'without', overall(results.probed) / overall(results.native), '≥ 600 M/s');
row('geometric mean, in wasm', overall(results.wasm), 'M/s', 'native', overall(results.wasm) / overall(results.native), '≥ 500 M/s, ≥ 0.8 ×');
row('  with the access probe', overall(results.wasmProbed), 'M/s', 'without', overall(results.wasmProbed) / overall(results.wasm), '≥ 500 M/s');

const targets = { snapshot: '≤ 500 ns', restore: '≤ 1000 ns', step: '≤ 20 ns' };
const mix = kernels.find((kernel) => kernel.endsWith('mix.wasm'));
const costs = [lines(binary, ['--costs', mix]), lines(process.execPath, [program, '--costs', mix])];
for (const [name, [value]] of costs[0]) {
  row(`${name}, native`, value, 'ns', undefined, undefined, targets[name]);
  row(`${name}, in wasm`, costs[1].get(name)[0], 'ns', undefined, undefined, targets[name]);
}
