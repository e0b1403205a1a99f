/** The drawn app in the page: loads app.wasm onto a canvas and connects it to the browser. */
import { Announcer } from './announcer.js';
import { watchContext } from './context_loss.js';
import { watchSize } from './canvas_size.js';
import { Frames } from './frames.js';
import { connectInput } from './input.js';
import { loadModule, withBytes, withText, type AppModule } from './module.js';
import { SearchField } from './search_field.js';

export type Axis = 'real' | 'virtual' | 'step';

export interface RunDescription {
  title: string;
  axis: Axis;
}

/** Times are nanoseconds, or steps, since the start of the run. */
export interface CursorMoment {
  time: number;
  threads: { id: number; name: string; state: string; line: number; color: string }[];
}

export interface SnapshotSpan {
  track: 'states' | 'events' | 'notes' | 'holds' | 'waits' | 'levels' | 'core';
  state: string;
  object?: string;
  event?: number;
  value?: number;
  start: number;
  end: number;
  line: number;
}

export interface SnapshotLane {
  id: number;
  kind: 'core' | 'thread' | 'object' | 'curve';
  name: string;
  detail: string;
  process: number;
  /** CSS pixels from the first row; missing while its group is folded. */
  top?: number;
  height?: number;
  spans: SnapshotSpan[];
  spanCount: number;
}

interface SnapshotBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The app's state for tests and for the page's table; written by src/ui/snapshot.cpp. */
export interface AppSnapshot {
  lanes: SnapshotLane[];
  title: string;
  ended: boolean;
  reason: string;
  notices: string[];
  view: { start: number; end: number; timePerPixel: number; axis: string; scroll: number };
  selection: { event: number | null; description: string } | null;
  cursor: number | null;
  search: { open: boolean; text: string; matches: number; current: number };
  legendOpen: boolean;
  helpOpen: boolean;
  lanesBox: SnapshotBox;
  rulerBox: SnapshotBox;
  stats: { frames: number; tiles: number; images: number; rectangles: number; events: number; missing: number; dropped: number };
}

export interface TimelineApp {
  begin(run: RunDescription): void;
  append(chunk: Uint8Array): void;
  setTheme(theme: 'light' | 'dark'): void;
  /** A command of src/ui/commands.def: fit, zoom_in, next_event, … */
  command(name: string): void;
  snapshot(): AppSnapshot;
  onCursor(callback: (moment: CursorMoment) => void): void;
  /** Listeners are not told: whoever sets it knows. */
  setCursor(time: number): void;
  /** The whole run, as far as the view is concerned, is what comes after `begin`; it stands at `now`, though nothing may have happened since its last event. */
  showFrom(begin: number, now: number): void;
  /** This part of the time axis. */
  showRange(start: number, end: number): void;
  exportChromeJson(): string;
  /** The selection, the moment at the cursor, or the run, in words. */
  description(): string;
  focus(): void;
}

const AxisNumbers: Record<Axis, number> = { real: 0, virtual: 1, step: 2 };

/** Throws an Error that says why there is no picture: no WebGL2, a file that did not load. */
export async function startApp(canvas: HTMLCanvasElement, baseUrl: string): Promise<TimelineApp> {
  const module = await loadModule(canvas, baseUrl);
  canvas.tabIndex = 0;
  if (!canvas.hasAttribute('aria-label')) canvas.setAttribute('aria-label', 'Timeline. Press ? for its keys.');
  canvas.style.outline = 'none'; // the app draws its own focus ring
  canvas.style.touchAction = 'none';
  const problem = module.UTF8ToString(module._app_create());
  if (problem !== '') throw new Error(problem);
  return new App(canvas, module);
}

class App implements TimelineApp {
  private readonly frames = new Frames(() => this.draw());
  private readonly search: SearchField;
  private readonly announcer: Announcer;
  private readonly listeners: ((moment: CursorMoment) => void)[] = [];
  private cursor = Number.NaN;
  private sized = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly module: AppModule,
  ) {
    module._app_theme(0);
    this.search = new SearchField(canvas, module, this.frames, (name) => this.command(name));
    this.announcer = new Announcer(canvas, () => this.description());
    connectInput(canvas, module, this.frames, () => {
      this.command('search');
      this.search.update();
    });
    canvas.addEventListener('copy', (event) => this.copy(event));
    const coarse = window.matchMedia('(pointer: coarse)');
    watchSize(canvas, ({ width, height, scale }) => {
      module._app_resize(width, height, scale, coarse.matches ? 1 : 0);
      this.sized = true;
      // At once: a canvas that was resized is blank until it is drawn.
      this.frames.soon();
    });
    watchContext(canvas, {
      lost: () => this.frames.pause(),
      restored: () => {
        const problem = module.UTF8ToString(module._app_restore());
        this.frames.resume();
        return problem;
      },
    });
    this.frames.soon();
  }

  begin(run: RunDescription): void {
    withText(this.module, run.title, (address, size) => this.module._app_begin(address, size, AxisNumbers[run.axis]));
    this.search.reset();
    this.frames.soon();
  }

  append(chunk: Uint8Array): void {
    withBytes(this.module, chunk, (address, size) => this.module._app_append(address, size));
    this.frames.calmly();
  }

  setTheme(theme: 'light' | 'dark'): void {
    this.module._app_theme(theme === 'light' ? 1 : 0);
    this.frames.soon();
  }

  command(name: string): void {
    const known = withText(this.module, name, (address) => this.module._app_command(address));
    if (known === 0) throw new Error(`The timeline has no command "${name}".`);
    this.frames.soon();
  }

  snapshot(): AppSnapshot {
    return JSON.parse(this.module.UTF8ToString(this.module._app_snapshot())) as AppSnapshot;
  }

  onCursor(callback: (moment: CursorMoment) => void): void {
    this.listeners.push(callback);
  }

  setCursor(time: number): void {
    this.module._app_set_cursor(time);
    this.cursor = this.module._app_cursor();
    this.announcer.changed();
    this.frames.soon();
  }

  showFrom(begin: number, now: number): void {
    this.module._app_show_from(begin, now);
    this.frames.soon();
  }

  showRange(start: number, end: number): void {
    this.module._app_show_range(start, end);
    this.frames.soon();
  }

  exportChromeJson(): string {
    return this.module.UTF8ToString(this.module._app_chrome_json());
  }

  description(): string {
    return this.module.UTF8ToString(this.module._app_description());
  }

  focus(): void {
    this.canvas.focus({ preventScroll: true });
  }

  private draw(): boolean {
    if (!this.sized) return false;
    const again = this.module._app_frame() !== 0;
    this.search.update();
    const cursor = this.module._app_cursor();
    if (!Object.is(cursor, this.cursor)) {
      this.cursor = cursor;
      this.announcer.changed();
      const moment = JSON.parse(this.module.UTF8ToString(this.module._app_cursor_json())) as CursorMoment | null;
      if (moment !== null) for (const listener of this.listeners) listener(moment);
    }
    return again;
  }

  /** Copy with the canvas focused: what is selected, in words. */
  private copy(event: ClipboardEvent): void {
    event.clipboardData?.setData('text/plain', this.description());
    event.preventDefault();
  }
}
