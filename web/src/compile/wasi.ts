/**
 * Runs a command-line tool that was compiled to WebAssembly (WASI preview 1) on files in memory: its arguments, its output
 * and its exit code are all there is. Every run is a fresh instance, about 30 ms for clang; nothing of it stays.
 *
 * Only what clang and wasm-ld call is there in earnest. https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md
 */
import { MemoryFile, MemoryFolder, type MemoryEntry, type MemoryFiles } from './memory_files.js';

const Success = 0;
const BadDescriptor = 8;
const Exists = 20;
const Invalid = 28;
const IsFolder = 31;
const NoEntry = 44;
const NotSupported = 52;
const NotFolder = 54;
const NotEmpty = 55;
const CannotSeek = 70;

const CharacterDevice = 2;
const Folder = 3;
const RegularFile = 4;

const Create = 1;
const MustBeFolder = 2;
const Exclusive = 4;
const Truncate = 8;
const Append = 1;

/** Every file was changed then: no tool shall depend on it. */
const Changed = 1_000_000_000_000_000_000n;

interface OpenStream {
  readonly kind: 'stream';
  readonly parts: Uint8Array<ArrayBuffer>[];
}
interface OpenFolder {
  readonly kind: 'folder';
  readonly entry: MemoryFolder;
  /** The name under which the tool finds it from the start. */
  readonly preopened?: string;
}
interface OpenFile {
  readonly kind: 'file';
  readonly entry: MemoryFile;
  readonly append: boolean;
  position: number;
}
type Open = OpenStream | OpenFolder | OpenFile;

export interface ToolResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** The tool crashed: it ran out of memory, or has a bug. The message is its own last words. */
export class ToolCrash extends Error {
  override readonly name = 'ToolCrash';
}

class Exit {
  constructor(readonly code: number) {}
}

/** `args[0]` chooses the tool where one module holds several, as LLVM's does. Throws ToolCrash. */
export function runTool(module: WebAssembly.Module, files: MemoryFiles, args: readonly string[]): ToolResult {
  const host = new Host(files, args);
  let code = 0;
  try {
    const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: host.functions });
    host.memory = instance.exports['memory'] as WebAssembly.Memory;
    (instance.exports['_start'] as () => void)();
  } catch (error) {
    if (!(error instanceof Exit)) {
      const words = error instanceof Error ? error.message : String(error);
      throw new ToolCrash(`${args[0] ?? 'the tool'}: ${words}. ${host.text(2).slice(-2000)}`.trim());
    }
    code = error.code;
  }
  return { code, output: host.text(1), errors: host.text(2) };
}

class Host {
  memory: WebAssembly.Memory | undefined;
  private readonly open: (Open | undefined)[];
  private bytes = new Uint8Array(0);
  private view = new DataView(new ArrayBuffer(0));
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  constructor(private readonly files: MemoryFiles, private readonly args: readonly string[]) {
    const stream = (): OpenStream => ({ kind: 'stream', parts: [] });
    this.open = [stream(), stream(), stream(), { kind: 'folder', entry: files.root, preopened: '/' }];
  }

  /** What the tool wrote to a descriptor. */
  text(descriptor: number): string {
    const stream = this.open[descriptor];
    if (stream?.kind !== 'stream') return '';
    return stream.parts.map((part) => this.decoder.decode(part, { stream: true })).join('') + this.decoder.decode();
  }

