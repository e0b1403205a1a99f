/** Ctrl+Enter runs, Escape stops. Escape belongs first to whatever is open: a dialog, a search field, a menu of the timeline. */

export interface ShortcutTargets {
  run(): void;
  /** False when nothing runs: then the key goes on its way. */
  stop(): boolean;
}

export function startShortcuts(targets: ShortcutTargets): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      targets.run();
    } else if (event.key === 'Escape' && targets.stop()) {
      event.preventDefault();
    }
  }, { capture: true });
}
