/**
 * Explains what an engine threw out of a guest program: a message in plain words, and the call stack
 * with the names and source lines of program.json. Engines word their messages and stacks differently;
 * the table covers V8 (Chromium, Edge, node), SpiderMonkey (Firefox) and JavaScriptCore (Safari).
 */
import type { ThrownError } from './messages.js';
import type { Frame, ProgramSymbols } from './types.js';

const stackOverflow = 'The call stack overflowed: a function probably calls itself without end.';

const plainWords: readonly (readonly [RegExp, string])[] = [
  [/unreachable/i, 'The program reached code that must never run (unreachable): for example the end of a function that should return a value, or undefined behaviour that the compiler proved.'],
  [/call stack|recursion|stack overflow/i, stackOverflow],
  [/unaligned|misaligned/i, 'An atomic operation was given an address that is not aligned for its type.'],
  [/table index|call_indirect|signature|indirect call|null function|function-typed|dereferencing a null pointer/i, 'A function was called through a pointer that is null or does not point to a function of this type.'],
  [/out.of.bounds/i, 'The program used memory outside its bounds: probably a bad pointer, or an index beyond the end of an array.'],
  [/divi(de|sion) by zero|remainder by zero/i, 'An integer was divided by zero.'],
  [/integer overflow|divide result unrepresentable/i, 'An integer division overflowed: the smallest number was divided by -1.'],
  [/float unrepresentable|invalid conversion|out of range/i, 'A floating-point number does not fit into the integer type that it was converted to.'],
  [/Atomics\.wait|cannot be called in this context/i, 'A thread that must not wait was asked to wait.'],
  [/out of memory|allocation failed/i, 'The browser has no more memory for this program.'],
  [/uncaught exception/i, 'A C++ exception was thrown and nothing caught it.'],
];

/** One or two sentences; engine messages without an entry in the table are passed on as they are. */
export function trapMessage(error: ThrownError): string {
  if (/out.of.bounds/i.test(error.message) && isRecursion(error.stack)) return stackOverflow;
  const entry = plainWords.find(([pattern]) => pattern.test(error.message));
  return entry?.[1] ?? `The program failed: ${error.message}.`;
}

/**
 * C++ keeps the variables whose address is taken on a stack of its own in memory, which often ends before
 * the engine's: then endless recursion shows as an access out of bounds, below a few functions over and over.
 */
function isRecursion(stack: string): boolean {
  const Looked = 60;
  const MostInACycle = 6;
  const innermost = wasmFrames(stack).slice(0, Looked);
  return innermost.length === Looked && new Set(innermost.map((frame) => frame.functionIndex)).size <= MostInACycle;
}

interface Position {
  readonly functionIndex: number;
  /** Offset in the module's bytes. */
  readonly offset: number;
  readonly name: string | undefined;
}

// V8:             at program.wasm.main (wasm://wasm/0d1a2b3c:wasm-function[12]:0x1a2b)
// SpiderMonkey:   main@http://host/x.js line 3 > WebAssembly.instantiate:wasm-function[12]:0x1a2b
// JavaScriptCore: <?>.wasm-function[12]@[wasm code]
const v8Name = /^\s*at (?:[^\s(<]*\.wasm\.)?(.+) \(wasm:/;
const spiderMonkeyName = /^([^\s@]+)@/;
const position = /wasm-function\[(\d+)\](?::0x([0-9a-f]+))?/;

export function wasmFrames(stack: string): Position[] {
  const frames: Position[] = [];
  for (const line of stack.split('\n')) {
    const found = position.exec(line);
    if (found === null) continue;
    const offset = found[2] === undefined ? -1 : parseInt(found[2], 16);
    const name = v8Name.exec(line)?.[1] ?? (offset < 0 ? undefined : spiderMonkeyName.exec(line)?.[1]);
    frames.push({ functionIndex: Number(found[1]), offset, name });
  }
  return frames;
}

const MostFrames = 32;

/** Innermost first, recursion folded, without the runtime's own frames below main and thread functions. */
export function trapFrames(error: ThrownError, symbols: ProgramSymbols | undefined): Frame[] {
  const frames = wasmFrames(error.stack).map((frame) => describe(frame, symbols));
  const lastUser = frames.findLastIndex((frame) => frame.user);
  const folded: { function: string; line?: number; times?: number }[] = [];
  for (const { user: _, ...frame } of lastUser < 0 ? frames : frames.slice(0, lastUser + 1)) {
    const before = folded.at(-1);
    if (before?.function === frame.function && before.line === frame.line) before.times = (before.times ?? 1) + 1;
    else folded.push(frame);
  }
  return folded.slice(0, MostFrames);
}

function describe(frame: Position, symbols: ProgramSymbols | undefined): Frame & { user: boolean } {
  const known = symbols?.functions.find((item) => item.index === frame.functionIndex);
  const given = known?.name ?? frame.name ?? `function ${frame.functionIndex}`;
  const name = /^__(main_argc_argv|main_void|original_main)$/.test(given) ? 'main' : given; // clang's names for main
  const line = symbols !== undefined && known?.user === true ? lineAt(symbols, frame.offset, known) : undefined;
  return { function: name, user: known?.user ?? false, ...(line !== undefined && { line }) };
}

/** The last line-table row at or before the offset, within the function. */
function lineAt(symbols: ProgramSymbols, offset: number, within: { start: number; end: number; line: number }): number | undefined {
  const target = offset - symbols.codeSectionOffset;
  if (offset < 0 || target < within.start || target >= within.end) return within.line > 0 ? within.line : undefined;
  let low = 0;
  let high = symbols.lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((symbols.lines[middle]?.[0] ?? Infinity) <= target) low = middle + 1;
    else high = middle;
  }
  const row = symbols.lines[low - 1];
  return row !== undefined && row[0] >= within.start ? row[1] : within.line;
}
