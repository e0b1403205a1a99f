/**
 * Writes licences.txt into the site: the licence texts of everything the page contains, which their licences ask for. Taken
 * from where make's set-up has put the things themselves, so that text and version belong together.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

interface Source {
  readonly title: string;
  /** Relative to the top of the repository. */
  readonly file: string;
  /** `file` is the beginning of the name of a Debian package; its copyright file is meant. The suite may be `*`. */
  readonly packaged?: true;
}

const Sources: readonly Source[] = [
  { title: 'Interleave', file: 'LICENSE' },
  { title: 'Dear ImGui', file: 'build/sources/imgui/LICENSE.txt' },
  { title: 'SDL', file: 'build/sources/sdl2/LICENSE.txt' },
  { title: 'musl', file: 'build/toolchain/em/usr/share/emscripten/system/lib/libc/musl/COPYRIGHT' },
  { title: 'Emscripten, LLVM libc++, libc++abi, libunwind, compiler-rt', file: 'build/downloads/debs/trixie/emscripten_', packaged: true },
  // The page's compiler is built of the same sources; its package brings no text of its own.
  { title: 'LLVM, clang and lld, built for browsers by the YoWASP project (github.com/YoWASP/clang)', file: 'build/downloads/debs/*/clang-19_', packaged: true },
  { title: 'fflate', file: 'web/node_modules/fflate/LICENSE' },
  { title: 'CodeMirror', file: 'web/node_modules/@codemirror/view/LICENSE' },
  { title: 'Lezer', file: 'web/node_modules/@lezer/common/LICENSE' },
  { title: 'markdown-it', file: 'web/node_modules/markdown-it/LICENSE' },
  // The licence asks for the author, a link and what was changed.
  { title: 'Codicons, by Microsoft and contributors (github.com/microsoft/vscode-codicons), CC BY 4.0; cut to the icons that the timeline uses', file: 'web/node_modules/@vscode/codicons/LICENSE' },
  { title: 'Inter', file: 'build/downloads/fonts/fonts-inter-variable_', packaged: true },
  { title: 'JetBrains Mono', file: 'build/downloads/fonts/fonts-jetbrains-mono_', packaged: true },
];

export function licences(top: string): Plugin {
  return {
    name: 'interleave-licences',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: Sources.map((source) => section(top, source)).join('\n') });
    },
  };
}

function section(top: string, source: Source): string {
  const text = source.packaged === true ? fromPackage(path.join(top, source.file)) : fromFile(path.join(top, source.file));
  return `${'='.repeat(80)}\n${source.title}\n${'='.repeat(80)}\n\n${text.trim()}\n`;
}

function fromFile(file: string): string {
  if (!existsSync(file)) throw new Error(`The licence text ${file} is missing: run make, which fetches it.`);
  return readFileSync(file, 'utf8');
}

function fromPackage(pattern: string): string {
  const [before, after] = pattern.split('/*/');
  const suites = after === undefined || before === undefined || !existsSync(before) ? [] : readdirSync(before);
  const prefixes = after === undefined ? [pattern] : suites.map((suite) => `${before}/${suite}/${after}`);
  const prefix = prefixes.find((item) => existsSync(path.dirname(item)) && readdirSync(path.dirname(item)).some((name) => name.startsWith(path.basename(item)))) ?? pattern;
  const folder = path.dirname(prefix);
  const name = existsSync(folder) ? readdirSync(folder).find((entry) => entry.startsWith(path.basename(prefix))) : undefined;
  if (name === undefined) throw new Error(`There is no package ${prefix}*: run make, which fetches it.`);
  const member = `./usr/share/doc/${path.basename(prefix).replace(/_$/, '')}/copyright`;
  // tar leaves after the first match, before the hundreds of megabytes that follow; dpkg-deb's complaint about that is no news.
  return execFileSync('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -xO --occurrence=1 "$2"', 'sh', path.join(folder, name), member],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
