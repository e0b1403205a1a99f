/**
 * For tests: the page's compiler in node, on the archive that the native build made. The precompiled header, which takes
 * some ten seconds, is kept in build/ by the hash of what it is made of.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackArchive, type ArchiveFile } from './archive.js';
import { Builder } from './builder.js';
import { markerOf, type Marker } from './marker.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const artefacts = process.env['INTERLEAVE_ARTEFACTS'] ?? path.join(root, 'build/artefacts');
const llvmFile = path.join(root, 'web/node_modules/@yowasp/clang/gen/llvm.core.wasm');

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  if (!existsSync(file)) throw new Error(`${file} is missing: it is built by \`make page\`.`);
  return new Uint8Array(readFileSync(file));
}

let llvm: Promise<WebAssembly.Module> | undefined;

export function testLlvm(): Promise<WebAssembly.Module> {
  return (llvm ??= WebAssembly.compile(bytesOf(llvmFile)));
}

export const testArchive = (): ArchiveFile[] => unpackArchive(bytesOf(path.join(artefacts, 'guest/guest.archive')));

export async function testMarker(): Promise<Marker> {
  return markerOf(await WebAssembly.compile(bytesOf(path.join(artefacts, 'guest/marker.wasm'))));
}

/** A compiler that is warm. */
export async function testBuilder(): Promise<Builder> {
  const builder = new Builder(await testLlvm(), testArchive(), await testMarker());
  const hash = createHash('sha256');
  for (const { path: name, bytes } of testArchive()) if (!name.startsWith('lib/')) hash.update(name).update(bytes);
  const folder = path.join(root, 'build/test-results/compiler');
  const file = path.join(folder, `${hash.update(llvmFile).digest('hex').slice(0, 16)}.pch`);
  if (existsSync(file)) {
    builder.usePrecompiled(bytesOf(file));
  } else {
    mkdirSync(folder, { recursive: true });
    const header = builder.precompile();
    writeFileSync(`${file}.${process.pid}`, header);
    renameSync(`${file}.${process.pid}`, file); // several test processes may do this at the same time
  }
  return builder;
}
