/** The graphics context may be lost at any time (driver reset, sleep, too many contexts) and usually comes back. */
export interface ContextEvents {
  lost(): void;
  /** Everything on the GPU is gone and to be made anew. Returns what went wrong, '' if nothing did. */
  restored(): string;
}

const PatienceMilliseconds = 5000;

export function watchContext(canvas: HTMLCanvasElement, events: ContextEvents): void {
  const message = document.createElement('p');
  message.hidden = true;
  message.setAttribute('role', 'status');
  Object.assign(message.style, {
    position: 'absolute', inset: '0', margin: 'auto', height: 'fit-content', padding: '1em', textAlign: 'center', pointerEvents: 'none',
  });
  canvas.after(message);
  const say = (text: string): void => {
    message.textContent = text;
    message.hidden = text === '';
    canvas.style.visibility = text === '' ? '' : 'hidden';
  };
  let patience = 0;
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    events.lost();
    say('The graphics driver was reset: the timeline is being drawn anew…');
    patience = window.setTimeout(() => say('The graphics driver did not come back. The run is kept; reload the page to see its timeline again.'), PatienceMilliseconds);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    window.clearTimeout(patience);
    say(events.restored());
  });
}
