import { describe, expect, it } from 'vitest';
import { ringBytes } from './byte-ring.js';
import { InputReader, InputRingCapacity, InputWriter } from './input.js';
import { OutputReader, OutputRingCapacity, OutputWriter } from './output.js';
import { Control } from './shared.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('the output ring', () => {
  function setUp() {
    const buffer = new SharedArrayBuffer(ringBytes(OutputRingCapacity));
    const reader = new OutputReader(buffer);
    const drain = (): [number, string][] => {
      const pieces: [number, string][] = [];
      reader.drain((fd, part) => pieces.push([fd, text(part)]));
      return pieces;
    };
    return { writer: new OutputWriter(buffer, () => {}), drain };
  }

  it('keeps the order between stdout and stderr and joins neighbours', () => {
    const { writer, drain } = setUp();
    writer.write(1, bytes('a'));
    writer.write(1, bytes('bc'));
    writer.write(2, bytes('error'));
    writer.write(1, bytes('d'));
    expect(drain()).toEqual([[1, 'abc'], [2, 'error'], [1, 'd']]);
    expect(drain()).toEqual([]);
  });

  it('delivers every byte of any length, round and round', () => {
    const { writer, drain } = setUp();
    let sent = '';
    let received = '';
    for (let round = 0; round < 300; round++) {
      const line = `${round}:${'x'.repeat((round * 131) % 5000)}\n`;
      writer.write(1, bytes(line));
      sent += line;
      if (round % 40 === 39) received += drain().map(([, part]) => part).join('');
    }
    received += drain().map(([, part]) => part).join('');
    expect(received).toBe(sent);
  });

  it('takes a write larger than a packet', () => {
    const { writer, drain } = setUp();
    const large = 'y'.repeat(100_000);
    writer.write(2, bytes(large));
    expect(drain()).toEqual([[2, large]]);
  });
});

describe('the input ring', () => {
  function setUp() {
    const buffer = new SharedArrayBuffer(ringBytes(InputRingCapacity));
    const control = new Int32Array(new SharedArrayBuffer(4 * Control.Length));
    return { writer: new InputWriter(buffer), reader: new InputReader(buffer, control) };
  }

  it('gives what is there, up to what was asked for', () => {
    const { writer, reader } = setUp();
    writer.write(bytes('hello'));
    expect([text(reader.read(2)), text(reader.read(100))]).toEqual(['he', 'llo']);
  });

  it('ends after the last byte once closed, and stays ended', () => {
    const { writer, reader } = setUp();
    writer.write(bytes('x'));
    writer.close();
    writer.write(bytes('too late'));
    expect([text(reader.read(10)), text(reader.read(10)), text(reader.read(10))]).toEqual(['x', '', '']);
  });

  it('keeps what does not fit, and closes only behind it', () => {
    const { writer, reader } = setUp();
    const pasted = 'z'.repeat(3 * InputRingCapacity + 17);
    writer.write(bytes(pasted));
    writer.close();
    let received = '';
    for (let part = reader.read(1 << 20); part.length > 0; part = reader.read(1 << 20)) {
      received += text(part);
      writer.flush();
    }
    expect(received).toBe(pasted);
  });
});
