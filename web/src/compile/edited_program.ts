/** A program that the learner has changed: compiled when a run wants it. */
import { NoProgram, type Loaded, type ProgramSource } from '../run/program_source.js';
import { loadProgram } from '../real/machine.js';
import type { BuiltProgram, Finding } from './builder.js';
import type { Compiler } from './compiler.js';
import { tellFindings } from './told.js';
import type { Optimize } from './toolchain.js';

export interface EditedProgramEvents {
  /** The compiler begins. */
  onBegin(): void;
  /** Errors, or the warnings of a program that compiled. */
  onFindings(findings: readonly Finding[]): void;
}

export class EditedProgram implements ProgramSource {
  constructor(
    private readonly compiler: Compiler,
    private readonly source: string,
    private readonly optimize: Optimize,
    private readonly events: EditedProgramEvents,
  ) {}

  async real(): Promise<Loaded> {
    const { marked, symbols } = await this.build();
    return { program: await loadProgram(marked), symbols };
  }

  async debug(): Promise<ArrayBuffer> {
    return (await this.build()).debug.slice().buffer;
  }

  cancel(): void {
    this.compiler.cancel();
  }

  /** Throws NoProgram when there are errors in it, CompilerError when the compiler cannot do its work. */
  private async build(): Promise<BuiltProgram> {
    this.events.onBegin();
    const { findings, program } = await this.compiler.build(this.source, this.optimize);
    this.events.onFindings(findings);
    if (program === undefined) throw new NoProgram(tellFindings(findings));
    return program;
  }
}
