/**
 * Brings what CMake built (build/artefacts: the app, the lessons), and the compiler, into the site. Each folder gets the hash of its contents
 * in its name (`lessons-1f3a…/`), so that everything in it may be cached for ever although the files inside keep the names
 * by which they call each other. The page learns the names from the module `virtual:artefacts`.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';

const ModuleName = 'virtual:artefacts';
/** What CMake builds; `compiler` is LLVM from its npm package. */
const Folders = ['app', 'engine', 'guest', 'lessons', 'compiler'] as const;
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

/** `llvm`: the module of clang and wasm-ld. */
export function artefacts(root: string, llvm: string): Plugin {
  let serving = false;
  const names = new Map<Folder, string>();
  const filesOf = (folder: Folder): Artefact[] => (folder === 'compiler' ? [{ name: 'llvm.wasm', file: llvm }] : artefactsOf(root, folder));
  const site = (folder: Folder): string => {
    if (serving) return folder;
    const name = names.get(folder) ?? hashedName(folder, filesOf(folder));
    names.set(folder, name);
    return name;
  };
  /** What the compiler loads, unpacked. */
  const compilerSize = (): number => [llvm, ...filesOf('guest').map(({ file }) => file)].reduce((sum, file) => sum + statSync(file).size, 0);
  return {
    name: 'interleave-artefacts',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    resolveId: (id) => (id === ModuleName ? `\0${ModuleName}` : undefined),
    load(id) {
      if (id !== `\0${ModuleName}`) return undefined;
      const bases = Folders.map((folder) => `export const ${folder}Base = './${site(folder)}/';\n`).join('');
      return `${bases}export const compilerSize = ${compilerSize()};\n`;
    },
    transformIndexHtml(_, { path: page }) {
      const preload = (attrs: Record<string, string>): HtmlTagDescriptor => ({ tag: 'link', attrs: { crossorigin: '', ...attrs }, injectTo: 'head' });
      const index = preload({ rel: 'preload', as: 'fetch', href: `./${site('lessons')}/index.json` });
      // A frame is a poster until somebody presses Run; the page draws as soon as it can.
      const app = [preload({ rel: 'modulepreload', href: `./${site('app')}/app.js` }), preload({ rel: 'preload', as: 'fetch', href: `./${site('app')}/app.wasm` })];
      return page.endsWith('/index.html') ? [index, ...app] : [index];
    },
    generateBundle() {
      for (const folder of Folders) {
        const base = site(folder);
        for (const { name, file } of filesOf(folder)) this.emitFile({ type: 'asset', fileName: `${base}/${name}`, source: bytesOf(file) });
      }
    },
    // `vite` without a build: the same files from where CMake put them.
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
        const isLlvm = url === '/compiler/llvm.wasm';
        const file = isLlvm ? llvm : path.normalize(path.join(root, url));
        const inside = isLlvm || Folders.some((folder) => file.startsWith(path.join(root, folder) + path.sep));
        if (!inside || !existsSync(file) || !statSync(file).isFile()) return next();
        const type = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' }[path.extname(file)];
        response.setHeader('Content-Type', type ?? 'text/plain; charset=utf-8');
        createReadStream(file).pipe(response);
      });
    },
  };
}
