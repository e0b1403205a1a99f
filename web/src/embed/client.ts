/**
 * interleave-embed.js: the one script of a page that embeds Interleave.
 *
 *   <script src="https://…/interleave-embed.js" defer></script>
 *   <interleave-playground lesson="mutex" machine="lab" cores="2"></interleave-playground>
 *
 * The element makes its frame when it comes near the visible part of the page, passes the page's theme on, gives the frame the height that
 * it asks for, and turns the frame's messages into events (`ready`, `run`, `finished`, `outcome`, `completed`) whose `detail` is the message.
 * `Playground` does the talking for an <iframe> that is there already. Only the frame's own window and origin are listened to.
 */
import { Protocol, readFromFrame, type CompletedMessage, type FinishedMessage, type FromFrame, type HeightMessage, type OutcomeMessage, type ReadyMessage, type RunMessage, type ToFrame } from './messages.js';

export interface PlaygroundEvents {
  readonly ready: ReadyMessage;
  readonly run: RunMessage;
  readonly finished: FinishedMessage;
  readonly outcome: OutcomeMessage;
  readonly completed: CompletedMessage;
  readonly height: HeightMessage;
}

export type PlaygroundListener<Name extends keyof PlaygroundEvents> = (message: PlaygroundEvents[Name]) => void;

/** Talks with the Interleave in an <iframe>. */
export class Playground {
  private readonly listeners = new Map<string, Set<(message: FromFrame) => void>>();
  private readonly waiting: ToFrame[] = [];
  private heard = false;
  private stage: ReadyMessage['stage'] | undefined;
  private readonly receive = (event: MessageEvent): void => this.take(event);

  /** `origin`: where the frame's page comes from; default is that of its src. A sandbox without allow-same-origin has 'null'. */
  constructor(readonly frame: HTMLIFrameElement, private readonly origin: string = new URL(frame.src, document.baseURI).origin) {
    window.addEventListener('message', this.receive);
    frame.addEventListener('load', () => this.greet());
    this.greet();
  }

  on<Name extends keyof PlaygroundEvents>(name: Name, listener: PlaygroundListener<Name>): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all);
    all.add(listener as (message: FromFrame) => void);
    return () => void all.delete(listener as (message: FromFrame) => void);
  }

  /** Loads the playground, if that has not happened, and runs the program. */
  run(): void {
    this.send({ type: 'run' });
  }

  stop(): void {
    this.send({ type: 'stop' });
  }

  setTheme(theme: 'light' | 'dark' | 'auto'): void {
    this.send({ type: 'theme', theme });
  }

  /** Shows something else: the part of a link from the # on. */
  open(fragment: string): void {
    this.send({ type: 'open', fragment });
  }

  /** Hears and says no more. */
  disconnect(): void {
    window.removeEventListener('message', this.receive);
    this.listeners.clear();
  }

  private send(message: ToFrame): void {
    if (this.heard) this.post(message);
    else this.waiting.push(message);
  }

  /** Its first message pins our origin in the frame; a frame that is not there yet does not hear it, and says `ready` later. */
  private greet(): void {
    this.post({ type: 'hello' });
  }

  private post(message: ToFrame): void {
    try {
      this.frame.contentWindow?.postMessage({ interleave: Protocol, ...message }, this.origin === 'null' ? '*' : this.origin);
    } catch {
      // The frame shows something else yet.
    }
  }

  private take(event: MessageEvent): void {
    if (event.source === null || event.source !== this.frame.contentWindow || event.origin !== this.origin) return;
    const message = readFromFrame(event.data);
    if (message === undefined) return;
    if (message.type === 'ready' && !this.heard) {
      this.heard = true;
      this.greet();
      for (const waiting of this.waiting.splice(0)) this.post(waiting);
    }
    // Said anew after each hello.
    if (message.type === 'ready' && message.stage === this.stage) return;
    if (message.type === 'ready') this.stage = message.stage;
    for (const listener of this.listeners.get(message.type) ?? []) listener(message);
  }
}

const Shown = ['lesson', 'machine', 'cores', 'quantum', 'seed', 'schedule', 'whole', 'hash', 'cursor', 'view'] as const;
const Looks = ['layout', 'panel', 'theme', 'start', 'goal'] as const;
/** CSS pixels, whatever a frame asks for. */
const [Lowest, Highest] = [160, 1400];

/** The element's attributes as a fragment; `packed` is a word that says what the attributes do not. */
export function fragmentOf(attribute: (name: string) => string | null, packed?: string): string {
  const words = packed === undefined ? [] : [packed];
  for (const name of [...Shown, ...Looks]) {
    const value = attribute(name);
    if (value === null || (name === 'theme' && value === 'auto')) continue;
    words.push(value === '' ? name : `${name}=${encodeURIComponent(value)}`);
  }
  if (attribute('readonly') !== null && attribute('readonly') !== 'false') words.push('readonly');
  return `#${words.join('&')}`;
}

