/**
 * What a page that embeds Interleave loads, apart from the page itself:
 *
 *   embed.html            the poster; in it, as a template, the body of index.html, which takes its place
 *   interleave-embed.js   <interleave-playground> and the client (src/embed/client.ts), a classic script: no CORS is asked of anybody
 *   interleave-embed.mjs  the same as a module, for those who bundle, with its types in interleave-embed.d.mts
 *
 * The names have no hash: they stand in other people's pages.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { transformWithEsbuild, type Plugin } from 'vite';

const Placeholder = '<template id="page"></template>';

/** The body's contents of a page. */
export function bodyOf(html: string): string {
  const body = /<body[^>]*>([\s\S]*)<\/body>/.exec(html)?.[1];
  if (body === undefined) throw new Error('index.html has no body');
  return body;
}

/** Both modules as one, without their imports of each other. */
export function joined(...texts: readonly string[]): string {
  return texts.map((text) => text.replace(/^import [\s\S]*? from '\.\/messages\.js';\n/gm, '')).join('\n');
}

export function embedding(web: string): Plugin {
  const text = (name: string): string => readFileSync(path.join(web, name), 'utf8');
  return {
    name: 'interleave-embed',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(Placeholder, () => `<template id="page">${bodyOf(text('index.html'))}</template>`),
    },
    async generateBundle() {
      const source = joined(text('src/embed/messages.ts'), text('src/embed/client.ts'));
      const options = { target: 'es2022', loader: 'ts', minify: true } as const;
      const banner = '/* Interleave, MIT licence. What it does and may: README.md, “Embed it”. */\n';
      const script = await transformWithEsbuild(source, 'client.ts', { ...options, format: 'iife', globalName: 'InterleaveEmbed' });
      const module = await transformWithEsbuild(source.replace('document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : document.baseURI', 'import.meta.url'), 'client.ts', { ...options, format: 'esm' });
      const types = ts.transpileDeclaration(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, strict: true } }).outputText;
      this.emitFile({ type: 'asset', fileName: 'interleave-embed.js', source: banner + script.code });
      this.emitFile({ type: 'asset', fileName: 'interleave-embed.mjs', source: banner + module.code });
      this.emitFile({ type: 'asset', fileName: 'interleave-embed.d.mts', source: banner + types });
    },
  };
}
