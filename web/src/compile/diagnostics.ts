/**
 * What clang says about a program, as data. With the flags of toolchain.ts a message is
 *
 *   main.cpp:12:5:{12:5-12:12}{…}: error: no member named 'lokc' in 'std::mutex'
 *   /sys/include/…: error: …                        the mistake shows only inside a library's template
 *   main.cpp:20:14: note: in instantiation of … requested here
 *
 * A message about a library's header is placed at the line of the program that led there: the first note that names one.
 */
import { ProgramFolder, ProgramName } from './toolchain.js';

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** From 1; 0: about the program as a whole. */
  readonly line: number;
  /** From 1, in bytes of UTF-8; 0: the whole line. */
  readonly column: number;
  /** The place ends before this column of the same line; absent: unknown. */
  readonly endColumn?: number;
  /** The compiler's words. */
  readonly message: string;
  /** What it adds, with the line where it names one. */
  readonly notes: readonly { readonly line: number; readonly message: string }[];
}

interface Place {
  readonly mine: boolean;
  readonly line: number;
  readonly column: number;
  readonly ranges: string;
}

interface Draft extends Diagnostic {
  line: number;
  column: number;
  endColumn?: number;
  readonly notes: { line: number; message: string }[];
  placed: boolean;
}

const Message = /^(?:(.+?):(\d+):(\d+):((?:\{[\d:-]+\})*):? )?(fatal error|error|warning|note): (.*)$/;

const Included = /^In file included from (.+?):(\d+):/;

export function parseDiagnostics(text: string): Diagnostic[] {
  const found: Draft[] = [];
  /** The line of the program's #include that led to the file which the next message is about. */
  let includedFrom: Place | undefined;
  for (const textLine of text.split('\n')) {
    const [, from, at] = Included.exec(textLine) ?? [];
    if (from !== undefined && isProgram(from)) includedFrom = { mine: true, line: Number(at), column: 0, ranges: '' };
    const match = Message.exec(textLine);
    if (match === null) continue;
    const [, file, line, column, ranges, kind, rawMessage] = match;
    const place = { mine: isProgram(file), line: Number(line ?? 0), column: Number(column ?? 0), ranges: ranges ?? '' };
    const message = (rawMessage ?? '').replace(/ \[-W[^\]]*\]$/, '');
    const last = found.at(-1);
    if (kind !== 'note') {
      found.push(begun(place, includedFrom, kind === 'warning' ? 'warning' : 'error', message));
      includedFrom = undefined;
    } else if (last !== undefined) {
      addNote(last, place, message);
    }
  }
  return found.filter(isWorthTelling).map(({ placed: _, ...diagnostic }) => diagnostic);
}

const isProgram = (file: string | undefined): boolean => file === ProgramName || file === `${ProgramFolder}/${ProgramName}`;

function begun(place: Place, includedFrom: Place | undefined, severity: Diagnostic['severity'], message: string): Draft {
  const diagnostic: Draft = { severity, line: 0, column: 0, message, notes: [], placed: false };
  if (place.mine) put(diagnostic, place);
  else if (includedFrom !== undefined) Object.assign(diagnostic, { line: includedFrom.line });
  return diagnostic;
}

function put(diagnostic: Draft, place: Place): void {
  diagnostic.line = place.line;
  diagnostic.column = place.column;
  diagnostic.placed = true;
  // The range that the place lies in; the others are operands.
  for (const [, first, from, last, to] of place.ranges.matchAll(/\{(\d+):(\d+)-(\d+):(\d+)\}/g)) {
    if (first !== last || Number(first) !== place.line || Number(from) > place.column || Number(to) <= place.column) continue;
    diagnostic.endColumn = Math.max(Number(to), diagnostic.endColumn ?? 0);
  }
}

function addNote(diagnostic: Draft, place: Place, message: string): void {
  if (!diagnostic.placed && place.mine) put(diagnostic, place);
  if (place.mine || place.line === 0) diagnostic.notes.push({ line: place.line, message });
}

/** Clang counts at the end; and a library's warning that no line of the program led to helps nobody. */
function isWorthTelling({ severity, line, message }: Draft): boolean {
  return !/^(?:too many errors emitted|\d+ (?:error|warning)s? generated)/.test(message) && (severity === 'error' || line > 0);
}
