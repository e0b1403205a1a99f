/** What makes a program's text comfortable to write: brackets close, lines indent, names complete. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { indentWithTab } from '@codemirror/commands';
import { indentOnInput, indentUnit } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorState } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { completeCpp } from './completions.js';

/** Escape then Tab leaves the editor by keyboard; Tab alone indents, as everywhere where code is written. */
export const editing: Extension = [
  indentOnInput(),
  indentUnit.of('    '),
  EditorState.tabSize.of(4),
  closeBrackets(),
  autocompletion({ override: [completeCpp], icons: false }),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, indentWithTab]),
];
