/**
 * Emits sw.js (src/isolation/service_worker.ts) with the list of what the page needs without a network: itself, its scripts, styles and fonts,
 * the timeline, the lab, the list of lessons and their texts; programs are kept when they are used. Its version is a hash of those names,
 * which have the hashes of the contents in them.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

const isCore = (name: string): boolean =>
  /^(?:[^/]*\.html|assets\/(?!.*compiler)[^/]*\.(?:js|css|ttf|svg)|app-.*|engine-.*|lessons-[^/]*\/(?:index\.json|[^/]*\/(?:lesson\.json|lesson\.md|main\.cpp|python\.py)))$/.test(name);

export function serviceWorker(web: string): Plugin {
  return {
    name: 'interleave-service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const core = Object.keys(bundle).filter(isCore).sort();
        if (core.length < 20) throw new Error(`internal bug: only ${core.length} files for sw.js`);
        const version = createHash('sha256').update(core.join('\n')).digest('hex').slice(0, 12);
        const { outputFiles } = await build({
          entryPoints: [path.join(web, 'src/isolation/service_worker.ts')], bundle: true, format: 'iife', target: 'es2022', minify: true, write: false,
          define: { Core: JSON.stringify(['./', ...core]), Version: JSON.stringify(version) },
        });
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: outputFiles[0]?.text ?? '' });
      },
    },
  };
}
