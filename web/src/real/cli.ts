/**
 * Runs a guest program in node, as the page would:
 *
 *   node build/web-node/cli.mjs program.wasm [--time=milliseconds] [--recording=file] [--quiet]
 *
 * Standard input, output and error are the program's. program.json beside the program gives names and
 * lines. Exit code: the program's; 134 abort, 135 trap, 136 deadlock (stopped once found), 137 a limit.
 */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { loadProgram, ProgramRejected, start, type Outcome, type ProgramSymbols } from './node.js';

const { files, options } = parse(process.argv.slice(2));
const file = files[0];
if (file === undefined || files.length > 1) {
  console.error('usage: node cli.mjs program.wasm [--time=milliseconds] [--recording=file] [--quiet]');
  process.exit(2);
}
try {
  process.exitCode = await runFile(file);
} catch (error) {
  if (!(error instanceof ProgramRejected)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function runFile(path: string): Promise<number> {
  const program = await loadProgram(Uint8Array.from(readFileSync(path)));
  const symbolsFile = path.replace(/\.wasm$/, '.json');
  const symbols = existsSync(symbolsFile) ? (JSON.parse(readFileSync(symbolsFile, 'utf8')) as ProgramSymbols) : undefined;
  const target = options.get('recording');
  if (target !== undefined) rmSync(target, { force: true });
  const time = Number(options.get('time') ?? 60_000);
  const run = start({
    program,
    ...(symbols !== undefined && { symbols }),
    stdin: true,
    limits: { time },
    onOutput: (fd, bytes) => void (fd === 1 ? process.stdout : process.stderr).write(bytes),
    onRecording(chunk) {
      if (target !== undefined) appendFileSync(target, chunk);
    },
    onStatus: (status) => {
      if (status.state === 'deadlock') setImmediate(() => run.stop());
    },
  });
  process.stdin.on('data', (bytes: Buffer) => run.input(Uint8Array.from(bytes))).on('end', () => run.closeInput());
  const outcome = await run.finished;
  process.stdin.destroy();
  if (!options.has('quiet')) report(outcome);
  return exitCode(outcome);
}

function report(outcome: Outcome): void {
  const { recorded, dropped, unrecorded } = outcome.recording;
  console.error(`[${describe(outcome)}; ${outcome.threads} threads, ${outcome.milliseconds.toFixed(0)} ms, `
    + `${recorded} records, ${dropped} dropped, ${unrecorded} threads unrecorded]`);
}

function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exit':
      return `exit code ${outcome.code}`;
    case 'trap': {
      const frames = outcome.frames.map((frame) => `\n  in ${frame.function}${frame.line === undefined ? '' : `, line ${frame.line}`}${frame.times === undefined ? '' : ` (${frame.times} times)`}`);
      return `trap in thread ${outcome.thread}: ${outcome.message}${frames.join('')}\n`;
    }
    case 'abort':
      return `aborted: ${outcome.message}`;
    case 'deadlock':
      return `deadlock:${outcome.blocked.map((thread) => `\n  ${thread.message}`).join('')}\n`;
    case 'stopped':
      return 'stopped';
    case 'limit':
      return outcome.message;
  }
}

function exitCode(outcome: Outcome): number {
  if (outcome.kind === 'exit') return outcome.code;
  return { abort: 134, trap: 135, deadlock: 136, limit: 137, stopped: 130 }[outcome.kind];
}

function parse(list: readonly string[]): { files: string[]; options: Map<string, string> } {
  const option = /^--([a-z]+)(?:=(.*))?$/;
  return {
    files: list.filter((text) => !option.test(text)),
    options: new Map(list.flatMap((text) => {
      const match = option.exec(text);
      return match?.[1] === undefined ? [] : [[match[1], match[2] ?? '']];
    })),
  };
}
