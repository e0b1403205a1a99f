/**
 * What the compiler made, kept by the browser between visits (Cache Storage): the precompiled header, and the last programs
 * by the hash of everything that went into them, so that nothing is compiled twice. Where there is no such storage (frames,
 * plain http) or it is full, nothing is kept and nothing fails.
 */
import { packArchive, unpackArchive } from './archive.js';
import type { Build, BuildTimes, Finding } from './builder.js';
import type { ProgramSymbols } from '../real/types.js';

const CacheName = 'interleave-compiler';
/** A program takes about 2 MB. */
const MostPrograms = 24;

async function cache(): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(CacheName);
  } catch {
    return undefined;
  }
}

const address = (kind: 'header' | 'program', name: string): string => new URL(`./kept/${kind}/${name}`, globalThis.location?.href).href;

/** `version`: of compiler and headers; others are thrown away. */
export async function keptHeader(version: string): Promise<Blob | undefined> {
  try {
    const response = await (await cache())?.match(address('header', version));
    return await response?.blob();
  } catch {
    return undefined;
  }
}

export async function keepHeader(version: string, header: Blob): Promise<void> {
  await put('header', version, header, 1);
}

/** Undefined where browsers offer no hashes: then programs are kept only as long as the page. */
export async function hashOf(...parts: readonly string[]): Promise<string | undefined> {
  if (globalThis.crypto?.subtle === undefined) return undefined;
  const bytes = new TextEncoder().encode(parts.join('\0'));
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function keptBuild(hash: string): Promise<Build | undefined> {
  try {
    const response = await (await cache())?.match(address('program', hash));
    return response === undefined ? undefined : unpackBuild(new Uint8Array(await response.arrayBuffer()));
  } catch {
    return undefined;
  }
}

/** Keeps what compiled; a program with errors is compiled again, which is quick. */
export async function keepBuild(hash: string, build: Build): Promise<void> {
  if (build.program !== undefined) await put('program', hash, new Blob([packBuild(build)]), MostPrograms);
}

export function packBuild({ findings, program, times }: Build): Uint8Array<ArrayBuffer> {
  const json = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));
  return packArchive([
    { path: 'findings', bytes: json(findings) },
    { path: 'times', bytes: json(times) },
    ...(program === undefined ? [] : [
      { path: 'marked', bytes: program.marked }, { path: 'debug', bytes: program.debug }, { path: 'symbols', bytes: json(program.symbols) },
    ]),
  ]);
}

export function unpackBuild(bytes: Uint8Array<ArrayBuffer>): Build {
  const parts = new Map(unpackArchive(bytes).map((file) => [file.path, file.bytes]));
  const json = (name: string): unknown => JSON.parse(new TextDecoder().decode(parts.get(name)));
  const [marked, debug] = [parts.get('marked'), parts.get('debug')];
  return {
    findings: json('findings') as Finding[],
    times: json('times') as BuildTimes,
    program: marked === undefined || debug === undefined ? undefined : { marked, debug, symbols: json('symbols') as ProgramSymbols },
  };
}

/** Keeps the newest `most` of a kind. */
async function put(kind: 'header' | 'program', name: string, contents: Blob, most: number): Promise<void> {
  try {
    const store = await cache();
    if (store === undefined) return;
    const prefix = address(kind, '');
    const old = (await store.keys()).filter(({ url }) => url.startsWith(prefix) && url !== address(kind, name));
    for (const request of old.slice(0, Math.max(0, old.length + 1 - most))) await store.delete(request);
    await store.put(address(kind, name), new Response(contents));
  } catch {
    // Full or forbidden: it is made again next time.
  }
}
