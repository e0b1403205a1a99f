/**
 * Where every thread is: a gutter with one badge for each thread at its line, in the thread's colour and with its number,
 * and a tint of these lines. The threads come from the timeline's cursor; setting them replaces all marks.
 */
import { RangeSet, StateEffect, StateField, type EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, type DecorationSet } from '@codemirror/view';

export interface ThreadPlace {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  /** From 1; 0 = unknown. */
  readonly line: number;
  /** CSS. */
  readonly color: string;
}

/** The threads of each line that has some, in the order of their numbers; lines that the text does not have are left out. */
export function threadsByLine(threads: readonly ThreadPlace[], lineCount: number): Map<number, ThreadPlace[]> {
  const lines = new Map<number, ThreadPlace[]>();
  for (const thread of [...threads].sort((a, b) => a.id - b.id)) {
    if (thread.line < 1 || thread.line > lineCount) continue;
    const there = lines.get(thread.line);
    if (there === undefined) lines.set(thread.line, [thread]);
    else there.push(thread);
  }
  return new Map([...lines].sort(([a], [b]) => a - b));
}

/** What fits in the gutter beside each other. */
const MostBadges = 2;

class ThreadsMarker extends GutterMarker {
  constructor(private readonly threads: readonly ThreadPlace[]) {
    super();
  }

  override eq(other: ThreadsMarker): boolean {
    return this.threads.length === other.threads.length && this.threads.every((thread, at) => {
      const that = other.threads[at];
      return that !== undefined && that.id === thread.id && that.state === thread.state && that.color === thread.color;
    });
  }

  override toDOM(): Node {
    // One element: the gutter takes exactly one away when the marker goes.
    const marker = document.createElement('span');
    marker.className = 'cm-thread-marks';
    const shown = this.threads.slice(0, this.threads.length > MostBadges ? MostBadges - 1 : MostBadges);
    for (const thread of shown) {
      const badge = document.createElement('span');
      badge.className = 'cm-thread-mark';
      badge.style.backgroundColor = thread.color;
      badge.textContent = String(thread.id);
      badge.title = `${thread.name}: ${thread.state}`;
      marker.append(badge);
    }
    if (shown.length < this.threads.length) {
      const more = document.createElement('span');
      more.className = 'cm-thread-more';
      more.textContent = `+${this.threads.length - shown.length}`;
      more.title = this.threads.map((thread) => `${thread.name}: ${thread.state}`).join('\n');
      marker.append(more);
    }
    return marker;
  }
}

export const setThreads = StateEffect.define<readonly ThreadPlace[]>();

interface Marks {
  readonly markers: RangeSet<GutterMarker>;
  readonly tints: DecorationSet;
}

const tint = Decoration.line({ class: 'cm-thread-line' });

function marksFor(state: EditorState, threads: readonly ThreadPlace[]): Marks {
  const markers: Range<GutterMarker>[] = [];
  const tints: Range<Decoration>[] = [];
  for (const [line, there] of threadsByLine(threads, state.doc.lines)) {
    const { from } = state.doc.line(line);
    markers.push(new ThreadsMarker(there).range(from));
    tints.push(tint.range(from));
  }
  return { markers: RangeSet.of(markers), tints: Decoration.set(tints) };
}

const marks = StateField.define<Marks>({
  create: () => ({ markers: RangeSet.empty, tints: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setThreads)) return marksFor(transaction.state, effect.value);
    return transaction.docChanged ? { markers: RangeSet.empty, tints: Decoration.none } : value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.tints),
});

/** The lines at which threads are. */
export function linesWithThreads(view: EditorView): ReadonlySet<number> {
  const lines = new Set<number>();
  const { markers } = view.state.field(marks);
  for (const at = markers.iter(); at.value !== null; at.next()) lines.add(view.state.doc.lineAt(at.from).number);
  return lines;
}

export const threadMarks: Extension = [
  marks,
  gutter({ class: 'cm-thread-gutter', markers: (view) => view.state.field(marks).markers }),
];
