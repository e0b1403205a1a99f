/**
 * The lab gives the same bytes wherever it runs: every lesson and every guest test program, with one seed, natively (a
 * session behind a pipe), as engine.wasm and as engine-mt-node.wasm. All replies are compared: states with their hashes,
 * recordings, output, a moment of the past with its variables, the schedule.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DefaultLabSettings, inspectRequest, plainRequest, readReply, RequestKind, runRequest, seekRequest, startRequest, type LabState } from './protocol.js';
import { artefacts, wasmEngine, type Engine } from './test-engine.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const pipeProgram = path.join(root, 'build/native/tests/unit/session/session_pipe');

/** Endless programs are cut there. */
const MostInstructions = 6_000_000;
const Slice = 1_000_000;
const Patience = 300_000;

let pipe: ChildProcessWithoutNullStreams | undefined;

function nativeEngine(): Engine {
  const child = spawn(pipeProgram);
  pipe = child;
  let received = new Uint8Array(1 << 20);
  let size = 0;
  let waiter: ((reply: Uint8Array) => void) | undefined;
  child.stdout.on('data', (part: Buffer) => {
    if (size + part.length > received.length) {
      const larger = new Uint8Array(2 * (size + part.length));
      larger.set(received.subarray(0, size));
      received = larger;
    }
    received.set(part, size);
    size += part.length;
    if (size < 4) return;
    const expected = new DataView(received.buffer).getUint32(0, true);
    if (size < 4 + expected) return;
    size = 0;
    waiter?.(received.slice(4, 4 + expected));
  });
  return {
    ask(request) {
      const header = Buffer.alloc(4);
      header.writeUInt32LE(request.length);
      return new Promise((resolve) => {
        waiter = resolve;
        child.stdin.write(header);
        child.stdin.write(request);
      });
    },
  };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** The whole conversation about one run, each reply by its hash and the run's own words. */
async function converse(engine: Engine, program: Uint8Array): Promise<string[]> {
  const told: string[] = [];
  const ask = async (what: string, request: Uint8Array): Promise<LabState> => {
    const bytes = await engine.ask(request);
    const state = readReply(bytes).json as LabState;
    told.push(`${what}: ${hashOf(bytes)} ${state.status ?? ''} ${state.hash ?? ''} after ${state.executed ?? 0}`);
    return state;
  };
  await ask('load', plainRequest(RequestKind.Load, program));
  await ask('start', startRequest({ ...DefaultLabSettings, cores: 3, seed: 5, quantum: 100_000 }));
  await ask('input', plainRequest(RequestKind.Input, new TextEncoder().encode('one\ntwo')));
  await ask('close input', plainRequest(RequestKind.CloseInput));
  let state: LabState;
  do state = await ask('run', runRequest(Slice));
  while (state.status === 'running' && state.executed < MostInstructions);
  await ask('stop', plainRequest(RequestKind.Stop));
  await ask('seek', seekRequest(state.time / 2));
  await ask('inspect', inspectRequest(true));
  await ask('schedule', plainRequest(RequestKind.Schedule));
  return told;
}

function everyProgram(): [string, string][] {
  const programs = readdirSync(path.join(artefacts, 'programs'))
    .filter((name) => name.endsWith('.debug.wasm'))
    .map((name): [string, string] => [name.replace('.debug.wasm', ''), path.join(artefacts, 'programs', name)]);
  const lessons = readdirSync(path.join(artefacts, 'lessons'))
    .map((name): [string, string] => [`lesson ${name}`, path.join(artefacts, 'lessons', name, 'program.debug.wasm')])
    .filter(([, file]) => existsSync(file));
  return [...programs, ...lessons];
}

describe('one seed gives the same bytes natively and in both WebAssembly engines', { timeout: Patience }, () => {
  let native: Engine;
  let single: Engine;
  let threaded: Engine;

  beforeAll(async () => {
    native = nativeEngine();
    single = await wasmEngine('engine-node');
    threaded = await wasmEngine('engine-mt-node');
  });
  afterAll(() => void pipe?.kill());

  it('finds the programs', () => {
    expect(everyProgram().length).toBeGreaterThan(50);
  });

  it.each(everyProgram())('%s', async (_, file) => {
    const program = Uint8Array.from(readFileSync(file));
    const expected = await converse(native, program);
    expect(await converse(single, program)).toEqual(expected);
    expect(await converse(threaded, program)).toEqual(expected);
  });
});
