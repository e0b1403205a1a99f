// Builds the bare test page to build/test-site, with the guest test programs, and the files that they fetch, beside it as links.
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../node_modules/vite/dist/node/index.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.resolve(here, '../../..');
const site = path.join(top, 'build/test-site');
const programs = path.join(process.env['INTERLEAVE_ARTEFACTS'] ?? path.join(top, 'build/artefacts'), 'programs');

await build({
  root: here, base: './', configFile: false, publicDir: false, logLevel: 'warn',
  worker: { format: 'es' },
  build: { outDir: site, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
});
for (const [name, folder] of [['programs', programs], ['files', path.join(top, 'web/files')]]) {
  const link = path.join(site, name);
  rmSync(link, { force: true });
  if (existsSync(folder)) symlinkSync(folder, link);
  else console.error(`${folder} is missing: run make native.`);
}
