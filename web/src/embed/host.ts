/**
 * The frame's end of the wire to the page around it.
 *
 * Who may speak: only the window that holds the frame, and after its first `hello` only from the origin that it had then. Who is
 * spoken to: before the hello anybody, with nothing but `ready` and `height`; after it, that origin and no other. What is not a
 * message of ours in our version gets no answer.
 */
import { Protocol, readToFrame, type FromFrame, type ToFrame } from './messages.js';

/** The parts of `window` that are needed, so that tests can stand in. */
export interface FrameWindow {
  readonly parent: { postMessage(message: unknown, targetOrigin: string): void };
  addEventListener(type: 'message', listener: (event: Pick<MessageEvent, 'data' | 'origin' | 'source'>) => void): void;
}

export class Host {
  private origin: string | undefined;
  private listener: ((message: ToFrame) => void) | undefined;
  private last: FromFrame | undefined;

  constructor(private readonly frame: FrameWindow) {
    frame.addEventListener('message', (event) => this.receive(event));
  }

  /** The newest listener hears everything: first the poster, then the page. */
  onMessage(listener: (message: ToFrame) => void): void {
    this.listener = listener;
  }

  tell(message: FromFrame): void {
    if (message.type === 'ready') this.last = message;
    const open = message.type === 'ready' || message.type === 'height';
    if (this.origin === undefined && !open) return;
    // A page without an origin (a file, a sandbox) can be reached in no other way; it is still only the window around us.
    const target = this.origin === undefined || this.origin === 'null' ? '*' : this.origin;
    this.frame.parent.postMessage({ interleave: Protocol, ...message }, target);
  }

  private receive({ data, origin, source }: Pick<MessageEvent, 'data' | 'origin' | 'source'>): void {
    if (source !== (this.frame.parent as unknown)) return;
    const message = readToFrame(data);
    if (message === undefined || (this.origin !== undefined && origin !== this.origin)) return;
    if (message.type === 'hello') {
      this.origin = origin;
      if (this.last !== undefined) this.tell(this.last);
    } else if (this.origin !== undefined) {
      this.listener?.(message);
    }
  }
}
