/** Says in words, to screen readers, what is drawn only: the selection or the moment at the cursor, once it has come to rest. */
const RestMilliseconds = 350;

export class Announcer {
  private readonly region = document.createElement('div');
  private timer = 0;

  /** `words` is asked when there is something to say. */
  constructor(canvas: HTMLCanvasElement, private readonly words: () => string) {
    this.region.setAttribute('role', 'status');
    Object.assign(this.region.style, {
      position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap',
    });
    canvas.after(this.region);
  }

  changed(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const words = this.words().replaceAll('`', '');
      if (this.region.textContent !== words) this.region.textContent = words;
    }, RestMilliseconds);
  }
}
