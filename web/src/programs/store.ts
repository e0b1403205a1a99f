/**
 * What the learner wrote, kept in the browser as it is typed: changed lessons, and programs of their own, each under a key
 * of its own, so that two tabs do not overwrite each other's. Where storage is blocked it lasts as long as the page.
 *
 *   interleave.edit.<lesson>      the text
 *   interleave.program.<id>       {"name": …, "source": …, "changed": milliseconds}
 */

export interface OwnProgram {
  /** Letters and digits; for ever. */
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** When it was last changed, milliseconds since 1970. */
  readonly changed: number;
}

const EditPrefix = 'interleave.edit.';
const ProgramPrefix = 'interleave.program.';
/** A name beyond this is cut. */
const LongestName = 60;

export class ProgramStore {
  /** What could not be stored, and everything else where storage is blocked. */
  private readonly fallback = new Map<string, string>();

  /** `onFull`: something could not be stored; it is kept as long as the page. */
  constructor(private readonly onFull: () => void) {}

  /** The changed text of a lesson; undefined when it is as it came. */
  edit(lesson: string): string | undefined {
    return this.read(EditPrefix + lesson);
  }

  /** Undefined forgets the change. */
  saveEdit(lesson: string, text: string | undefined): void {
    this.write(EditPrefix + lesson, text);
  }

  /** The last changed first. */
  programs(): OwnProgram[] {
    const ids = this.keys().filter((key) => key.startsWith(ProgramPrefix)).map((key) => key.slice(ProgramPrefix.length));
    return ids.flatMap((id) => this.program(id) ?? []).sort((a, b) => b.changed - a.changed || a.id.localeCompare(b.id));
  }

  program(id: string): OwnProgram | undefined {
    const text = this.read(ProgramPrefix + id);
    if (text === undefined) return undefined;
    try {
      const { name, source, changed } = JSON.parse(text) as Partial<OwnProgram>;
      return typeof name === 'string' && typeof source === 'string' ? { id, name, source, changed: Number(changed) || 0 } : undefined;
    } catch {
      return undefined;
    }
  }

  /** The name gets a number when there is one like it already. */
  create(name: string, source: string): OwnProgram {
    const bytes = crypto.getRandomValues(new Uint8Array(6));
    const id = [...bytes].map((byte) => (byte % 36).toString(36)).join('') + Date.now().toString(36);
    return this.put({ id, name: this.freeName(name), source, changed: Date.now() });
  }

  saveSource(id: string, source: string): void {
    const program = this.program(id);
    if (program !== undefined && program.source !== source) this.put({ ...program, source, changed: Date.now() });
  }

  /** Returns the program as it is now called; undefined when there is none. */
  rename(id: string, name: string): OwnProgram | undefined {
    const program = this.program(id);
    if (program === undefined || name.trim() === '' || name.trim() === program.name) return program;
    return this.put({ ...program, name: this.freeName(name) });
  }

  /** Returns what `restore` takes. */
  remove(id: string): OwnProgram | undefined {
    const program = this.program(id);
    this.write(ProgramPrefix + id, undefined);
    return program;
  }

  restore(program: OwnProgram): void {
    this.put(program);
  }

  private put(program: OwnProgram): OwnProgram {
    const { id, ...rest } = program;
    this.write(ProgramPrefix + id, JSON.stringify(rest));
    return program;
  }

  private freeName(wanted: string): string {
    const name = wanted.trim().replace(/\s+/g, ' ').slice(0, LongestName) || 'Program';
    const taken = new Set(this.programs().map((program) => program.name));
    if (!taken.has(name)) return name;
    for (let number = 2; ; number++) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
  }

  private storage(): Storage | undefined {
    try {
      return globalThis.localStorage;
    } catch {
      return undefined;
    }
  }

  private keys(): string[] {
    const storage = this.storage();
    const stored = storage === undefined ? [] : Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
    return [...new Set([...stored, ...this.fallback.keys()])];
  }

  private read(key: string): string | undefined {
    try {
      return this.fallback.get(key) ?? this.storage()?.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  }

  private write(key: string, text: string | undefined): void {
    this.fallback.delete(key);
    try {
      const storage = this.storage();
      if (text === undefined) storage?.removeItem(key);
      else if (storage === undefined) this.fallback.set(key, text);
      else storage.setItem(key, text);
    } catch {
      if (text === undefined) return;
      this.fallback.set(key, text);
      this.onFull();
    }
  }
}
