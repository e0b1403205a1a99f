/**
 * clang and wasm-ld on the files of the archive: one program text in, an object or a program out. The driver is asked once
 * for each set of flags what it would call, and then left out.
 *
 * A precompiled header holds what all standard headers declare: with it a program with threads and streams takes a tenth of
 * the time. It shows programs more names than they include, so who needs the exact truth compiles without it
 * (see includes.ts, which says when).
 */
import type { ArchiveFile } from './archive.js';
import { flagsOf } from './flags.js';
import { MemoryFiles } from './memory_files.js';
import { runTool, type ToolResult } from './wasi.js';

export const Sysroot = '/sys';
export const HeaderPath = '/sys/standard.hpp';
export const PrecompiledPath = '/sys/standard.pch';
/** Where the learner's program lies; messages name it without the folder. */
export const ProgramFolder = '/program';
export const ProgramName = 'main.cpp';

export type Optimize = '-O0' | '-O1' | '-O2' | '-O3';

export interface CompileOptions {
  readonly optimize: Optimize;
  /** False: exactly what the program includes, and slow. */
  readonly precompiled: boolean;
}

const Input = `${ProgramFolder}/${ProgramName}`;
const ObjectPath = `${ProgramFolder}/main.o`;
const LinkedPath = `${ProgramFolder}/program.wasm`;

/** Beside flags.txt: how clang reports to a program instead of a person, and no more of it than anybody reads. */
const MessageFlags = ['-fno-color-diagnostics', '-fno-caret-diagnostics', '-fdiagnostics-print-source-range-info',
  '-ferror-limit=20', '-ftemplate-backtrace-limit=6'];

export class Toolchain {
  readonly files = new MemoryFiles();
  private readonly flags: string;
  private readonly commands = new Map<string, string[]>();

  /** `archive` holds include/, lib/, flags.txt and, but for when it is made, the precompiled header. */
  constructor(private readonly llvm: WebAssembly.Module, archive: readonly ArchiveFile[]) {
    for (const { path, bytes } of archive) this.files.write(`${Sysroot}/${path}`, bytes);
    this.flags = new TextDecoder().decode(this.files.read(`${Sysroot}/flags.txt`));
    this.files.makeFolder('/tmp');
    this.files.makeFolder(ProgramFolder);
  }

  /** Errors and warnings only. */
  check(source: string, options: CompileOptions): ToolResult {
    return this.clang(source, ['-fsyntax-only'], options);
  }

  /** Makes the object that `link` takes. */
  compile(source: string, options: CompileOptions): ToolResult {
    return this.clang(source, ['-g', '-c'], options);
  }

  /** Links what was compiled last. The program has DWARF and no line marks. */
  link(): { result: ToolResult; program: Uint8Array<ArrayBuffer> | undefined } {
    const section = (name: string): string[] => flagsOf(this.flags, name, Sysroot);
    const result = runTool(this.llvm, this.files, ['wasm-ld', ...section('link'), ...section('wrap').map((name) => `--wrap=${name}`),
      ObjectPath, ...section('libraries'), '-o', LinkedPath]);
    const program = result.code === 0 ? this.files.read(LinkedPath)?.slice() : undefined;
    this.files.remove(LinkedPath);
    this.files.remove(ObjectPath);
    return { result, program };
  }

  /** Makes the precompiled header from the text that includes the standard headers. */
  precompile(header: string): ToolResult {
    this.files.write(HeaderPath, header);
    const command = this.command('-O0', ['-x', 'c++-header', '-g', '-Xclang', '-fno-pch-timestamp', '-fpch-instantiate-templates'], HeaderPath, PrecompiledPath);
    return runTool(this.llvm, this.files, command);
  }

  private clang(source: string, what: readonly string[], { optimize, precompiled }: CompileOptions): ToolResult {
    this.files.write(Input, source);
    // The header was made without optimisation, which is no difference to what it holds; clang would refuse it all the same.
    const unchecked = optimize === '-O0' ? [] : ['-Xclang', '-fno-validate-pch'];
    const header = precompiled ? ['-include-pch', PrecompiledPath, ...unchecked] : [];
    const own = flagsOf(this.flags, 'compile program', Sysroot);
    return runTool(this.llvm, this.files, this.command(optimize, [...what, ...own, ...header], Input, ObjectPath));
  }

  /** The command of `clang -cc1` for these flags. */
  private command(optimize: Optimize, flags: readonly string[], input: string, output: string): string[] {
    const key = [optimize, ...flags].join('\0');
    const known = this.commands.get(key);
    if (known !== undefined) return known;
    const { code, errors } = runTool(this.llvm, this.files, ['clang++', '-###',
      ...flagsOf(this.flags, 'compile', Sysroot), ...flagsOf(this.flags, 'compile llvm>=20', Sysroot),
      ...MessageFlags, `-fmacro-prefix-map=${ProgramFolder}/=`, optimize, ...flags, input, ...(flags.includes('-fsyntax-only') ? [] : ['-o', output])]);
    const line = errors.split('\n').find((text) => text.startsWith(' "'));
    if (code !== 0 || line === undefined) throw new Error(`internal bug: the compiler refused its flags: ${errors}`);
    const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1'));
    const command = words[0] === '' ? words.slice(1) : words;
    this.commands.set(key, command);
    return command;
  }
}
