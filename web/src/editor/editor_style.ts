/**
 * How the program looks. The editor lives in a shadow root: there CodeMirror adopts constructed style sheets, which the
 * page's policy allows, while its <style> elements in the document would need 'unsafe-inline'. The page's custom properties
 * reach into the shadow root, so both themes are one style.
 */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.typeName, tags.standard(tags.typeName), tags.className, tags.namespace], color: 'var(--code-type)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.function(tags.definition(tags.variableName))], color: 'var(--code-function)' },
  { tag: [tags.string, tags.character, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.literal], color: 'var(--code-number)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: [tags.processingInstruction, tags.meta], color: 'var(--code-keyword)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overscrollBehavior: 'contain' },
  '&.cm-focused .cm-scroller': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', border: 'none', paddingLeft: '0.25rem' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '1.75rem', padding: '0 0.5rem 0 0', fontVariantNumeric: 'tabular-nums' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--code-active)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--code-selection)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },

  '.cm-marked-line': { backgroundColor: 'var(--accent-soft)', boxShadow: 'inset 3px 0 var(--accent)' },
  '.cm-thread-line': { backgroundColor: 'var(--code-active)' },
  '.cm-thread-gutter': { width: '2.75rem' },
  '.cm-thread-gutter .cm-gutterElement': { display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: '2px' },
  '.cm-thread-marks': { display: 'inline-flex', gap: '2px' },
  '.cm-thread-mark': {
    display: 'inline-grid', placeItems: 'center', minWidth: '1rem', height: '1rem', padding: '0 0.15rem', borderRadius: '0.5rem',
    font: '600 0.625rem/1 var(--sans)', color: 'var(--il-text-on-thread)', cursor: 'default',
  },
  '.cm-open-gutter': { width: '1rem' },
  '.cm-open-line': { display: 'block', color: 'var(--muted)', textAlign: 'center', cursor: 'pointer', fontSize: '0.75rem' },
  '.cm-open-line:hover': { color: 'var(--accent)' },
  '.cm-operations': {
    margin: '0.125rem 1rem 0.375rem 0.5rem', padding: '0.25rem 0', listStyle: 'none', border: '1px solid var(--line)', borderLeft: '3px solid var(--accent)',
    borderRadius: '4px', backgroundColor: 'var(--sunken)', font: '0.75rem/1.7 var(--sans)', color: 'var(--muted)',
  },
  '.cm-operation': { display: 'flex', alignItems: 'center', gap: '0.375rem', padding: '0 0.5rem' },
  '.cm-operation.cm-shared': { color: 'var(--text)', fontWeight: '600' },
  '.cm-operation-threads': { display: 'inline-flex', gap: '2px', minWidth: '2.25rem', justifyContent: 'flex-end' },
  '.cm-operation-sign': { width: '1rem', textAlign: 'center', color: 'var(--accent)' },
  '.cm-thread-more': { font: '600 0.625rem/1 var(--sans)', color: 'var(--muted)' },

  '.cm-gutter-lint': { width: '1rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0', display: 'grid', placeItems: 'center' },
  '.cm-lint-marker': { width: '0.7rem', height: '0.7rem' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad) 1px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warn) 1px', textUnderlineOffset: '3px' },
  '.cm-diagnostic': { padding: '0.4rem 0.75rem', borderLeftWidth: '3px', whiteSpace: 'normal' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
  '.cm-diagnosticSource': { display: 'none' },
  '.cm-finding p': { margin: '0' },
  '.cm-finding-words': { fontFamily: 'var(--mono)', fontSize: '0.75rem', overflowWrap: 'anywhere' },
  '.cm-finding-advice': { marginTop: '0.3rem !important', fontFamily: 'var(--sans)', fontSize: '0.8125rem' },
  '.cm-tooltip': { border: '1px solid var(--line)', borderRadius: '6px', backgroundColor: 'var(--raised)', color: 'var(--text)', boxShadow: 'var(--shadow)', maxWidth: 'min(32rem, 90vw)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '0.8125rem', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.15rem 0.5rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--accent-text)' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.75', marginLeft: '1em' },

  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)', fontFamily: 'var(--sans)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel input, .cm-panel button': { font: 'inherit', color: 'inherit', backgroundColor: 'var(--raised)', backgroundImage: 'none', border: '1px solid var(--control)', borderRadius: '4px' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--code-selection)' },
});

export const editorStyle: Extension = [look, syntaxHighlighting(highlight)];
