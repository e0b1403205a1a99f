/** The script of pages that embed Interleave, without a browser: what it says, to whom, and whom it believes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readLink } from '../share/link.js';
import { readOptions } from './options.js';

const Site = 'https://play.example';
const Source = '#include <thread>\n\nint main() {\n    std::jthread t([] {});\n}\n';

interface Client {
  Playground: typeof import('./client.js').Playground;
  fragmentOf: typeof import('./client.js').fragmentOf;
  packSource: typeof import('./client.js').packSource;
  plainSource: typeof import('./client.js').plainSource;
}

let client: Client;
let receivers: ((event: unknown) => void)[];
let posted: [{ type: string }, string][];
let load: () => void;
const contentWindow = { postMessage: (message: { type: string }, target: string) => void posted.push([message, target]) };

function frame(): HTMLIFrameElement {
  return { src: `${Site}/embed.html`, contentWindow, addEventListener: (_: string, listener: () => void) => { load = listener; } } as unknown as HTMLIFrameElement;
}
const say = (data: unknown, origin = Site, source: unknown = contentWindow): void => receivers.forEach((receive) => receive({ data, origin, source }));
const ready = { interleave: 1, type: 'ready', stage: 'poster', isolated: true };

beforeEach(async () => {
  receivers = [];
  posted = [];
  vi.stubGlobal('document', { currentScript: null, baseURI: 'https://course.example/page' });
  vi.stubGlobal('HTMLScriptElement', class {});
  vi.stubGlobal('window', { matchMedia: () => ({}), addEventListener: (_: string, receive: (event: unknown) => void) => receivers.push(receive), removeEventListener: (_: string, receive: (event: unknown) => void) => { receivers = receivers.filter((item) => item !== receive); } });
  client = await import('./client.js');
});
afterEach(() => vi.unstubAllGlobals());

describe('Playground', () => {
  it('greets, waits until the frame is ready, then says what was asked for, to the frame’s origin only', () => {
    const playground = new client.Playground(frame());
    playground.run();
    expect(posted.map(([{ type }]) => type)).toEqual(['hello']);
    load();
    say(ready);
    expect(posted.map(([{ type }]) => type)).toEqual(['hello', 'hello', 'hello', 'run']);
    expect(new Set(posted.map(([, target]) => target))).toEqual(new Set([Site]));
    playground.setTheme('dark');
    expect(posted.at(-1)?.[0]).toEqual({ interleave: 1, type: 'theme', theme: 'dark' });
  });
  it('believes only the frame’s window and origin, and only messages of ours', () => {
    const heard: unknown[] = [];
    const playground = new client.Playground(frame());
    playground.on('completed', (message) => heard.push(message));
    const completed = { interleave: 1, type: 'completed', goal: 'proved', lesson: 'mutex', changed: true, seconds: 3 };
    say(completed, 'https://evil.example');
    say(completed, Site, {});
    say({ ...completed, interleave: 2 });
    say({ ...completed, goal: 'everything' });
    say('completed');
    expect(heard).toEqual([]);
    say(completed);
    expect(heard).toEqual([{ type: 'completed', goal: 'proved', lesson: 'mutex', changed: true, seconds: 3 }]);
    playground.disconnect();
    say(completed);
    expect(heard.length).toBe(1);
  });
  it('lets a listener go', () => {
    const heard: number[] = [];
    const playground = new client.Playground(frame());
    const leave = playground.on('height', ({ pixels }) => heard.push(pixels));
    say({ interleave: 1, type: 'height', pixels: 300 });
    leave();
    say({ interleave: 1, type: 'height', pixels: 400 });
    expect(heard).toEqual([300]);
  });
});

describe('the element', () => {
  it('writes its attributes as a fragment that the frame reads', async () => {
    const attributes: Record<string, string> = { lesson: 'mutex', machine: 'lab', cores: '4', layout: 'single', theme: 'dark', readonly: '', goal: 'proved' };
    const fragment = client.fragmentOf((name) => attributes[name] ?? null);
    expect(readLink(fragment)).toEqual({ lesson: 'mutex', machine: 'lab', cores: 4 });
    expect(readOptions(fragment)).toMatchObject({ layout: 'single', theme: 'dark', readonly: true, goal: 'proved' });
  });
  it('packs a program as our links have it', async () => {
    const packed = await client.packSource(Source, 'Mine');
    expect(readLink(client.fragmentOf((name) => (name === 'machine' ? 'lab' : null), packed))).toEqual({ name: 'Mine', source: Source, machine: 'lab' });
  });
  it('takes a program as it is written in a page', () => {
    expect(client.plainSource('\n\n    int main() {\n        return 0;\n    }\n  ')).toBe('int main() {\n    return 0;\n}\n');
    expect(client.plainSource('a\r\n\r\n  b')).toBe('a\n\n  b\n');
  });
});
