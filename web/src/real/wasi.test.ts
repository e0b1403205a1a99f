import { describe, expect, it } from 'vitest';
import { Errno } from './errno.js';
import { GuestMemory } from './guest-memory.js';
import { wasiFunctions } from './wasi.js';

const Size = 65_536;

function setUp(input = '') {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  const view = new DataView(memory.buffer);
  const written: [number, string][] = [];
  let left = new TextEncoder().encode(input);
  const console = {
    write: (fd: number, bytes: Uint8Array) => void written.push([fd, new TextDecoder().decode(bytes)]),
    read: (most: number) => {
      const part = left.slice(0, most);
      left = left.slice(most);
      return part;
    },
  };
  const functions = wasiFunctions(new GuestMemory(memory), console, { monotonic: () => 123n, realtime: () => 1_700_000_000_000_000_000n });
  const call = (name: string, ...args: (number | bigint)[]): number => {
    const target = functions[name] as ((...all: (number | bigint)[]) => number) | undefined;
    if (target === undefined) throw new Error(`no ${name}`);
    return target(...args);
  };
  const text = (address: number, content: string): void => new Uint8Array(memory.buffer).set(new TextEncoder().encode(content), address);
  const pieces = (list: number, ...all: [number, number][]): void => {
    all.forEach(([address, size], index) => {
      view.setUint32(list + 8 * index, address, true);
      view.setUint32(list + 8 * index + 4, size, true);
    });
  };
  const string = (address: number, size: number): string => new TextDecoder().decode(new Uint8Array(memory.buffer).slice(address, address + size));
  return { memory, view, written, call, text, pieces, string };
}

describe('fd_write', () => {
  it('joins the pieces and tells how much was written', () => {
    const { view, written, call, text, pieces } = setUp();
    text(100, 'Hello');
    text(200, ', world');
    pieces(16, [100, 5], [300, 0], [200, 7]);
    expect(call('fd_write', 1, 16, 3, 8)).toBe(Errno.Success);
    expect(view.getUint32(8, true)).toBe(12);
    expect(written).toEqual([[1, 'Hello, world']]);
  });

  it('shortens a huge write, as POSIX allows', () => {
    const { memory, view, call, pieces } = setUp();
    memory.grow(1);
    pieces(16, ...Array.from({ length: 40 }, (): [number, number] => [0, Size]));
    expect(call('fd_write', 2, 16, 40, 8)).toBe(Errno.Success);
    expect(view.getUint32(8, true)).toBe(1 << 20);
  });

  it('writes to the console only', () => {
    const { call } = setUp();
    expect([0, 3, -1].map((fd) => call('fd_write', fd, 16, 0, 8))).toEqual([Errno.BadFile, Errno.BadFile, Errno.BadFile]);
  });
});

describe('fd_read', () => {
  it('fills the pieces in order and tells the end by nothing', () => {
    const { view, call, pieces, string } = setUp('abcdef');
    pieces(16, [100, 2], [200, 10]);
    expect(call('fd_read', 0, 16, 2, 8)).toBe(Errno.Success);
    expect([view.getUint32(8, true), string(100, 2), string(200, 4)]).toEqual([6, 'ab', 'cdef']);
    expect(call('fd_read', 0, 16, 2, 8)).toBe(Errno.Success);
    expect(view.getUint32(8, true)).toBe(0);
  });

  it('reads from the console only', () => {
    expect(setUp().call('fd_read', 1, 16, 0, 8)).toBe(Errno.BadFile);
  });
});

describe('bad arguments', () => {
  it.each<[string, ...(number | bigint)[]]>([
    ['fd_write', 1, Size - 4, 1, 8],
    ['fd_write', 1, -8, 1, 8],
    ['fd_write', 1, 16, 0, Size - 3],
    ['fd_write', 1, 16, 0, -1],
    ['fd_read', 0, Size, 1, 8],
    ['fd_read', 0, 16, 0, -4],
    ['clock_time_get', 0, 0n, Size - 7],
    ['clock_time_get', 1, 0n, -1],
    ['random_get', Size - 3, 4],
    ['random_get', 0, -1],
    ['fd_fdstat_get', 1, Size - 23],
    ['args_sizes_get', Size, 0],
    ['environ_sizes_get', 0, Size],
  ])('%s gives EFAULT for an address outside the memory (%#)', (name, ...args) => {
    expect(setUp().call(name, ...args)).toBe(Errno.Fault);
  });

  it('a piece outside the memory gives EFAULT and moves nothing', () => {
    const { written, call, pieces } = setUp('input');
    pieces(16, [0, 4], [Size - 1, 2]);
    expect(call('fd_write', 1, 16, 2, 8)).toBe(Errno.Fault);
    expect(call('fd_read', 0, 16, 2, 8)).toBe(Errno.Fault);
    expect(written).toEqual([]);
  });

  it.each([[-1], [1025], [0x7fff_ffff]])('%i pieces are refused', (count) => {
    expect(setUp().call('fd_write', 1, 16, count, 8)).toBe(Errno.Invalid);
    expect(setUp().call('fd_read', 0, 16, count, 8)).toBe(Errno.Invalid);
  });

  it('an unknown clock is refused', () => {
    expect(setUp().call('clock_time_get', 9, 0n, 8)).toBe(Errno.Invalid);
  });
});

it('memory grown by another thread is seen', () => {
  const { memory, call } = setUp();
  memory.grow(1);
  expect(call('random_get', Size + 10, 16)).toBe(Errno.Success);
});

it('clocks count nanoseconds', () => {
  const { view, call } = setUp();
  expect(call('clock_time_get', 1, 0n, 8)).toBe(Errno.Success);
  expect(view.getBigUint64(8, true)).toBe(123n);
  expect(call('clock_time_get', 0, 0n, 8)).toBe(Errno.Success);
  expect(view.getBigUint64(8, true)).toBe(1_700_000_000_000_000_000n);
});

it('random_get fills more than the browser gives at once', () => {
  const { memory, call } = setUp();
  memory.grow(2);
  expect(call('random_get', 0, 3 * Size)).toBe(Errno.Success);
  const bytes = new Uint8Array(memory.buffer);
  for (let part = 0; part < 3; part++) expect(bytes.slice(part * Size, part * Size + 64).some((byte) => byte !== 0)).toBe(true);
});

it('descriptors 0 to 2 are open terminals that cannot seek', () => {
  const { view, call } = setUp();
  expect(call('fd_fdstat_get', 1, 64)).toBe(Errno.Success);
  expect(view.getUint8(64)).toBe(2);
  expect(call('fd_fdstat_get', 3, 64)).toBe(Errno.BadFile);
  expect(call('fd_seek', 1)).toBe(Errno.NotSeekable);
  expect(call('fd_seek', 7)).toBe(Errno.BadFile);
  expect(call('fd_close', 2)).toBe(Errno.Success);
  expect(call('fd_close', 5)).toBe(Errno.BadFile);
});
