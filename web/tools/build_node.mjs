// Bundles the real machine for node into build/web-node/{node,cli,thread-worker-node}.mjs: node's workers
// need a file of plain JavaScript, also in tests. Takes under a second.
//
//   node web/tools/build_node.mjs [output folder]
import { build } from 'vite';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { generate } from './generate.mjs';

const web = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const entry = (name) => path.join(web, 'src/real', `${name}.ts`);

export async function buildForNode(outDir) {
  generate(path.join(web, 'src/generated'));
  await build({
    root: web,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node18',
      minify: false,
      rollupOptions: {
        input: { node: entry('node'), cli: entry('cli'), 'thread-worker-node': entry('thread-worker-node') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildForNode(path.resolve(process.argv[2] ?? path.join(web, '../build/web-node')));
}