/** A program's text as a link's packed word (web/src/share/packed.ts), with what every browser has. */
export async function packSource(source: string, name: string): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify({ name, source }));
  let hash = 0x811c9dc5;
  for (const byte of json) hash = Math.imul(hash ^ byte, 0x01000193);
  const deflated = new Uint8Array(await new Response(new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
  const bytes = new Uint8Array(4 + deflated.length);
  new DataView(bytes.buffer).setUint32(0, hash >>> 0, true);
  bytes.set(deflated, 4);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `1.${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** Without the empty lines around it and the indentation that all lines share: as it is written inside of an HTML page. */
export function plainSource(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').replace(/^(?:[ \t]*\n)+/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, 1000);
  return `${lines.map((line) => line.slice(common)).join('\n')}\n`;
}

/** The page's own theme: what it says of its colour scheme, else whether its ground is dark. */
export function themeAround(element: Element): 'light' | 'dark' {
  const scheme = getComputedStyle(element).colorScheme;
  if (scheme === 'dark' || scheme === 'light') return scheme;
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const [red, green, blue, alpha = 1] = (/^rgba?\(([^)]*)\)/.exec(getComputedStyle(at).backgroundColor)?.[1] ?? '').split(/[\s,/]+/).map(Number);
    if (red === undefined || green === undefined || blue === undefined || alpha < 0.5) continue;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110 ? 'dark' : 'light';
  }
  // A ground that nobody painted is white, unless the page lets the browser choose.
  return scheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : document.baseURI;

/** Where nothing of the kind is (a worker, a test), the element is an empty class. */
const Base = typeof HTMLElement === 'function' ? HTMLElement : (class {} as typeof HTMLElement);

export class InterleavePlayground extends Base {
  static readonly observedAttributes = [...Shown, ...Looks, 'readonly', 'height', 'src'];
  /** Undefined until the element came near the visible part of the page. */
  playground: Playground | undefined;
  private frame: HTMLIFrameElement | undefined;
  private nearness: IntersectionObserver | undefined;
  private readonly themes: MutationObserver = new MutationObserver(() => this.passTheme());
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  private readonly onSystem = (): void => this.passTheme();
  private wished = 320;

  connectedCallback(): void {
    this.attachRoot();
    this.applyHeight();
    this.nearness ??= new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void this.makeFrame();
    }, { rootMargin: '400px' });
    this.nearness.observe(this);
    for (const element of [document.documentElement, document.body]) this.themes.observe(element, { attributes: true });
    this.system.addEventListener('change', this.onSystem);
  }

  disconnectedCallback(): void {
    this.nearness?.disconnect();
    this.themes.disconnect();
    this.system.removeEventListener('change', this.onSystem);
    this.playground?.disconnect();
    this.playground = undefined;
    this.frame?.remove();
    this.frame = undefined;
  }

  attributeChangedCallback(name: string): void {
    if (name === 'height') this.applyHeight();
    else if (name === 'theme') this.passTheme();
    else if (this.frame !== undefined) void this.fragment().then((fragment) => this.playground?.open(fragment));
  }

  run(): void {
    if (this.playground === undefined) void this.makeFrame().then(() => this.playground?.run());
    else this.playground.run();
  }

  stop(): void {
    this.playground?.stop();
  }

  private attachRoot(): void {
    if (this.shadowRoot !== null) return;
    const root = this.attachShadow({ mode: 'open' });
    // Not a <style>: a page with a strict policy would not let it in. The margin is a paragraph's: themes give none to elements they do not know.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(':host { display: block; min-width: 0; margin-block: 1em; } iframe { display: block; width: 100%; height: 100%; border: 0; border-radius: inherit; }');
    root.adoptedStyleSheets = [sheet];
  }

  private async fragment(): Promise<string> {
    const source = this.getAttribute('source') ?? this.textContent ?? '';
    const packed = source.trim() === '' ? undefined : await packSource(plainSource(source), this.title || 'Program');
    return fragmentOf((name) => (name === 'theme' ? this.theme() : this.getAttribute(name)), packed);
  }

  private theme(): 'light' | 'dark' {
    const wanted = this.getAttribute('theme');
    return wanted === 'light' || wanted === 'dark' ? wanted : themeAround(this);
  }

  private async makeFrame(): Promise<void> {
    if (this.frame !== undefined) return;
    this.nearness?.disconnect();
    const frame = document.createElement('iframe');
    this.frame = frame;
    frame.title = this.title || `Interleave: ${this.getAttribute('lesson') ?? 'a program'}`;
    frame.allow = 'cross-origin-isolated; clipboard-write; fullscreen';
    const base = new URL(this.getAttribute('src') ?? 'embed.html', this.hasAttribute('src') ? document.baseURI : script);
    base.hash = await this.fragment();
    frame.src = base.href;
    const playground = new Playground(frame);
    this.playground = playground;
    for (const name of ['ready', 'run', 'finished', 'outcome', 'completed'] as const) {
      playground.on(name, (message) => this.dispatchEvent(new CustomEvent(name, { detail: message, bubbles: true })));
    }
    playground.on('height', ({ pixels }) => {
      this.wished = pixels;
      this.applyHeight();
    });
    this.shadowRoot?.append(frame);
  }

  private passTheme(): void {
    this.playground?.setTheme(this.theme());
  }

  private applyHeight(): void {
    const fixed = Number(this.getAttribute('height') ?? Number.NaN);
    this.style.height = `${Math.round(Math.min(Highest, Math.max(Lowest, fixed > 0 ? fixed : this.wished)))}px`;
  }
}

if (typeof customElements === 'object' && customElements.get('interleave-playground') === undefined) customElements.define('interleave-playground', InterleavePlayground);
