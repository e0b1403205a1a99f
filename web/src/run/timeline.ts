/**
 * The drawn timeline, which arrives later than the page: what a run records before is kept and given to it when it is there.
 * Where it cannot come (no WebGL 2, or its files do not load) runs go on without it, and the panel says why.
 */
import { startApp, type AppSnapshot, type Axis, type TimelineApp } from '../app/app.js';
import { byId, element } from '../base/dom.js';
import type { Theme } from '../page/theme.js';

export type TimelineCursor = Parameters<Parameters<TimelineApp['onCursor']>[0]>[0];

export class Timeline {
  private app: TimelineApp | undefined;
  private title: string | undefined;
  private axis: Axis = 'real';
  private waiting: Uint8Array[] = [];
  private from = 0;
  private now = 0;
  private cursor: number | undefined;
  private range: readonly [number, number] | undefined;
  private theme: Theme = 'light';
  private failed = false;
  private runs = true;
  private readonly message = byId('timeline-message');
  private readonly exportButton = byId('export-trace', HTMLButtonElement);

  /** `onCursor` is told where the threads are whenever the cursor in time moves. */
  constructor(private readonly onCursor: (cursor: TimelineCursor) => void) {
    this.reset();
  }

  /** Loads the app. Never throws: a failure is shown in the panel. `findFault`: why the browser cannot draw, if that is the reason. */
  async load(canvas: HTMLCanvasElement, base: string, findFault: () => string | undefined): Promise<void> {
    try {
      const app = await startApp(canvas, base);
      app.setTheme(this.theme);
      app.onCursor((cursor) => this.onCursor(cursor));
      this.app = app;
      if (this.title !== undefined) app.begin({ title: this.title, axis: this.axis });
      if (this.from > 0) app.showFrom(this.from, this.now);
      for (const chunk of this.waiting) app.append(chunk);
      this.waiting = [];
      if (this.cursor !== undefined) app.setCursor(this.cursor);
      this.drawRange();
      this.exportButton.disabled = this.title === undefined;
    } catch (error) {
      this.cannotDraw(findFault() ?? `Its program did not start (${error instanceof Error ? error.message : String(error)}). Load the page again; programs run and the console works all the same.`);
    }
  }

  /** No program will ever be recorded; the invitation to run one goes. */
  cannotRun(): void {
    this.runs = false;
    this.reset();
  }

  /** The timeline stays away, for this reason. */
  cannotDraw(reason: string): void {
    this.failed = true;
    this.waiting = [];
    this.say('The timeline cannot be drawn', reason);
  }

  begin(title: string, axis: Axis): void {
    this.forget();
    this.title = title;
    this.axis = axis;
    this.app?.begin({ title, axis });
    this.exportButton.disabled = this.app === undefined;
    if (!this.failed) this.message.hidden = true;
  }

  /** Forgets the recording: another lesson is shown. */
  reset(): void {
    this.forget();
    this.exportButton.disabled = true;
    if (this.failed) return;
    this.app?.begin({ title: '', axis: 'real' });
    if (this.runs) this.say('Nothing recorded yet', 'Press Run: the threads of the program appear here, each in a lane of its own.');
    else this.say('Nothing to draw', 'Programs cannot run here; the note at the top says why, and what to do.');
  }

  append(chunk: Uint8Array): void {
    if (this.app !== undefined) this.app.append(chunk);
    else if (!this.failed) this.waiting.push(chunk);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.app?.setTheme(theme);
  }

  /** Puts the cursor in time there. */
  setCursor(time: number): void {
    this.cursor = time;
    this.app?.setCursor(time);
  }

  /** Keeps what comes after `begin` in view; the run stands at `now`, where nothing need have happened. */
  showFrom(begin: number, now: number): void {
    this.from = begin;
    this.now = now;
    this.app?.showFrom(begin, now);
  }

  /** This part of the time axis, once all that was appended is drawn. */
  showRange(start: number, end: number): void {
    this.range = [start, end];
    this.drawRange();
  }

  /** What of the time axis is on screen, if it is not the whole run. */
  get movedRange(): readonly [number, number] | undefined {
    const snapshot = this.snapshot();
    if (snapshot === undefined || snapshot.lanes.length === 0) return undefined;
    const { start, end } = snapshot.view;
    const last = Math.max(0, ...snapshot.lanes.flatMap(({ spans }) => spans.map((span) => span.end)));
    return start <= this.from && end >= last ? undefined : [Math.max(0, Math.round(start)), Math.round(end)];
  }

  /** All events, for Perfetto and its like. */
  chromeJson(): string {
    return this.app?.exportChromeJson() ?? '[]';
  }

  snapshot(): AppSnapshot | undefined {
    return this.app?.snapshot();
  }

  private forget(): void {
    this.title = undefined;
    this.from = 0;
    this.cursor = undefined;
    this.range = undefined;
    this.waiting = [];
  }

  private drawRange(): void {
    const { app, range } = this;
    if (app === undefined || range === undefined) return;
    // The view knows the run's length from its last frame on.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (this.range !== range) return;
      this.range = undefined;
      app.showRange(...range);
    }));
  }

  private say(title: string, text: string): void {
    this.message.replaceChildren(element('strong', {}, title), element('p', {}, text));
    this.message.hidden = false;
  }
}
