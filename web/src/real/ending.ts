/** Turns an exit code and the program's last words into an ending that a learner understands. */
import type { Ending } from './types.js';

const AbortCode = 134; // 128 + SIGABRT, what the runtime's abort() exits with

/** The end of stderr, which is where the C++ runtime says why it gives up. */
export class LastWords {
  private bytes = new Uint8Array();

  add(bytes: Uint8Array): void {
    const Kept = 4096;
    const joined = new Uint8Array(this.bytes.length + bytes.length);
    joined.set(this.bytes);
    joined.set(bytes, this.bytes.length);
    this.bytes = joined.slice(-Kept);
  }

  /** The last line that explains an abort, without the library's own prefix. */
  reason(): string | undefined {
    const lines = new TextDecoder().decode(this.bytes).split('\n');
    const at = lines.findLastIndex((text) => /terminat(e|ing)|assertion|abort|pure virtual|fatal/i.test(text));
    const what = /^\s*what\(\):\s*(.*)$/.exec(lines[at + 1] ?? '')?.[1];
    const line = lines[at]?.replace(/^libc\+\+abi: /, '').trim();
    return what === undefined ? line : `${line}: ${what.trim()}`;
  }
}

export interface ExitFacts {
  readonly code: number;
  readonly lastWords: string | undefined;
  readonly refusedThreads: number;
  readonly threadLimit: number;
  readonly memoryBytes: number;
}

/**
 * A program that dies of an uncaught std::bad_alloc or of a thread that could not be started did so
 * because of a limit of the machine: that is what the learner should hear.
 */
export function exitEnding(facts: ExitFacts): Ending {
  if (facts.code !== AbortCode) return { kind: 'exit', code: facts.code };
  const words = facts.lastWords ?? 'The program called abort().';
  if (/bad_alloc|bad_array_new_length/.test(words)) {
    const mebibytes = Math.round(facts.memoryBytes / (1 << 20));
    return { kind: 'limit', which: 'memory', message: `The program asked for more memory than the ${mebibytes} MB that it can have: ${words}` };
  }
  // Exceptions unwind here before anyone knows that nobody catches them, so the threads that were already
  // started are often destroyed first, unjoined: that terminates "without an active exception".
  if (facts.refusedThreads > 0 && /system_error|thread|without an active exception/.test(words)) {
    return { kind: 'limit', which: 'threads', message: `The program wanted more than ${facts.threadLimit} threads at the same time: ${words}` };
  }
  return { kind: 'abort', message: words };
}
