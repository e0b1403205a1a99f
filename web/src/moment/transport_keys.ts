/**
 * Keys of the transport and of the scheduler: single letters, so only while the focus is on the timeline's side of the page
 * and not in a field, a list or the canvas, which has keys of its own (WCAG 2.1.4).
 */
export const KeyHints = { play: 'P', back: 'B', forward: 'N', beginning: 'Home', end: 'End', jump: 'J', jumpBack: 'Shift J', undo: 'U', units: 'O L I' } as const;

export type TransportKey =
  | { readonly kind: 'play' | 'back' | 'forward' | 'beginning' | 'end' | 'jump' | 'jumpBack' | 'undo' }
  | { readonly kind: 'unit'; readonly unit: 'operation' | 'line' | 'instruction' }
  | { readonly kind: 'thread'; readonly place: number };

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What a key means; undefined: nothing here. Digits choose the thread of that number. */
export function meaningOf(pressed: Pressed): TransportKey | undefined {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  if (/^[0-9]$/.test(key)) return { kind: 'thread', place: Number(key) };
  switch (key) {
    case 'p': return { kind: 'play' };
    case 'b': return { kind: 'back' };
    case 'n': return { kind: 'forward' };
    case 'j': return { kind: pressed.shiftKey ? 'jumpBack' : 'jump' };
    case 'u': return { kind: 'undo' };
    case 'o': return { kind: 'unit', unit: 'operation' };
    case 'l': return { kind: 'unit', unit: 'line' };
    case 'i': return { kind: 'unit', unit: 'instruction' };
    case 'Home': return { kind: 'beginning' };
    case 'End': return { kind: 'end' };
    default: return undefined;
  }
}

/** Elements that want letters, or have keys of their own. */
const Others = 'input, select, textarea, canvas, [contenteditable="true"], [role="tab"], [role="separator"], dialog';

export function startTransportKeys(panels: readonly HTMLElement[], act: (key: TransportKey) => boolean): void {
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
    const there = target === document.body || panels.some((panel) => panel.contains(target));
    if (!there || target.matches(Others)) return;
    const meaning = meaningOf(event);
    if (meaning !== undefined && act(meaning)) event.preventDefault();
  });
}
