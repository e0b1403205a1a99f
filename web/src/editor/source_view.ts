/** One program text, read-only, with highlighting, marks for lines and for threads. */
import { defaultKeymap } from '@codemirror/commands';
import { cpp } from '@codemirror/lang-cpp';
import { python } from '@codemirror/lang-python';
import { bracketMatching, forceParsing } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, type DecorationSet } from '@codemirror/view';
import { editorStyle } from './editor_style.js';
import { setThreads, threadMarks, type ThreadPlace } from './thread_marks.js';

/** Milliseconds. */
const ParseBudget = 100;

export type Language = 'cpp' | 'python';

const markLines = StateEffect.define<{ first: number; last: number } | undefined>();
const marked = Decoration.line({ class: 'cm-marked-line' });

const markedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(markLines)) continue;
      if (effect.value === undefined) return Decoration.none;
      const { first, last } = effect.value;
      const lines = Array.from({ length: last - first + 1 }, (_, at) => marked.range(transaction.state.doc.line(first + at).from));
      return Decoration.set(lines);
    }
    return transaction.docChanged ? Decoration.none : value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class SourceView {
  private readonly view: EditorView;
  private readonly extensions: Extension;

  constructor(host: HTMLElement, language: Language, label: string) {
    const root = host.attachShadow({ mode: 'open' });
    this.extensions = [
      threadMarks, lineNumbers(), drawSelection(), highlightActiveLine(), bracketMatching(), markedLines,
      language === 'cpp' ? cpp() : python(), editorStyle, search({ top: false }),
      keymap.of([...searchKeymap, ...defaultKeymap]),
      EditorState.readOnly.of(true),
      // A caret without a soft keyboard: the text can be read, searched and selected by keyboard.
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0', inputmode: 'none' }),
    ];
    this.view = new EditorView({ parent: root, root, state: this.stateFor('') });
  }

  setText(text: string): void {
    this.view.setState(this.stateFor(text.replace(/\n$/, '')));
    // Lessons are short: coloured at once, instead of a little later when the browser is idle.
    forceParsing(this.view, this.view.state.doc.length, ParseBudget);
  }

  /** Marks lines and scrolls to them; undefined takes the mark away. Lines beyond the text are left out. */
  mark(lines: { first: number; last: number } | undefined): void {
    const count = this.view.state.doc.lines;
    if (lines === undefined || lines.first > count) {
      this.view.dispatch({ effects: markLines.of(undefined) });
      return;
    }
    const range = { first: lines.first, last: Math.min(lines.last, count) };
    const { from } = this.view.state.doc.line(range.first);
    this.view.dispatch({ effects: [markLines.of(range), EditorView.scrollIntoView(from, { y: 'center' })] });
  }

  setThreads(threads: readonly ThreadPlace[]): void {
    this.view.dispatch({ effects: setThreads.of(threads) });
  }

  /** Call after the view was hidden while its text changed. */
  measure(): void {
    this.view.requestMeasure();
  }

  private stateFor(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.extensions });
  }
}
