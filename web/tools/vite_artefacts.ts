/**
 * Brings what CMake built (build/artefacts: the app, the lessons) into the site. Each folder gets the hash of its contents
 * in its name (`lessons-1f3a…/`), so that everything in it may be cached for ever although the files inside keep the names
 * by which they call each other. The page learns the names from the module `virtual:artefacts`.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const ModuleName = 'virtual:artefacts';
const Folders = ['app', 'engine', 'lessons'] as const;
type Folder = (typeof Folders)[number];

interface Artefact {
  /** Path inside its folder, with forward slashes. */
  readonly name: string;
  readonly file: string;
}

/** The files of a folder, sorted by name. Throws when the folder is missing or empty: make has not built it. */
export function artefactsOf(root: string, folder: Folder): Artefact[] {
  const base = path.join(root, folder);
  const names = existsSync(base) ? readdirSync(base, { recursive: true, encoding: 'utf8' }) : [];
  const files = names.filter((name) => statSync(path.join(base, name)).isFile()).sort();
  if (files.length === 0) throw new Error(`${base} is missing or empty: run make, which builds it before the page.`);
  return files.map((name) => ({ name: name.split(path.sep).join('/'), file: path.join(base, name) }));
}

/** A plain array: the type of Node's Buffer does not fit the libraries' under this TypeScript. */
const bytesOf = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(file));

/** The folder's name in the site. */
export function hashedName(folder: Folder, files: readonly { name: string; file: string }[]): string {
  const hash = createHash('sha256');
  for (const { name, file } of files) hash.update(name).update('\0').update(bytesOf(file)).update('\0');
  return `${folder}-${hash.digest('hex').slice(0, 12)}`;
}

export function artefacts(root: string): Plugin {
  let serving = false;
  const site = (folder: Folder): string => (serving ? folder : hashedName(folder, artefactsOf(root, folder)));
  return {
    name: 'interleave-artefacts',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    resolveId: (id) => (id === ModuleName ? `\0${ModuleName}` : undefined),
    load(id) {
      if (id !== `\0${ModuleName}`) return undefined;
      return Folders.map((folder) => `export const ${folder}Base = './${site(folder)}/';\n`).join('');
    },
    transformIndexHtml() {
      const href = `./${site('lessons')}/index.json`;
      return [{ tag: 'link', attrs: { rel: 'preload', as: 'fetch', crossorigin: '', href }, injectTo: 'head' }];
    },
    generateBundle() {
      for (const folder of Folders) {
        const files = artefactsOf(root, folder);
        const base = hashedName(folder, files);
        for (const { name, file } of files) this.emitFile({ type: 'asset', fileName: `${base}/${name}`, source: bytesOf(file) });
      }
    },
    // `vite` without a build: the same files from where CMake put them.
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
        const file = path.normalize(path.join(root, url));
        const inside = Folders.some((folder) => file.startsWith(path.join(root, folder) + path.sep));
        if (!inside || !existsSync(file) || !statSync(file).isFile()) return next();
        const type = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' }[path.extname(file)];
        response.setHeader('Content-Type', type ?? 'text/plain; charset=utf-8');
        createReadStream(file).pipe(response);
      });
    },
  };
}
