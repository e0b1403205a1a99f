import { describe, expect, it } from 'vitest';
import { readOptions } from '../embed/options.js';
import { readLink } from './link.js';
import { elementSnippet, frameAddress, frameSnippet, type EmbedWish } from './snippets.js';

const plain: EmbedWish = { layout: 'full', panel: undefined, theme: 'auto', readonly: false, start: 'press', goal: undefined, height: undefined };
const Base = 'https://play.example/x/';

describe('snippets', () => {
  it('of a lesson are short', () => {
    expect(frameAddress(Base, { lesson: 'mutex', machine: 'lab', cores: 2 }, plain)).toBe('https://play.example/x/embed.html#lesson=mutex&machine=lab&cores=2');
    expect(elementSnippet(Base, { lesson: 'mutex' }, plain)).toBe('<script src="https://play.example/x/interleave-embed.js" defer></script>\n<interleave-playground lesson="mutex"></interleave-playground>\n');
  });
  it('say the options', () => {
    const wish: EmbedWish = { ...plain, layout: 'single', panel: 'timeline', theme: 'dark', readonly: true, goal: 'deadlock', height: 400 };
    const address = frameAddress(Base, { lesson: 'mutex', source: 'int main() {}' }, wish);
    expect(readLink(new URL(address).hash)).toEqual({ lesson: 'mutex', source: 'int main() {}' });
    expect(readOptions(new URL(address).hash)).toEqual({ layout: 'single', panel: 'timeline', theme: 'dark', readonly: true, start: 'press', goal: 'deadlock' });
    expect(elementSnippet(Base, { lesson: 'mutex' }, wish)).toContain('layout="single" panel="timeline" theme="dark" readonly goal="deadlock" height="400"');
    expect(frameSnippet(Base, { lesson: 'mutex' }, wish, 'The mutex')).toContain('height="400"');
  });
  it('bad_ texts cannot break out of them', () => {
    const source = '</interleave-playground><script>alert(1)</script>';
    expect(elementSnippet(Base, { name: '"><img src=x onerror=alert(1)>', source }, plain).match(/<(?!\/?(?:script|interleave-playground)\b)/g)).toBeNull();
    expect(elementSnippet(Base, { name: 'x', source }, plain).split('<script').length).toBe(2);
    expect(frameSnippet(Base, { lesson: 'mutex' }, plain, '"><script>')).not.toContain('<script>');
  });
});
