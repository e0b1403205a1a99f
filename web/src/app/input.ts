/**
 * Input beside SDL's: SDL listens on the canvas by itself; here is what its browser driver lacks or does otherwise than a page
 * needs. Every input wakes the app, which else draws nothing.
 */
import type { AppModule } from './module.js';
import type { Frames } from './frames.js';

/** SDL takes all keys it hears. These belong to the browser: shortcuts, and Tab, or the focus could not leave the canvas. */
export function belongsToBrowser(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  if (event.key === 'Tab' || /^F\d+$/.test(event.key)) return true;
  const altGraph = event.ctrlKey && event.altKey && event.key.length === 1;
  return (event.ctrlKey || event.metaKey || event.altKey) && !altGraph;
}

/** A wheel's way in CSS pixels; browsers may count lines or pages. */
export function wheelPixels(delta: number, mode: number): number {
  return delta * (mode === WheelEvent.DOM_DELTA_LINE ? 33 : mode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1);
}

/** How long Dear ImGui waits before it shows a tooltip, and a little more. */
const TooltipDelay = 480;

export function connectInput(canvas: HTMLCanvasElement, module: AppModule, frames: Frames, openSearch: () => void): void {
  const wake = (): void => {
    module._app_input();
    frames.soon();
  };
  for (const type of ['mousedown', 'mouseup', 'mouseenter', 'mouseleave', 'touchstart', 'touchmove', 'touchend', 'touchcancel', 'keydown', 'keyup', 'keypress'] as const) {
    canvas.addEventListener(type, wake, { passive: true });
  }
  canvas.addEventListener('pointermove', (event) => {
    const { left, top, right, bottom } = canvas.getBoundingClientRect();
    const inside = event.clientX >= left && event.clientX < right && event.clientY >= top && event.clientY < bottom;
    const scale = window.devicePixelRatio;
    if (!inside && event.pointerType !== 'touch') module._app_pointer_outside((event.clientX - left) * scale, (event.clientY - top) * scale);
    wake();
    window.clearTimeout(tooltip);
    tooltip = window.setTimeout(wake, TooltipDelay);
  });
  let tooltip = 0;

  // A drag goes on outside of the canvas. SDL cancels the press's default, so that it gives no focus.
  canvas.addEventListener('pointerdown', (event) => {
    canvas.focus({ preventScroll: true });
    if (event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('keydown', (event) => {
    if (belongsToBrowser(event)) {
      event.stopImmediatePropagation();
    } else if (event.key === '/') {
      // At once, not with the next frame: what is typed next belongs to the search.
      event.stopImmediatePropagation();
      event.preventDefault();
      openSearch();
    }
  }, { capture: true });

  // SDL's wheel events have no modifiers and whole notches only. A pinch on a track pad is a wheel with Ctrl.
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const x = (event.clientX - canvas.getBoundingClientRect().left) * window.devicePixelRatio;
    const pinch = event.ctrlKey && Math.abs(event.deltaY) < 40 && event.deltaMode === WheelEvent.DOM_DELTA_PIXEL;
    const dy = wheelPixels(event.deltaY, event.deltaMode) * (pinch ? 3 : 1);
    module._app_wheel(x, wheelPixels(event.deltaX, event.deltaMode), dy, event.ctrlKey || event.metaKey ? 1 : 0, event.shiftKey ? 1 : 0);
    frames.soon();
  }, { capture: true, passive: false });

  const focus = (): void => {
    module._app_focus(document.activeElement === canvas && canvas.matches(':focus-visible') ? 1 : 0);
    frames.soon();
  };
  canvas.addEventListener('focus', focus);
  canvas.addEventListener('blur', focus);
}
