/**
 * What a program wrote, as lines. Bounded: a program may print for ever, the page keeps the last lines and counts the rest.
 *
 * Both outputs of a program come as bytes in pieces of any size, so a letter may be cut in two and a line may stay open. A
 * piece of the other output that arrives in the middle of a line begins a line of its own.
 */
/** `note`: not from the program, but from the machine about it. */
export type LineKind = 'out' | 'err' | 'in' | 'note';

export interface Line {
  /** Counts all lines ever written, so that a view knows which ones it has. */
  readonly number: number;
  readonly kind: LineKind;
  /** How many bytes the program had written before this line. */
  readonly start: number;
  text: string;
}

export const MostLines = 1000;
export const LongestLine = 4096;

const encoder = new TextEncoder();

export class Transcript {
  private kept: Line[] = [];
  private next = 0;
  /** The last line may still grow. */
  private open = false;
  private decoders = new Map<LineKind, TextDecoder>();
  /** Bytes by the program so far. */
  private written = 0;

  /** The last lines, at most MostLines of them. */
  get lines(): readonly Line[] {
    return this.kept;
  }

  /** How many lines before these are gone. */
  get omitted(): number {
    return this.next - this.kept.length;
  }

  write(kind: LineKind, bytes: Uint8Array): void {
    const text = this.decoder(kind).decode(bytes, { stream: true });
    if (text === '') return;
    const pieces = text.split('\n');
    const ended = pieces.pop() === '';
    const counted = kind === 'out' || kind === 'err';
    let start = this.written;
    pieces.forEach((piece) => {
      this.extend(kind, piece, start);
      if (counted) start += encoder.encode(piece).length + 1;
      this.open = false;
    });
    if (!ended) this.extend(kind, text.slice(text.lastIndexOf('\n') + 1), start);
    if (counted) this.written += bytes.length;
    this.trim();
  }

  clear(): void {
    this.kept = [];
    this.next = 0;
    this.open = false;
    this.written = 0;
    this.decoders.clear();
  }

  private decoder(kind: LineKind): TextDecoder {
    const known = this.decoders.get(kind);
    if (known !== undefined) return known;
    const made = new TextDecoder();
    this.decoders.set(kind, made);
    return made;
  }

  private extend(kind: LineKind, text: string, start: number): void {
    const last = this.kept.at(-1);
    if (this.open && last !== undefined && last.kind === kind) last.text = shortened(last.text + text);
    else this.kept.push({ number: this.next++, kind, start, text: shortened(text) });
    this.open = true;
    // Far over the bound within one piece: trimmed now, so that a piece of a million lines stays cheap.
    if (this.kept.length > 4 * MostLines) this.trim();
  }

  private trim(): void {
    if (this.kept.length > MostLines) this.kept = this.kept.slice(-MostLines);
  }
}

const Ellipsis = ' … (the rest of this line is left out)';

/** Also of a line that was shortened before: what is cut away now is the old ellipsis and what follows it. */
function shortened(text: string): string {
  return text.length <= LongestLine ? text : text.slice(0, LongestLine - Ellipsis.length) + Ellipsis;
}