  readonly functions: Record<string, (...values: never[]) => number> = {
    args_sizes_get: (count: number, size: number) => this.sizes(this.args, count, size),
    args_get: (pointers: number, buffer: number) => this.strings(this.args, pointers, buffer),
    environ_sizes_get: (count: number, size: number) => this.sizes(['PWD=/'], count, size),
    environ_get: (pointers: number, buffer: number) => this.strings(['PWD=/'], pointers, buffer),
    clock_time_get: (_clock: number, _precision: bigint, result: number) => this.put64(result, BigInt(Math.round(performance.now() * 1e6))),
    random_get: (address: number, size: number) => {
      this.look();
      for (let at = 0; at < size; at++) this.bytes[address + at] = Math.floor(Math.random() * 256);
      return Success;
    },
    proc_exit: (code: number) => {
      throw new Exit(code);
    },
    sched_yield: () => Success,
    poll_oneoff: () => NotSupported,
    fd_close: (descriptor: number) => {
      if (this.open[descriptor] === undefined) return BadDescriptor;
      if (descriptor > 2) this.open[descriptor] = undefined;
      return Success;
    },
    fd_fdstat_get: (descriptor: number, result: number) => {
      const open = this.open[descriptor];
      if (open === undefined) return BadDescriptor;
      this.look();
      this.view.setUint8(result, open.kind === 'stream' ? CharacterDevice : typeOf(open.entry));
      this.view.setUint16(result + 2, 0, true);
      this.view.setBigUint64(result + 8, 0x1fffffffn, true);
      this.view.setBigUint64(result + 16, 0x1fffffffn, true);
      return Success;
    },
    fd_fdstat_set_flags: () => Success,
    fd_filestat_get: (descriptor: number, result: number) => {
      const open = this.open[descriptor];
      return open === undefined ? BadDescriptor : this.status(result, open.kind === 'stream' ? undefined : open.entry);
    },
    fd_filestat_set_size: (descriptor: number, size: bigint) => {
      const open = this.open[descriptor];
      if (open?.kind !== 'file') return BadDescriptor;
      open.entry.resize(Number(size));
      return Success;
    },
    fd_filestat_set_times: () => Success,
    fd_sync: () => Success,
    fd_prestat_get: (descriptor: number, result: number) => {
      const open = this.open[descriptor];
      if (open?.kind !== 'folder' || open.preopened === undefined) return BadDescriptor;
      this.look();
      this.view.setUint8(result, 0);
      return this.put32(result + 4, open.preopened.length);
    },
    fd_prestat_dir_name: (descriptor: number, address: number, size: number) => {
      const open = this.open[descriptor];
      if (open?.kind !== 'folder' || open.preopened === undefined) return BadDescriptor;
      this.look();
      this.bytes.set(this.encoder.encode(open.preopened).subarray(0, size), address);
      return Success;
    },
    fd_read: (descriptor: number, vectors: number, count: number, result: number) => {
      const open = this.open[descriptor];
      if (open === undefined) return BadDescriptor;
      if (open.kind === 'stream') return this.put32(result, 0); // no input
      if (open.kind === 'folder') return IsFolder;
      const taken = this.readVectors(open.entry, open.position, vectors, count);
      open.position += taken;
      return this.put32(result, taken);
    },
    fd_pread: (descriptor: number, vectors: number, count: number, offset: bigint, result: number) => {
      const open = this.open[descriptor];
      return open?.kind !== 'file' ? BadDescriptor : this.put32(result, this.readVectors(open.entry, Number(offset), vectors, count));
    },
    fd_write: (descriptor: number, vectors: number, count: number, result: number) => {
      const open = this.open[descriptor];
      if (open === undefined || open.kind === 'folder') return BadDescriptor;
      let written = 0;
      for (const part of this.vectors(vectors, count)) {
        if (open.kind === 'stream') {
          open.parts.push(part.slice());
        } else {
          if (open.append) open.position = open.entry.size;
          open.entry.write(open.position, part);
          open.position += part.length;
        }
        written += part.length;
      }
      return this.put32(result, written);
    },
    fd_pwrite: (descriptor: number, vectors: number, count: number, offset: bigint, result: number) => {
      const open = this.open[descriptor];
      if (open?.kind !== 'file') return BadDescriptor;
      let at = Number(offset);
      for (const part of this.vectors(vectors, count)) {
        open.entry.write(at, part);
        at += part.length;
      }
      return this.put32(result, at - Number(offset));
    },
    fd_seek: (descriptor: number, offset: bigint, whence: number, result: number) => {
      const open = this.open[descriptor];
      if (open === undefined) return BadDescriptor;
      if (open.kind !== 'file') return CannotSeek;
      const from = [0, open.position, open.entry.size][whence] ?? 0;
      if (from + Number(offset) < 0) return Invalid;
      open.position = from + Number(offset);
      return this.put64(result, BigInt(open.position));
    },
    fd_tell: (descriptor: number, result: number) => {
      const open = this.open[descriptor];
      return open?.kind !== 'file' ? BadDescriptor : this.put64(result, BigInt(open.position));
    },
    fd_readdir: (descriptor: number, buffer: number, size: number, cookie: bigint, result: number) => {
      const open = this.open[descriptor];
      return open?.kind !== 'folder' ? BadDescriptor : this.put32(result, this.listFolder(open.entry, buffer, size, Number(cookie)));
    },
    path_create_directory: (descriptor: number, address: number, size: number) => {
      const place = this.place(descriptor, address, size);
      if (place === undefined) return NoEntry;
      if (place.folder.entries.has(place.name)) return Exists;
      place.folder.entries.set(place.name, new MemoryFolder());
      return Success;
    },
    path_filestat_get: (descriptor: number, _flags: number, address: number, size: number, result: number) => {
      const entry = this.entry(descriptor, address, size);
      return entry === undefined ? NoEntry : this.status(result, entry);
    },
    path_filestat_set_times: () => Success,
    path_link: () => NotSupported,
    path_symlink: () => NotSupported,
    path_readlink: (descriptor: number, address: number, size: number) => (this.entry(descriptor, address, size) === undefined ? NoEntry : Invalid),
    path_open: (descriptor: number, _lookup: number, address: number, size: number, how: number, _rights: bigint, _inherited: bigint, flags: number, result: number) => {
      let entry = this.entry(descriptor, address, size);
      if (entry === undefined) {
        if ((how & Create) === 0) return NoEntry;
        const place = this.place(descriptor, address, size);
        if (place === undefined) return NoEntry;
        entry = new MemoryFile();
        place.folder.entries.set(place.name, entry);
      } else if ((how & Exclusive) !== 0) {
        return Exists;
      }
      if ((how & MustBeFolder) !== 0 && entry instanceof MemoryFile) return NotFolder;
      if ((how & Truncate) !== 0 && entry instanceof MemoryFile) entry.resize(0);
      return this.put32(result, this.add(entry instanceof MemoryFolder ? { kind: 'folder', entry }
        : { kind: 'file', entry, append: (flags & Append) !== 0, position: 0 }));
    },
    path_remove_directory: (descriptor: number, address: number, size: number) => {
      const entry = this.entry(descriptor, address, size);
      if (!(entry instanceof MemoryFolder)) return entry === undefined ? NoEntry : NotFolder;
      if (entry.entries.size > 0) return NotEmpty;
      return this.unlink(descriptor, address, size);
    },
    path_unlink_file: (descriptor: number, address: number, size: number) => {
      const entry = this.entry(descriptor, address, size);
      if (entry instanceof MemoryFolder) return IsFolder;
      return entry === undefined ? NoEntry : this.unlink(descriptor, address, size);
    },
    path_rename: (descriptor: number, address: number, size: number, toDescriptor: number, toAddress: number, toSize: number) => {
      const from = this.place(descriptor, address, size);
      const to = this.place(toDescriptor, toAddress, toSize);
      const entry = from?.folder.entries.get(from.name);
      if (from === undefined || to === undefined || entry === undefined) return NoEntry;
      from.folder.entries.delete(from.name);
      to.folder.entries.set(to.name, entry);
      return Success;
    },
  };

