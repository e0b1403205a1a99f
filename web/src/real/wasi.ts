/**
 * The WASI preview 1 functions of a thread (https://github.com/WebAssembly/WASI, preview1/docs.md).
 * There are three descriptors and no files. A bad address gives EFAULT, a bad descriptor EBADF; no
 * argument makes a function throw, since an exception would run through the guest's catch clauses.
 */
import { Errno } from './errno.js';
import type { GuestMemory } from './guest-memory.js';

export interface Console {
  /** Returns when all bytes are on their way. */
  write(fd: 1 | 2, bytes: Uint8Array): void;
  /** Waits for input; an empty result is the end of input. */
  read(most: number): Uint8Array;
}

export interface Clock {
  /** Nanoseconds since the run began. */
  monotonic(): bigint;
  /** Nanoseconds since 1970. */
  realtime(): bigint;
}

type WasiFunctions = Record<string, (...args: never[]) => number>;

const MostPieces = 1024; // as IOV_MAX of POSIX systems
const MostBytesPerCall = 1 << 20; // a longer write is told as a short one, which the C library continues

interface Piece {
  readonly address: number;
  readonly size: number;
}

export function wasiFunctions(memory: GuestMemory, console: Console, clock: Clock): WasiFunctions {
  const isOpen = (fd: number): boolean => fd >= 0 && fd <= 2;

  /** The scatter/gather list at `list`, or undefined if any of it is outside the memory. */
  function pieces(list: number, count: number): Piece[] | undefined {
    const found: Piece[] = [];
    if (!memory.contains(list, 8 * count)) return undefined;
    for (let i = 0; i < count; i++) {
      const piece = { address: memory.u32(list + 8 * i), size: memory.u32(list + 8 * i + 4) };
      if (!memory.contains(piece.address, piece.size)) return undefined;
      if (piece.size > 0) found.push(piece);
    }
    return found;
  }

  function isCount(count: number): boolean {
    return count >= 0 && count <= MostPieces;
  }

  function fd_write(fd: number, list: number, count: number, written: number): number {
    if (fd !== 1 && fd !== 2) return Errno.BadFile;
    if (!isCount(count)) return Errno.Invalid;
    const source = pieces(list, count);
    if (source === undefined || !memory.contains(written, 4)) return Errno.Fault;
    const size = Math.min(MostBytesPerCall, source.reduce((sum, piece) => sum + piece.size, 0));
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of source) {
      if (at === size) break;
      const part = memory.copy(piece.address, Math.min(piece.size, size - at));
      bytes.set(part, at);
      at += part.length;
    }
    console.write(fd, bytes);
    memory.setU32(written, size);
    return Errno.Success;
  }

  function fd_read(fd: number, list: number, count: number, read: number): number {
    if (fd !== 0) return Errno.BadFile;
    if (!isCount(count)) return Errno.Invalid;
    const target = pieces(list, count);
    if (target === undefined || !memory.contains(read, 4)) return Errno.Fault;
    const room = target.reduce((sum, piece) => sum + piece.size, 0);
    const bytes = room === 0 ? new Uint8Array() : console.read(Math.min(room, MostBytesPerCall));
    let at = 0;
    for (const piece of target) {
      const part = bytes.subarray(at, at + piece.size);
      memory.set(piece.address, part);
      at += part.length;
    }
    memory.setU32(read, bytes.length);
    return Errno.Success;
  }

  function fd_fdstat_get(fd: number, out: number): number {
    const CharacterDevice = 2;
    const RightRead = 2n;
    const RightWrite = 64n;
    if (!isOpen(fd)) return Errno.BadFile;
    if (!memory.contains(out, 24)) return Errno.Fault;
    memory.fill(out, 24);
    memory.setU8(out, CharacterDevice);
    memory.setU64(out + 8, fd === 0 ? RightRead : RightWrite);
    return Errno.Success;
  }

  function clock_time_get(id: number, _precision: bigint, out: number): number {
    if (id < 0 || id > 3) return Errno.Invalid;
    if (!memory.contains(out, 8)) return Errno.Fault;
    memory.setU64(out, id === 0 ? clock.realtime() : clock.monotonic());
    return Errno.Success;
  }

  function random_get(address: number, size: number): number {
    const MostAtOnce = 65_536; // of crypto.getRandomValues
    const length = size >>> 0;
    if (!memory.contains(address, length)) return Errno.Fault;
    for (let at = 0; at < length; at += MostAtOnce) {
      const part = new Uint8Array(Math.min(MostAtOnce, length - at));
      memory.set((address >>> 0) + at, crypto.getRandomValues(part));
    }
    return Errno.Success;
  }

  /** No arguments and no environment: two zeros. */
  function noStrings(count: number, bytes: number): number {
    if (!memory.contains(count, 4) || !memory.contains(bytes, 4)) return Errno.Fault;
    memory.setU32(count, 0);
    memory.setU32(bytes, 0);
    return Errno.Success;
  }

  return {
    fd_write,
    fd_read,
    fd_fdstat_get,
    clock_time_get,
    random_get,
    fd_seek: (fd: number) => (isOpen(fd) ? Errno.NotSeekable : Errno.BadFile),
    fd_close: (fd: number) => (isOpen(fd) ? Errno.Success : Errno.BadFile),
    sched_yield: () => Errno.Success,
    args_sizes_get: noStrings,
    args_get: () => Errno.Success,
    environ_sizes_get: noStrings,
    environ_get: () => Errno.Success,
  };
}
