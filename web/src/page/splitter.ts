/**
 * The movable lines between panels. A size is kept as a fraction of the workspace, so that it means the same in another
 * window. Pointer, arrow keys, double click to reset; a window splitter as the ARIA Authoring Practices describe it
 * (https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/).
 */
import { isNumber, readSetting, writeSetting } from '../base/settings.js';

export interface SplitterOptions {
  readonly handle: HTMLElement;
  readonly workspace: HTMLElement;
  /** Names the setting and the custom property `--<name>-size`. */
  readonly name: string;
  readonly label: string;
  /** The panel whose size it is; before or after the handle. */
  readonly panel: () => HTMLElement;
  readonly side: 'before' | 'after';
  readonly vertical: boolean;
  onMove(): void;
}

const Step = 0.02;

/** Between the least size of the panel and what leaves the least size for the rest, all in pixels; a fraction. */
export function clampFraction(fraction: number, whole: number, leastPanel: number, leastRest: number): number {
  const lowest = leastPanel / whole;
  const highest = 1 - leastRest / whole;
  return highest < lowest ? lowest : Math.min(highest, Math.max(lowest, fraction));
}

export class Splitter {
  private fraction: number | undefined;
  private readonly setting: string;

  constructor(private readonly options: SplitterOptions) {
    const { handle, name, label, vertical } = options;
    this.setting = `split.${name}`;
    this.fraction = readSetting(this.setting, isNumber);
    handle.setAttribute('role', 'separator');
    handle.setAttribute('aria-orientation', vertical ? 'vertical' : 'horizontal');
    handle.setAttribute('aria-label', label);
    handle.setAttribute('aria-valuemin', '0');
    handle.setAttribute('aria-valuemax', '100');
    handle.tabIndex = 0;
    handle.title = `${label}: drag, or use the arrow keys; double-click to reset`;
    handle.addEventListener('pointerdown', (event) => this.drag(event));
    handle.addEventListener('dblclick', () => this.set(undefined));
    handle.addEventListener('keydown', (event) => this.key(event));
    this.apply();
  }

  /** Puts the size in force again and tells its value; call it when the arrangement or the window has changed. */
  apply(): void {
    const { handle, name, workspace } = this.options;
    const value = this.fraction === undefined ? '' : `${(100 * this.clamp(this.fraction)).toFixed(2)}%`;
    if (value === '') workspace.style.removeProperty(`--${name}-size`);
    else workspace.style.setProperty(`--${name}-size`, value);
    handle.setAttribute('aria-valuenow', String(Math.round(100 * this.measured())));
  }

  private whole(): number {
    const { workspace, vertical } = this.options;
    return Math.max(1, vertical ? workspace.clientWidth : workspace.clientHeight);
  }

  private measured(): number {
    const box = this.options.panel().getBoundingClientRect();
    return (this.options.vertical ? box.width : box.height) / this.whole();
  }

  private clamp(fraction: number): number {
    return this.options.vertical ? clampFraction(fraction, this.whole(), 180, 420) : clampFraction(fraction, this.whole(), 80, 160);
  }

  private set(fraction: number | undefined): void {
    this.fraction = fraction === undefined ? undefined : this.clamp(fraction);
    writeSetting(this.setting, this.fraction);
    this.apply();
    this.options.onMove();
  }

  private drag(down: PointerEvent): void {
    if (down.button !== 0) return;
    const { handle, vertical, side } = this.options;
    const start = this.measured();
    const from = vertical ? down.clientX : down.clientY;
    const move = (event: PointerEvent): void => {
      const moved = ((vertical ? event.clientX : event.clientY) - from) / this.whole();
      if (moved !== 0) this.set(start + (side === 'before' ? moved : -moved));
    };
    const end = (): void => {
      delete handle.dataset['dragging'];
      handle.removeEventListener('pointermove', move);
    };
    handle.setPointerCapture(down.pointerId);
    handle.dataset['dragging'] = '';
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  }

  private key(event: KeyboardEvent): void {
    const { vertical, side } = this.options;
    const [less, more] = vertical ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const direction = event.key === more ? 1 : event.key === less ? -1 : 0;
    if (direction !== 0) this.set(this.measured() + (side === 'before' ? direction : -direction) * Step);
    else if (event.key === 'Home') this.set(0);
    else if (event.key === 'End') this.set(1);
    else return;
    event.preventDefault();
  }
}
