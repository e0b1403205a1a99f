/**
 * When to draw: only if something changed, once per animation frame, and at most about 30 times a second while a trace grows.
 * An idle app asks for nothing and so costs nothing.
 */
export class Frames {
  private animation = 0;
  private timer = 0;
  private last = 0;
  private paused = false;

  /** `draw` returns whether it wants to draw again at once. */
  constructor(private readonly draw: () => boolean) {}

  /** At the next animation frame. */
  soon(): void {
    if (this.paused || this.animation !== 0) return;
    this.animation = requestAnimationFrame((time) => {
      this.animation = 0;
      this.last = time;
      if (!this.paused && this.draw()) this.soon();
    });
  }

  /** In `delay` milliseconds at the latest; an earlier date stands. */
  later(delay: number): void {
    if (this.paused || this.timer !== 0 || this.animation !== 0) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.soon();
    }, delay);
  }

  /** For changes that come in floods. */
  calmly(): void {
    const wait = this.last + 1000 / 30 - performance.now();
    if (wait <= 0) this.soon();
    else this.later(wait);
  }

  pause(): void {
    this.paused = true;
    cancelAnimationFrame(this.animation);
    window.clearTimeout(this.timer);
    this.animation = this.timer = 0;
  }

  resume(): void {
    this.paused = false;
    this.soon();
  }
}
