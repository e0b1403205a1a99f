/**
 * The files that the compiler sees: a tree in memory. The headers and libraries in it are views of the archive that was
 * fetched, so that they cost nothing until a tool writes to one.
 */

let lastNumber = 0n;

export class MemoryFile {
  /** What WASI calls an inode. */
  readonly number = ++lastNumber;
  private buffer: Uint8Array<ArrayBuffer>;
  private used: number;
  /** The buffer is somebody else's until the first write. */
  private borrowed: boolean;

  constructor(contents: Uint8Array<ArrayBuffer> = new Uint8Array(0)) {
    this.buffer = contents;
    this.used = contents.length;
    this.borrowed = true;
  }

  get size(): number {
    return this.used;
  }

  /** Valid until the next write. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.used);
  }

  /** A gap before `at` is filled with zeros. */
  write(at: number, bytes: Uint8Array): void {
    const end = at + bytes.length;
    this.reserve(Math.max(end, this.used));
    if (at > this.used) this.buffer.fill(0, this.used, at);
    this.buffer.set(bytes, at);
    this.used = Math.max(this.used, end);
  }

  resize(size: number): void {
    this.reserve(size);
    if (size > this.used) this.buffer.fill(0, this.used, size);
    this.used = size;
  }

  private reserve(size: number): void {
    if (!this.borrowed && size <= this.buffer.length) return;
    const next = new Uint8Array(Math.max(size, this.borrowed ? this.used : 2 * this.buffer.length, 4096));
    next.set(this.bytes);
    this.buffer = next;
    this.borrowed = false;
  }
}

export class MemoryFolder {
  readonly number = ++lastNumber;
  readonly entries = new Map<string, MemoryFile | MemoryFolder>();
}

export type MemoryEntry = MemoryFile | MemoryFolder;

/** The names in a path; “.” and empty ones are left out, “..” takes the one before it away. */
export function namesIn(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}

export class MemoryFiles {
  readonly root = new MemoryFolder();

  /** Paths are relative to `folder`. */
  find(path: string, folder: MemoryFolder = this.root): MemoryEntry | undefined {
    let found: MemoryEntry = folder;
    for (const name of namesIn(path)) {
      const next: MemoryEntry | undefined = found instanceof MemoryFolder ? found.entries.get(name) : undefined;
      if (next === undefined) return undefined;
      found = next;
    }
    return found;
  }

  /** The folder that holds, or would hold, the last name of the path; undefined when there is no such folder. */
  parent(path: string, folder: MemoryFolder = this.root): { folder: MemoryFolder; name: string } | undefined {
    const names = namesIn(path);
    const name = names.pop();
    const found = this.find(names.join('/'), folder);
    return name !== undefined && found instanceof MemoryFolder ? { folder: found, name } : undefined;
  }

  makeFolder(path: string): MemoryFolder {
    let folder = this.root;
    for (const name of namesIn(path)) {
      const next = folder.entries.get(name);
      if (next instanceof MemoryFile) throw new Error(`internal bug: ${path} leads through a file`);
      const made = next ?? new MemoryFolder();
      folder.entries.set(name, made);
      folder = made;
    }
    return folder;
  }

  write(path: string, contents: Uint8Array<ArrayBuffer> | string): void {
    const names = namesIn(path);
    const name = names.pop();
    if (name === undefined) throw new Error('internal bug: a file without a name');
    const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
    this.makeFolder(names.join('/')).entries.set(name, new MemoryFile(bytes));
  }

  /** The contents of a file; undefined when there is none. */
  read(path: string): Uint8Array<ArrayBuffer> | undefined {
    const found = this.find(path);
    return found instanceof MemoryFile ? found.bytes : undefined;
  }

  remove(path: string): void {
    const place = this.parent(path);
    place?.folder.entries.delete(place.name);
  }
}