  /** Memory may have grown, or been replaced by an equal one, since it was last looked at. */
  private look(): void {
    const buffer = this.memory?.buffer;
    if (buffer === undefined || this.bytes.buffer === buffer) return;
    this.bytes = new Uint8Array(buffer as ArrayBuffer);
    this.view = new DataView(buffer as ArrayBuffer);
  }

  private put32(address: number, value: number): number {
    this.look();
    this.view.setUint32(address, value, true);
    return Success;
  }

  private put64(address: number, value: bigint): number {
    this.look();
    this.view.setBigUint64(address, value, true);
    return Success;
  }

  private sizes(list: readonly string[], count: number, size: number): number {
    this.put32(count, list.length);
    return this.put32(size, list.reduce((sum, text) => sum + this.encoder.encode(text).length + 1, 0));
  }

  private strings(list: readonly string[], pointers: number, buffer: number): number {
    let at = buffer;
    list.forEach((text, index) => {
      this.put32(pointers + 4 * index, at);
      const bytes = this.encoder.encode(`${text}\0`);
      this.bytes.set(bytes, at);
      at += bytes.length;
    });
    return Success;
  }

  /** The pieces of memory that a list of (address, size) names. */
  private *vectors(address: number, count: number): Generator<Uint8Array<ArrayBuffer>> {
    for (let at = address; at < address + 8 * count; at += 8) {
      this.look();
      const start = this.view.getUint32(at, true);
      yield this.bytes.subarray(start, start + this.view.getUint32(at + 4, true));
    }
  }

