/** One program text with highlighting, marks for lines and for threads; editable where `onChange` is given. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { cpp } from '@codemirror/lang-cpp';
import { python } from '@codemirror/lang-python';
import { bracketMatching, forceParsing } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, type DecorationSet } from '@codemirror/view';
import type { Finding } from '../compile/builder.js';
import { editing } from './editing.js';
import { editorStyle } from './editor_style.js';
import { findingMarks, showFindings } from './finding_marks.js';
import { expansion, setExpansion, type Expansion } from './expansion.js';
import { linesWithThreads, setThreads, threadMarks, type ThreadPlace } from './thread_marks.js';

/** Milliseconds. */
const ParseBudget = 100;
/** Texts whose undo history is kept while the page lives. */
const MostKept = 40;

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
  /** The editor's state of texts that were shown before, by their names: the undo history is in it. */
  private readonly kept = new Map<string, EditorState>();
  private name = '';

  constructor(host: HTMLElement, language: Language, label: string, onChange?: (text: string) => void, onOpenLine?: (line: number) => void) {
    const root = host.attachShadow({ mode: 'open' });
    this.extensions = [
      threadMarks, onOpenLine === undefined ? [] : expansion(linesWithThreads, onOpenLine), lineNumbers(), drawSelection(), highlightActiveLine(), bracketMatching(), markedLines,
      language === 'cpp' ? cpp() : python(), editorStyle, search({ top: false }),
      onChange === undefined ? readOnly(label) : [
        editing, history(), findingMarks, keymap.of(historyKeymap),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(this.text);
        }),
      ],
      keymap.of([...searchKeymap, ...defaultKeymap]),
    ];
    this.view = new EditorView({ parent: root, root, state: this.stateFor('') });
  }

  /** As a file: with a line end at the end. */
  get text(): string {
    const text = this.view.state.doc.toString();
    return text === '' ? '' : `${text}\n`;
  }

  /** Shows another text. Comes back with its undo history if it was shown before under this name and is still the same. */
  setText(text: string, name = ''): void {
    const trimmed = text.replace(/\n$/, '');
    if (this.name !== '') this.keep();
    this.name = name;
    const known = this.kept.get(name);
    this.view.setState(known?.doc.toString() === trimmed ? known : this.stateFor(trimmed));
    // Programs are short: coloured at once, instead of a little later when the browser is idle.
    forceParsing(this.view, this.view.state.doc.length, ParseBudget);
  }

  /** Changes the text so that Undo brings the old one back. */
  replaceText(text: string): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text.replace(/\n$/, '') }, scrollIntoView: true, userEvent: 'input' });
  }

  /** Changes a part of the text; Undo brings the old one back. */
  replaceRange(from: number, to: number, text: string): void {
    this.view.dispatch({ changes: { from, to, insert: text }, userEvent: 'input' });
  }

  /** What the compiler says; an empty list takes all marks away. */
  setFindings(findings: readonly Finding[]): void {
    showFindings(this.view, findings);
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

  /** Opens a line into its operations, or closes it. */
  setExpansion(shown: Expansion | undefined): void {
    this.view.dispatch({ effects: setExpansion.of(shown) });
  }

  /** Call after the view was hidden while its text changed. */
  measure(): void {
    this.view.requestMeasure();
  }

  focus(): void {
    this.view.focus();
  }

  private keep(): void {
    this.kept.delete(this.name);
    this.kept.set(this.name, this.view.state);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MostKept) break;
      this.kept.delete(oldest);
    }
  }

  private stateFor(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.extensions });
  }
}

/** A caret without a soft keyboard: the text can be read, searched and selected by keyboard. */
function readOnly(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0', inputmode: 'none' }),
  ];
}
