/** Test only, never in the site: runs a guest program on the real machine and gives back all that it reported. */
import { loadProgram, start, type Limits, type Outcome, type Run } from '../../../web/src/real/machine.js';

export interface GuestRun {
  readonly outcome: Outcome;
  readonly out: string;
  readonly err: string;
  readonly recordingBytes: number;
}

export interface GuestOptions {
  /** The whole input; without it the program finds the end of input. */
  readonly stdin?: string;
  readonly limits?: Partial<Limits>;
}

declare global {
  interface Window {
    runGuest(name: string, options: GuestOptions): Promise<GuestRun>;
  }
}

window.runGuest = async (name, { stdin, limits }) => {
  const [program, symbols] = await Promise.all([
    fetch(`programs/${name}.wasm`).then(loadProgram),
    fetch(`programs/${name}.json`).then((response) => response.json()),
  ]);
  const decoders = { 1: new TextDecoder(), 2: new TextDecoder() };
  const texts = { 1: '', 2: '' };
  let recordingBytes = 0;
  const run: Run = start({
    program,
    symbols,
    stdin: true,
    ...(limits && { limits }),
    onOutput: (fd, bytes) => { texts[fd] += decoders[fd].decode(bytes, { stream: true }); },
    onRecording: (chunk) => { recordingBytes += chunk.length; },
    // A deadlock lasts until it is stopped; then it is the outcome.
    onStatus: (status) => { if (status.state === 'deadlock') run.stop(); },
  });
  if (stdin !== undefined) run.input(new TextEncoder().encode(stdin));
  run.closeInput();
  const outcome = await run.finished;
  return { outcome, out: texts[1], err: texts[2], recordingBytes };
};
