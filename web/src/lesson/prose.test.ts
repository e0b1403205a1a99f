import { describe, expect, it } from 'vitest';
import { inlineHtml, parseLineLink, proseHtml, withoutTitle } from './prose.js';

describe('parseLineLink', () => {
  it('reads a line and a range', () => {
    expect(parseLineLink('#L12')).toEqual({ first: 12, last: 12 });
    expect(parseLineLink('#L3-L9')).toEqual({ first: 3, last: 9 });
    expect(parseLineLink('#L3-9')).toEqual({ first: 3, last: 9 });
  });
  it('bad_ ranges are ordinary links', () => {
    for (const href of ['#L0', '#L9-L3', '#Lx', '#lesson=mutex', 'https://example.org/#L3', '']) expect(parseLineLink(href)).toBeUndefined();
  });
});

describe('proseHtml', () => {
  it('marks links to lines', () => {
    const html = proseHtml('See [the loop](#L7-L9).');
    expect(html).toContain('class="line-link" data-first="7" data-last="9"');
  });
  it('leaves HTML as text', () => {
    expect(proseHtml('<img src=x onerror=alert(1)>')).not.toContain('<img');
    expect(proseHtml('a <b>bold</b> word')).toContain('&lt;b&gt;');
  });
  it('does not make a link of a script address', () => expect(proseHtml('[x](javascript:alert(1))')).not.toContain('<a'));
  it('puts headings below those of the page', () => {
    expect(proseHtml('## What to see')).toContain('<h4>What to see</h4>');
    expect(proseHtml('##### deep')).toContain('<h6>');
  });
  it('opens other sites in a tab of their own', () => expect(proseHtml('[x](https://example.org)')).toContain('target="_blank" rel="noopener noreferrer"'));
  it('leaves a first heading out, and only a first one', () => {
    expect(withoutTitle('# Mutex\n\nText')).toBe('\nText');
    expect(withoutTitle('Text\n# Mutex\n')).toBe('Text\n# Mutex\n');
  });
});

describe('inlineHtml', () => {
  it('has no paragraph', () => expect(inlineHtml('Press *Run*.')).toBe('Press <em>Run</em>.'));
});
