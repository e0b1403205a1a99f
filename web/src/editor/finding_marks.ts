/** What the compiler says, at its lines: underlined, with a mark beside the line number and the words on hover and in a list. */
import { forEachDiagnostic, lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import type { EditorState, Extension, Text } from '@codemirror/state';
import { keymap, type EditorView } from '@codemirror/view';
import type { Finding } from '../compile/builder.js';

/** The characters of the text that a finding is about: at least one where the line has some. Lines beyond the text: its last. */
export function rangeOf(doc: Text, { line, column, endColumn }: Finding): { from: number; to: number } {
  const place = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const indent = place.text.length - place.text.trimStart().length;
  if (column === 0) return { from: place.from + indent, to: place.to };
  const from = Math.min(place.from + characterAt(place.text, column), place.to);
  if (endColumn !== undefined) return { from, to: Math.max(from, Math.min(place.from + characterAt(place.text, endColumn), place.to)) };
  const word = /^\w+/.exec(doc.sliceString(from, place.to))?.[0].length ?? 1;
  return { from, to: Math.min(from + word, place.to) };
}

/** Clang counts bytes of UTF-8, the editor UTF-16 units. */
function characterAt(text: string, column: number): number {
  let bytes = 1;
  let at = 0;
  for (const character of text) {
    if (bytes >= column) break;
    bytes += new TextEncoder().encode(character).length;
    at += character.length;
  }
  return at;
}

function diagnosticOf(doc: Text, finding: Finding): Diagnostic {
  return {
    ...rangeOf(doc, finding),
    severity: finding.severity,
    message: finding.message,
    source: 'clang',
    renderMessage: () => {
      const box = document.createElement('div');
      box.className = 'cm-finding';
      const say = (text: string, name: string): void => {
        const part = document.createElement('p');
        part.className = name;
        part.textContent = text;
        box.append(part);
      };
      say(finding.message, 'cm-finding-words');
      if (finding.advice !== undefined) say(finding.advice, 'cm-finding-advice');
      return box;
    },
  };
}

export function showFindings(view: EditorView, findings: readonly Finding[]): void {
  view.dispatch(setDiagnostics(view.state, findings.map((item) => diagnosticOf(view.state.doc, item))));
}

/** How many are shown; edits keep those that still have a place. */
export function findingCount(state: EditorState): number {
  let count = 0;
  forEachDiagnostic(state, () => count++);
  return count;
}

export const findingMarks: Extension = [lintGutter(), keymap.of(lintKeymap)];
