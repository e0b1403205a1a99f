/** Where the next run's program comes from: the lesson's own, ready-made, or what the compiler makes of a changed one. */
import type { Told } from '../console/outcome_text.js';
import { loadProgram, type Program, type ProgramSymbols } from '../real/machine.js';

export interface Loaded {
  readonly program: Program;
  readonly symbols: ProgramSymbols;
}

export interface ProgramSource {
  /** For real workers. */
  real(): Promise<Loaded>;
  /** For the lab: with debug information. */
  debug(): Promise<ArrayBuffer>;
  /** The run that wanted it was stopped. */
  cancel(): void;
}

/** There is no program to run, and this is what to tell about it. */
export class NoProgram extends Error {
  override readonly name = 'NoProgram';
  constructor(readonly told: Told) {
    super(told.title);
  }
}

/** A request that failed, in words. */
async function get(base: URL, file: string, what: string): Promise<Response> {
  const response = await fetch(new URL(file, base));
  if (!response.ok) throw new Error(`The server answered ${response.status} for ${what}. Load the page again.`);
  return response;
}

/** The program of a lesson, from the files that the build made. Each is fetched once; after a failure again. */
export class FetchedProgram implements ProgramSource {
  private loading: Promise<Loaded> | undefined;
  private forLab: Promise<ArrayBuffer> | undefined;

  constructor(private readonly base: URL) {}

  real(): Promise<Loaded> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  debug(): Promise<ArrayBuffer> {
    this.forLab ??= get(this.base, 'program.debug.wasm', 'the program').then((response) => response.arrayBuffer()).catch((error: unknown) => {
      this.forLab = undefined;
      throw error;
    });
    return this.forLab;
  }

  cancel(): void {
    // What is on its way is wanted by the next run too.
  }

  private async load(): Promise<Loaded> {
    const [program, symbols] = await Promise.all([
      fetch(new URL('program.wasm', this.base)).then(loadProgram),
      get(this.base, 'program.json', 'the program’s symbols').then(async (response) => (await response.json()) as ProgramSymbols),
    ]);
    return { program, symbols };
  }
}
