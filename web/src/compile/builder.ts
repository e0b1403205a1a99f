/**
 * From a program's text to what both machines run, or to what is wrong with it. Pure work without waiting: the compiler's
 * worker calls it, and tests do.
 */
import type { ProgramSymbols } from '../real/types.js';
import { adviceFor } from './advice.js';
import type { ArchiveFile } from './archive.js';
import { parseDiagnostics, type Diagnostic } from './diagnostics.js';
import { codeOnly, mayBeOurFault, missingHeaders, type IncludeTable } from './includes.js';
import type { Marker } from './marker.js';
import { HeaderPath, PrecompiledPath, Sysroot, Toolchain, type Optimize } from './toolchain.js';
import type { ToolResult } from './wasi.js';

/** A diagnostic with a sentence for the learner where there is one. */
export interface Finding extends Diagnostic {
  readonly advice?: string;
}

export interface BuiltProgram {
  /** With line marks, for real workers. */
  readonly marked: Uint8Array<ArrayBuffer>;
  /** With DWARF, for the lab. */
  readonly debug: Uint8Array<ArrayBuffer>;
  readonly symbols: ProgramSymbols;
}

/** Milliseconds by phase. */
export interface BuildTimes {
  readonly compile: number;
  readonly link: number;
  readonly mark: number;
  /** Whether the precompiled header was used. */
  readonly precompiled: boolean;
}

export interface Build {
  /** Errors and warnings, errors first, each in the order of lines. */
  readonly findings: readonly Finding[];
  /** Undefined when there are errors. */
  readonly program: BuiltProgram | undefined;
  readonly times: BuildTimes;
}

export class Builder {
  private readonly toolchain: Toolchain;
  private readonly includes: IncludeTable;
  private readonly standardHeader: string;
  private hasPrecompiled = false;

  constructor(llvm: WebAssembly.Module, archive: readonly ArchiveFile[], private readonly mark: Marker) {
    this.toolchain = new Toolchain(llvm, archive);
    const text = (path: string): string => new TextDecoder().decode(this.toolchain.files.read(`${Sysroot}/${path}`));
    this.includes = JSON.parse(text('includes.json')) as IncludeTable;
    this.standardHeader = text('standard.hpp');
  }

  /** Makes the precompiled header: 25 MB, several seconds. */
  precompile(): Uint8Array<ArrayBuffer> {
    const { code, errors } = this.toolchain.precompile(this.standardHeader);
    const made = this.toolchain.files.read(PrecompiledPath);
    if (code !== 0 || made === undefined) throw new Error(`internal bug: the standard headers do not compile: ${errors.slice(0, 500)}`);
    this.hasPrecompiled = true;
    return made.slice();
  }

  /** From now on programs are compiled with this precompiled header. REQUIRES: the same compiler and archive made it. */
  usePrecompiled(header: Uint8Array<ArrayBuffer>): void {
    this.toolchain.files.write(PrecompiledPath, header);
    this.toolchain.files.write(HeaderPath, this.standardHeader);
    this.hasPrecompiled = true;
  }

  /** Errors and warnings only. */
  check(source: string): Finding[] {
    return findingsOf(this.clang(source, '-O0', 'check').result.errors, source);
  }

  build(source: string, optimize: Optimize): Build {
    const begin = performance.now();
    const { result, precompiled } = this.clang(source, optimize, 'compile');
    const compiled = performance.now();
    const findings = findingsOf(result.errors, source);
    const times = { compile: compiled - begin, link: 0, mark: 0, precompiled };
    if (result.code !== 0) return { findings: certain(findings, result), program: undefined, times };

    if (!/\bmain\s*\(/.test(codeOnly(source))) {
      return { findings: [...linkFindings('wasm-ld: error: undefined symbol: main', ''), ...findings], program: undefined, times };
    }
    const linked = this.toolchain.link();
    const link = performance.now() - compiled;
    if (linked.program === undefined) {
      return { findings: certain([...linkFindings(linked.result.errors, source), ...findings], linked.result), program: undefined, times: { ...times, link } };
    }
    const { program, symbols } = this.mark(linked.program);
    return {
      findings,
      program: { marked: program, debug: linked.program, symbols },
      times: { ...times, link, mark: performance.now() - compiled - link },
    };
  }

  /** With the precompiled header where that tells the truth, exactly otherwise. */
  private clang(source: string, optimize: Optimize, what: 'check' | 'compile'): { result: ToolResult; precompiled: boolean } {
    const exactly = (): ToolResult => this.toolchain[what](source, { optimize, precompiled: false });
    if (!this.hasPrecompiled || missingHeaders(source, this.includes).length > 0) return { result: exactly(), precompiled: false };
    const result = this.toolchain[what](source, { optimize, precompiled: true });
    if (result.code !== 0 && mayBeOurFault(parseDiagnostics(result.errors).map((item) => item.message))) return { result: exactly(), precompiled: false };
    return { result, precompiled: true };
  }
}

function findingsOf(text: string, source: string): Finding[] {
  // What is missing at the end is told of the line behind the last one.
  const last = source.trimEnd().split('\n').length;
  const rank = ({ severity }: Diagnostic): number => (severity === 'error' ? 0 : 1);
  return parseDiagnostics(text).map((item) => withAdvice(item.line <= last ? item : { ...item, line: last, column: 0 })).sort((a, b) => rank(a) - rank(b) || a.line - b.line);
}

function withAdvice(diagnostic: Diagnostic): Finding {
  const advice = adviceFor([diagnostic.message, ...diagnostic.notes.map((note) => note.message)].join('\n'));
  return advice === undefined ? diagnostic : { ...diagnostic, advice };
}

/** A tool that failed must have said why. */
function certain(findings: readonly Finding[], { code, errors }: ToolResult): Finding[] {
  if (findings.some((item) => item.severity === 'error')) return [...findings];
  const words = errors.trim() === '' ? `it ended with code ${code}` : errors.trim().split('\n').slice(0, 3).join(' ');
  return [{ severity: 'error', line: 0, column: 0, message: `The compiler failed: ${words}`, notes: [] }, ...findings];
}

/** The first call of a function, or where it is declared; 0: nowhere. */
function lineOfCall(lines: readonly string[], name: string): number {
  const declared = new RegExp(`(?<!\\breturn|\\bthrow|\\belse)[\\w>*&]\\s+[*&]*(?:\\w+::)*${name}\\s*\\(`);
  const mentioned = lines.map((content) => new RegExp(`(?<!\\w)${name}\\s*\\(`).test(content));
  const called = mentioned.findIndex((isThere, at) => isThere && !declared.test(lines[at] ?? ''));
  return (called < 0 ? mentioned.indexOf(true) : called) + 1;
}

/** wasm-ld knows no lines: an undefined name is looked up where the program first mentions it. */
export function linkFindings(text: string, source: string): Finding[] {
  const findings = new Map<string, Finding>();
  for (const [, words] of text.matchAll(/^wasm-ld: error: (?:\S+: )?(.*)$/gm)) {
    if (words === undefined) continue;
    const name = /undefined symbol: (?:.*::)?(~?\w+)/.exec(words)?.[1];
    const line = name === undefined ? 0 : lineOfCall(codeOnly(source).split('\n'), name);
    findings.set(words, withAdvice({ severity: 'error', line, column: 0, message: words, notes: [] }));
  }
  return [...findings.values()];
}
