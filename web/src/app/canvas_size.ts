/**
 * The canvas's size in device pixels, whatever changes it: its container, a splitter, the zoom of the page, another screen.
 */
export interface CanvasSize {
  width: number;
  height: number;
  /** Device pixels per CSS pixel. */
  scale: number;
}

/**
 * The exact number of device pixels where the browser tells it (device-pixel-content-box); rounding CSS pixels is off by one
 * for some fractional positions. An emulated pixel ratio is not in the exact number, which is then far from the rounded one.
 */
export function pixels(exact: number | undefined, css: number, scale: number): number {
  const rounded = Math.max(1, Math.round(css * scale));
  return exact !== undefined && Math.abs(exact - rounded) < 2 ? Math.max(1, exact) : rounded;
}

/** Calls `changed` now and at every change. Returns how to stop. */
export function watchSize(canvas: HTMLCanvasElement, changed: (size: CanvasSize) => void): () => void {
  const report = (entry?: ResizeObserverEntry): void => {
    const exact = entry?.devicePixelContentBoxSize?.[0];
    const scale = window.devicePixelRatio;
    const { width, height } = canvas.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    changed({ width: pixels(exact?.inlineSize, width, scale), height: pixels(exact?.blockSize, height, scale), scale });
  };
  const observer = new ResizeObserver((entries) => report(entries.at(-1)));
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas);
  }
  let query: MediaQueryList | undefined;
  const ratioChanged = (): void => {
    report();
    watchRatio();
  };
  const watchRatio = (): void => {
    query?.removeEventListener('change', ratioChanged);
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', ratioChanged, { once: true });
  };
  watchRatio();
  report();
  return () => {
    observer.disconnect();
    query?.removeEventListener('change', ratioChanged);
  };
}
