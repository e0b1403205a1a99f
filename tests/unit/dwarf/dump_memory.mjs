// node dump_memory.mjs program.wasm out: runs a guest program on one thread and writes, for its n-th call
// of test.stop(frame), the file out.n: u32 frame address, u32 interleave_line, then all of the memory.
import { readFileSync, writeFileSync } from 'node:fs';

const [program, out] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(program));
class Exit extends Error {}

const needed = WebAssembly.Module.imports(module);
const memoryType = readMemoryLimits();
const memory = new WebAssembly.Memory({ ...memoryType, shared: true });
let stops = 0;
const known = {
  'test.stop': (frame) => {
    const copy = Buffer.from(memory.buffer.slice(0));
    const head = new Uint32Array([frame, sourceLine()]);
    writeFileSync(`${out}.${stops++}`, Buffer.concat([Buffer.from(head.buffer), copy]));
  },
  'wasi_snapshot_preview1.proc_exit': () => {
    throw new Exit();
  },
  'wasi_snapshot_preview1.clock_time_get': (_clock, _precision, result) => {
    new DataView(memory.buffer).setBigUint64(result, 0n, true);
    return 0;
  },
};
const imports = {};
for (const { module: from, name, kind } of needed) {
  imports[from] ??= {};
  imports[from][name] =
    kind === 'memory' ? memory
    : kind === 'global' ? 0
    : (known[`${from}.${name}`] ?? (() => 0));
}
const sourceLine = () => instance.exports.interleave_line.value;
const instance = new WebAssembly.Instance(module, imports);
try {
  instance.exports._start();
} catch (error) {
  if (!(error instanceof Exit)) throw error;
}
if (stops === 0) throw new Error('the program never stopped: nothing was dumped');

// JavaScript has no way to ask an imported memory's limits, so read them from the import section.
function readMemoryLimits() {
  const bytes = readFileSync(program);
  let at = 8;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const id = bytes[at++];
    const size = leb();
    if (id !== 2) {
      at += size;
      continue;
    }
    for (let count = leb(); count > 0; --count) {
      for (let part = 0; part < 2; ++part) {
        const length = leb();
        at += length;
      }
      const kind = bytes[at++];
      if (kind === 0) leb();
      if (kind === 3) at += 2;
      if (kind !== 2) continue;
      at++;
      return { initial: leb(), maximum: leb() };
    }
  }
  throw new Error('the program imports no memory');
}
