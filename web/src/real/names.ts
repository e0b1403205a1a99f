/** The strings that records point to: read from the guest's memory once, and again when they change. */
import type { ChunkWriter } from './chunk.js';
import type { ControlBlock } from './control-block.js';

const LongestName = 120;
const MostNames = 10_000; // a program that names without end must not fill the page's memory

const decoder = new TextDecoder();

export class Names {
  private readonly known = new Map<number, Uint8Array>();

  constructor(private readonly block: ControlBlock, private readonly writer: ChunkWriter) {}

  /** Writes a name message when the string at this address is new or another than before. */
  use(address: number): void {
    const text = address === 0 ? undefined : this.block.text(address, LongestName);
    if (text === undefined) return;
    const before = this.known.get(address);
    if (before === undefined ? this.known.size >= MostNames : same(before, text)) return;
    this.known.set(address, text);
    this.writer.name(address, text);
  }

  text(address: number): string | undefined {
    const text = this.known.get(address);
    return text === undefined ? undefined : decoder.decode(text);
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
