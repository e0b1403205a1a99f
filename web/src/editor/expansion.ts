/**
 * A line of the program, opened: below it the machine operations that it is made of, each with the threads that stand before it.
 * A small button in the gutter opens and closes lines at which threads are; the panel “Now” has the same for the keyboard.
 */
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, WidgetType, type DecorationSet } from '@codemirror/view';

export interface Expansion {
  readonly line: number;
  readonly operations: readonly { readonly words: string; readonly text: string; readonly shared: boolean; readonly kind: string }[];
  /** The threads before an operation, by its place in the list. */
  readonly threads: ReadonlyMap<number, readonly number[]>;
}

const Signs: Readonly<Record<string, string>> = { read: '↑', write: '↓', atomic: '⇅', compute: '+', call: 'ƒ', jump: '↷' };

export const setExpansion = StateEffect.define<Expansion | undefined>();

class OperationsWidget extends WidgetType {
  constructor(private readonly expansion: Expansion) {
    super();
  }

  override eq(other: OperationsWidget): boolean {
    return JSON.stringify([this.expansion.line, this.expansion.operations, [...this.expansion.threads]])
      === JSON.stringify([other.expansion.line, other.expansion.operations, [...other.expansion.threads]]);
  }

  override toDOM(): HTMLElement {
    const { line, operations, threads } = this.expansion;
    const list = document.createElement('ol');
    list.className = 'cm-operations';
    list.setAttribute('aria-label', `Line ${line} as machine operations`);
    operations.forEach((operation, place) => {
      const item = document.createElement('li');
      item.className = operation.shared ? 'cm-operation cm-shared' : 'cm-operation';
      item.title = operation.text;
      const who = document.createElement('span');
      who.className = 'cm-operation-threads';
      for (const id of threads.get(place) ?? []) {
        const badge = document.createElement('span');
        badge.className = 'cm-thread-mark';
        badge.style.backgroundColor = `var(--il-thread-${id % 8})`;
        badge.textContent = String(id);
        badge.title = `Thread ${id} does this next`;
        who.append(badge);
      }
      const sign = document.createElement('span');
      sign.className = 'cm-operation-sign';
      sign.setAttribute('aria-hidden', 'true');
      sign.textContent = Signs[operation.kind] ?? '·';
      item.append(who, sign, operation.words);
      list.append(item);
    });
    if (operations.length === 0) list.append('This line has no operations of its own.');
    return list;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

interface Open {
  readonly line: number;
  readonly decorations: DecorationSet;
}

const Closed: Open = { line: 0, decorations: Decoration.none };

const opened = StateField.define<Open>({
  create: () => Closed,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setExpansion)) continue;
      if (effect.value === undefined || effect.value.line > transaction.state.doc.lines) return Closed;
      const { to } = transaction.state.doc.line(effect.value.line);
      const widget = Decoration.widget({ widget: new OperationsWidget(effect.value), block: true, side: 1 });
      return { line: effect.value.line, decorations: Decoration.set([widget.range(to)]) };
    }
    return transaction.docChanged ? Closed : value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.decorations),
});

class ToggleMarker extends GutterMarker {
  constructor(private readonly open: boolean) {
    super();
  }

  override eq(other: ToggleMarker): boolean {
    return this.open === other.open;
  }

  override toDOM(): Node {
    const sign = document.createElement('span');
    sign.className = 'cm-open-line';
    sign.textContent = this.open ? '▾' : '▸';
    sign.title = this.open ? 'Close the line' : 'Show the machine operations of this line';
    return sign;
  }
}

/** `linesWithThreads`: where the gutter offers to open. */
export function expansion(linesWithThreads: (view: EditorView) => ReadonlySet<number>, onToggle: (line: number) => void): Extension {
  return [
    opened,
    gutter({
      class: 'cm-open-gutter',
      lineMarker(view, block) {
        const line = view.state.doc.lineAt(block.from).number;
        const open = view.state.field(opened).line === line;
        return open || linesWithThreads(view).has(line) ? new ToggleMarker(open) : null;
      },
      lineMarkerChange: (update) => update.transactions.some((transaction) => transaction.effects.length > 0),
      domEventHandlers: {
        mousedown(view, block) {
          const line = view.state.doc.lineAt(block.from).number;
          if (view.state.field(opened).line !== line && !linesWithThreads(view).has(line)) return false;
          onToggle(line);
          return true;
        },
      },
    }),
  ];
}
