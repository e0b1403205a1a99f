/**
 * Loading a guest program: compile it, and check that it speaks our ABI (src/guest/abi.h) before
 * anything runs. The JavaScript API tells a module's imports by name and kind but not the limits of
 * its memory, and the supervisor must create that memory; so those come from the bytes.
 */
import { AbiVersion } from '../generated/abi.js';
import { knownImports } from './imports.js';

export interface MemoryLimits {
  /** In pages of 64 KiB. */
  readonly initial: number;
  readonly maximum: number;
}

export interface Program {
  readonly module: WebAssembly.Module;
  readonly memory: MemoryLimits;
}

export const PageBytes = 65_536;

/** The program is not one that the real machine can run. The message says why and what to do. */
export class ProgramRejected extends Error {
  override readonly name = 'ProgramRejected';
}

/** Throws ProgramRejected. */
export async function loadProgram(source: Response | BufferSource): Promise<Program> {
  if (source instanceof Response && !source.ok) {
    throw new ProgramRejected(`The program could not be loaded from ${source.url}: the server answered ${source.status}.`);
  }
  const bytes = source instanceof Response ? new Uint8Array(await source.arrayBuffer()) : asBytes(source);
  let module: WebAssembly.Module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    throw new ProgramRejected(`This is not a WebAssembly program that this browser can run: ${String(error)}`);
  }
  checkExports(module);
  checkImports(module);
  return { module, memory: memoryLimits(bytes) };
}

function asBytes(source: BufferSource): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  return Uint8Array.from(view);
}

const RequiredExports: readonly (readonly [string, WebAssembly.ImportExportKind])[] = [
  ['_start', 'function'],
  ['wasi_thread_start', 'function'],
  ['interleave_recorder', 'global'],
  ['interleave_line', 'global'],
];

function checkExports(module: WebAssembly.Module): void {
  const found = new Map(WebAssembly.Module.exports(module).map((item) => [item.name, item.kind]));
  for (const [name, kind] of RequiredExports) {
    if (found.get(name) === kind) continue;
    throw new ProgramRejected(`The program does not export the ${kind} '${name}': build it with interleave_guest_program, `
      + `which links the runtime of ABI version ${AbiVersion}.`);
  }
}

function checkImports(module: WebAssembly.Module): void {
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (knownImports.get(`${from}.${name}`) === kind) continue;
    throw new ProgramRejected(`The program wants the ${kind} '${from}.${name}', which this machine does not offer. `
      + 'It may call a system function that programs in the page cannot use (files, sockets, signals).');
  }
}

/**
 * The limits of the imported memory, from the import section
 * (https://webassembly.github.io/threads/core/binary/modules.html). REQUIRES: valid module bytes.
 */
export function memoryLimits(bytes: Uint8Array): MemoryLimits {
  const ImportSection = 2;
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    if (section !== ImportSection) {
      at = end;
      continue;
    }
    for (let left = number(); left > 0; left--) {
      skipName();
      skipName();
      const kind = bytes[at++];
      if (kind === 2) return checkedLimits(bytes[at++] ?? 0, number);
      skipImportType(kind);
    }
    break;
  }
  throw new ProgramRejected('The program does not import its memory (env.memory): link it with --import-memory --shared-memory.');

  function skipName(): void {
    const length = number(); // moves `at`, so not in one expression with it
    at += length;
  }

  function skipImportType(kind: number | undefined): void {
    if (kind === 0) number(); // function: type index
    else if (kind === 1) (at++, skipTableLimits()); // table: element type, limits
    else if (kind === 3) at += 2; // global: value type, mutability
    else (at++, number()); // tag: attribute, type index
  }

  function skipTableLimits(): void {
    const flags = bytes[at++] ?? 0;
    number();
    if ((flags & 1) !== 0) number();
  }
}

function checkedLimits(flags: number, number: () => number): MemoryLimits {
  const HasMaximum = 1;
  const Shared = 2;
  const Memory64 = 4;
  const initial = number();
  const maximum = (flags & HasMaximum) !== 0 ? number() : undefined;
  if ((flags & Memory64) !== 0) throw new ProgramRejected('The program has a 64-bit memory: compile it for wasm32.');
  if ((flags & Shared) === 0 || maximum === undefined) {
    throw new ProgramRejected("The program's memory is not shared, so its threads could not share data: link it with --shared-memory.");
  }
  return { initial, maximum };
}
