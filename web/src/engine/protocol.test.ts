import { describe, expect, it } from 'vitest';
import { DefaultLabSettings, errorOf, plainRequest, readReply, RequestKind, runRequest, seekRequest, startRequest } from './protocol.js';

function reply(json: string, chunk: number[], outputs: [number, number[]][]): Uint8Array {
  const text = new TextEncoder().encode(json);
  const bytes: number[] = [];
  const number = (value: number): void => void bytes.push(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
  number(text.length);
  bytes.push(...text);
  number(chunk.length);
  bytes.push(...chunk);
  number(outputs.length);
  for (const [descriptor, part] of outputs) {
    number(descriptor);
    number(part.length);
    bytes.push(...part);
  }
  return new Uint8Array(bytes);
}

describe('engine protocol', () => {
  it('reads a reply wherever its bytes lie', () => {
    const whole = reply('{"status":"exit"}', [1, 2, 3], [[2, [104, 105]]]);
    const shifted = new Uint8Array(whole.length + 3);
    shifted.set(whole, 3);
    const read = readReply(shifted.subarray(3));
    expect(read.json).toEqual({ status: 'exit' });
    expect([...read.chunk]).toEqual([1, 2, 3]);
    expect(read.outputs).toEqual([{ descriptor: 2, bytes: new Uint8Array([104, 105]) }]);
  });

  it('bad: a reply that is cut off is an error, not garbage', () => {
    const whole = reply('{}', [1, 2, 3], []);
    for (let size = 0; size < whole.length; size++) expect(() => readReply(whole.slice(0, size))).toThrow();
  });

  it('puts settings where src/session/protocol.hpp reads them', () => {
    const view = new DataView(startRequest({ ...DefaultLabSettings, cores: 3, seed: 5, quantum: 7 }).buffer);
    expect(view.getUint32(0, true)).toBe(RequestKind.Start);
    expect(view.getUint32(4, true)).toBe(3);
    expect(view.getBigUint64(12, true)).toBe(5n);
    expect(view.getBigInt64(20, true)).toBe(7n);
    expect(view.byteLength).toBe(64);
  });

  it('counts beyond 32 bits', () => {
    expect(new DataView(runRequest(2 ** 40).buffer).getBigUint64(4, true)).toBe(2n ** 40n);
    expect(new DataView(seekRequest(2 ** 40).buffer).getBigInt64(4, true)).toBe(2n ** 40n);
    expect(plainRequest(RequestKind.Stop).length).toBe(4);
  });

  it('tells an error reply from others', () => {
    expect(errorOf({ error: 'no' })).toBe('no');
    expect(errorOf({ status: 'exit' })).toBeUndefined();
    expect(errorOf(null)).toBeUndefined();
  });
});