  private readVectors(file: MemoryFile, from: number, vectors: number, count: number): number {
    let taken = 0;
    for (const part of this.vectors(vectors, count)) {
      const piece = file.bytes.subarray(from + taken, from + taken + part.length);
      part.set(piece);
      taken += piece.length;
      if (piece.length < part.length) break;
    }
    return taken;
  }

  private status(result: number, entry: MemoryEntry | undefined): number {
    this.look();
    const { view } = this;
    view.setBigUint64(result, 1n, true);
    view.setBigUint64(result + 8, entry?.number ?? 0n, true);
    view.setBigUint64(result + 16, BigInt(entry === undefined ? CharacterDevice : typeOf(entry)), true);
    view.setBigUint64(result + 24, 1n, true);
    view.setBigUint64(result + 32, BigInt(entry instanceof MemoryFile ? entry.size : 0), true);
    for (const time of [40, 48, 56]) view.setBigUint64(result + time, Changed, true);
    return Success;
  }

  /** Entries from the `cookie`th on, as many as begin within the buffer; the last may be cut. Returns the bytes used. */
  private listFolder(folder: MemoryFolder, buffer: number, size: number, cookie: number): number {
    const entries = [...folder.entries];
    let used = 0;
    for (let at = cookie; at < entries.length && used < size; at++) {
      const [name, entry] = entries[at] as [string, MemoryEntry];
      const text = this.encoder.encode(name);
      const record = new Uint8Array(24 + text.length);
      const view = new DataView(record.buffer);
      view.setBigUint64(0, BigInt(at + 1), true);
      view.setBigUint64(8, entry.number, true);
      view.setUint32(16, text.length, true);
      view.setUint8(20, typeOf(entry));
      record.set(text, 24);
      const part = record.subarray(0, size - used);
      this.look();
      this.bytes.set(part, buffer + used);
      used += part.length;
    }
    return used;
  }

  private add(open: Open): number {
    const free = this.open.indexOf(undefined, 3);
    if (free < 0) return this.open.push(open) - 1;
    this.open[free] = open;
    return free;
  }

  private path(address: number, size: number): string {
    this.look();
    return this.decoder.decode(this.bytes.subarray(address, address + size));
  }

  private entry(descriptor: number, address: number, size: number): MemoryEntry | undefined {
    const open = this.open[descriptor];
    return open?.kind === 'folder' ? this.files.find(this.path(address, size), open.entry) : undefined;
  }

  private place(descriptor: number, address: number, size: number): { folder: MemoryFolder; name: string } | undefined {
    const open = this.open[descriptor];
    return open?.kind === 'folder' ? this.files.parent(this.path(address, size), open.entry) : undefined;
  }

  private unlink(descriptor: number, address: number, size: number): number {
    const place = this.place(descriptor, address, size);
    place?.folder.entries.delete(place.name);
    return Success;
  }
}

const typeOf = (entry: MemoryEntry): number => (entry instanceof MemoryFolder ? Folder : RegularFile);
