/**
 * The search field's text is typed into a real text field that lies unseen over the drawn one: so input methods, soft keyboards,
 * the clipboard, undo and spoken input work as everywhere. The app draws what the field holds.
 */
import { withText, type AppModule } from './module.js';
import type { Frames } from './frames.js';

const encoder = new TextEncoder();

/** Offsets in a string are UTF-16 units in the page and bytes in the app. */
export function byteOffset(text: string, offset: number): number {
  return encoder.encode(text.slice(0, offset)).length;
}

export class SearchField {
  private readonly input = document.createElement('input');
  private shown = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly module: AppModule,
    private readonly frames: Frames,
    private readonly command: (name: string) => void,
  ) {
    const { input } = this;
    input.type = 'search';
    input.hidden = true;
    input.spellcheck = false;
    input.autocomplete = 'off';
    input.setAttribute('aria-label', 'Search the timeline');
    Object.assign(input.style, {
      position: 'absolute', opacity: '0', margin: '0', padding: '0 8px 0 26px', border: '0', font: '16px system-ui', zIndex: '1',
    });
    canvas.after(input);
    for (const type of ['input', 'keyup', 'select', 'pointerup', 'compositionupdate'] as const) {
      input.addEventListener(type, () => this.send());
    }
    input.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Enter') this.command(event.shiftKey ? 'search_previous' : 'search_next');
      if (event.key === 'Escape') this.command('clear');
    });
  }

  /** After each frame: follows what was drawn. */
  update(): void {
    const open = this.module._app_search_open() !== 0;
    if (open) this.place();
    if (open === this.shown) return;
    this.shown = open;
    const hadFocus = document.activeElement === this.input;
    this.input.hidden = !open;
    if (open) {
      this.input.focus({ preventScroll: true });
      this.input.select();
      this.send();
    } else if (hadFocus) {
      this.canvas.focus({ preventScroll: true });
    }
  }

  reset(): void {
    this.input.value = '';
  }

  private place(): void {
    const at = this.module._app_search_box() / 4;
    const [x = 0, y = 0, width = 0, height = 0] = this.module.HEAPF32.subarray(at, at + 4);
    const scale = window.devicePixelRatio;
    Object.assign(this.input.style, {
      left: `${this.canvas.offsetLeft + x / scale}px`, top: `${this.canvas.offsetTop + y / scale}px`,
      width: `${width / scale}px`, height: `${height / scale}px`, boxSizing: 'border-box',
    });
  }

  private send(): void {
    const { value, selectionStart, selectionEnd } = this.input;
    withText(this.module, value, (address, size) => {
      this.module._app_set_search(address, size, byteOffset(value, selectionStart ?? 0), byteOffset(value, selectionEnd ?? 0));
    });
    this.frames.soon();
  }
}
