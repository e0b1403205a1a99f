/**
 * The site: index.html and src/ bundled, the artefacts of CMake beside them, everything under names that change with their
 * contents, all paths relative so that it works below any address.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { Isolation } from './headers.mjs';
import { artefacts } from './tools/vite_artefacts.js';
import { compress } from './tools/vite_compress.js';
import { contentSecurityPolicy } from './tools/vite_csp.js';
import { embedding } from './tools/vite_embed.js';
import { files } from './tools/vite_files.js';
import { fonts } from './tools/vite_fonts.js';
import { headerFiles } from './tools/vite_headers.js';
import { licences } from './tools/vite_licences.js';
import { palette } from './tools/vite_palette.js';
import { serviceWorker } from './tools/vite_service_worker.js';

const web = path.dirname(fileURLToPath(import.meta.url));
const build = path.resolve(web, '../build');
const built = process.env['INTERLEAVE_ARTEFACTS'] ?? path.join(build, 'artefacts');
const site = process.env['INTERLEAVE_SITE'] ?? path.join(build, 'site');

export default defineConfig({
  root: web,
  base: './',
  publicDir: false,
  resolve: { alias: { '@fonts': path.join(built, 'fonts') } },
  plugins: [
    fonts(path.join(build, 'sources/fonts'), path.join(built, 'fonts')),
    palette(path.join(web, '../src/ui/palette.def'), path.join(web, 'src/generated/palette.css')),
    artefacts(built, path.join(web, 'node_modules/@yowasp/clang/gen/llvm.core.wasm')),
    licences(path.join(web, '..')),
    files(path.join(web, 'files')),
    embedding(web),
    contentSecurityPolicy(),
    headerFiles(),
    serviceWorker(web),
    // INTERLEAVE_UNCOMPRESSED=1 leaves the .br and .gz files out: a build of seconds, for those who change the page.
    ...(process.env['INTERLEAVE_UNCOMPRESSED'] === undefined ? [compress(site, path.join(build, 'compressed'))] : []),
  ],
  worker: { format: 'es' },
  build: {
    outDir: site,
    rollupOptions: { input: { main: path.join(web, 'index.html'), embed: path.join(web, 'embed.html') } },
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false,
  },
  // The repository: own programs are given our guest headers to take home.
  server: { headers: { ...Isolation }, fs: { allow: ['..'] } },
  test: {
    include: ['src/**/*.test.ts', 'tools/**/*.test.ts', 'server/**/*.test.mjs'],
    environment: 'node',
  },
});
