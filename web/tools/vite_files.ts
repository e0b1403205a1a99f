/**
 * The folder web/files in the site, as it is: the files that programs may fetch (README, “Publish it”). Their names have no hash,
 * since programs have them in their text.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { isFileName, MostBytes } from '../src/real/site-files.js';

/** The names of a folder's files, sorted. Throws for one that no program could fetch. */
export function publicFiles(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const names = all.filter((name) => statSync(path.join(folder, name)).isFile()).map((name) => name.split(path.sep).join('/')).sort();
  for (const name of names) {
    if (!isFileName(name)) throw new Error(`${folder}/${name}: programs cannot fetch a file of this name; letters, digits, '_', '-' and '.' are possible, and '.' not first.`);
    if (statSync(path.join(folder, name)).size > MostBytes) throw new Error(`${folder}/${name}: programs cannot fetch a file of more than ${MostBytes >> 20} MiB.`);
  }
  return names;
}

export function files(folder: string): Plugin {
  return {
    name: 'interleave-files',
    generateBundle() {
      for (const name of publicFiles(folder)) this.emitFile({ type: 'asset', fileName: `files/${name}`, source: new Uint8Array(readFileSync(path.join(folder, name))) });
    },
    // `vite` without a build.
    configureServer(server) {
      server.middlewares.use('/files/', (request, response, next) => {
        const name = (request.url ?? '').slice(1);
        const file = path.join(folder, name);
        if (!isFileName(name) || !existsSync(file) || !statSync(file).isFile()) return next();
        response.setHeader('Content-Type', 'text/plain; charset=utf-8');
        response.end(readFileSync(file));
      });
    },
  };
}
