/**
 * Writes x.br and x.gz beside every file of the site that gets smaller by it, for servers that pass them on as they are
 * (web/server does). Results are kept by the hash of the input. Brotli 11 takes a second or more for 500 KB: it is for what
 * every visitor loads. The lessons, a megabyte each, get quality 9, ten times as fast and 8 % larger; so does the compiler, 75 MB,
 * which only who changes a program loads.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const Compressible = /\.(?:html|js|css|json|svg|wasm|ttf|cpp|py|md|txt|archive)$/;
const SmallestWorthIt = 512;

export function compress(site: string, cache: string): Plugin {
  return {
    name: 'interleave-compress',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        if (!existsSync(site)) return; // the build failed, and has said so
        mkdirSync(cache, { recursive: true });
        for (const name of readdirSync(site, { recursive: true, encoding: 'utf8' })) {
          const file = path.join(site, name);
          if (!Compressible.test(name) || !statSync(file).isFile()) continue;
          const bytes = new Uint8Array(readFileSync(file));
          if (bytes.length < SmallestWorthIt) continue;
          write(`${file}.br`, bytes, cached(cache, bytes, `${quality(name)}.br`, (input) => brotli(input, quality(name))));
          write(`${file}.gz`, bytes, cached(cache, bytes, 'gz', (input) => new Uint8Array(gzipSync(input, { level: input.length > 20e6 ? 6 : 9 }))));
        }
      },
    },
  };
}

const quality = (name: string): number => (/^(?:lessons|compiler)-/.test(name) ? 9 : 11);

function brotli(bytes: Uint8Array, level: number): Uint8Array {
  return new Uint8Array(brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
}

function cached(cache: string, bytes: Uint8Array, kind: string, compressed: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const file = path.join(cache, `${createHash('sha256').update(bytes).digest('hex')}.${kind}`);
  if (existsSync(file)) return new Uint8Array(readFileSync(file));
  const result = compressed(bytes);
  writeFileSync(file, result);
  return result;
}

function write(file: string, original: Uint8Array, compressed: Uint8Array): void {
  if (compressed.length < original.length * 0.95) writeFileSync(file, compressed);
}
