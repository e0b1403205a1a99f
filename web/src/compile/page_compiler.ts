/** The compiler with its parts where the build has put them, and what the page says while it is loaded. */
import { compilerBase, compilerSize, guestBase } from 'virtual:artefacts';
import { byId } from '../base/dom.js';
import type { StatusLine } from '../page/status.js';
import { Compiler } from './compiler.js';
import { tellProgress } from './told.js';

const place = (folder: string, file: string): string => new URL(`${folder}${file}`, document.baseURI).href;

export function pageCompiler(status: StatusLine): Compiler {
  return new Compiler({
    parts: { llvm: place(compilerBase, 'llvm.wasm'), archive: place(guestBase, 'guest.archive'), marker: place(guestBase, 'marker.wasm') },
    size: compilerSize,
    version: `${compilerBase}${guestBase}`,
  }, {
    onProgress: ({ fraction, megabytes }) => status.show('running', fraction < 0.99 ? 'Loading the compiler' : 'Starting the compiler', tellProgress(fraction, megabytes)),
    onState: (state) => { byId('code-panel').dataset['compiler'] = state; },
  });
}
