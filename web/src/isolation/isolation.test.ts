import { describe, expect, it } from 'vitest';
import { plan } from './isolation.js';
import { isImmutable, isOurs, withHeaders } from './responses.js';

const html = (headers: Record<string, string> = {}): Response => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html', ...headers } });

describe('the service worker', () => {
  it('isolates documents and scripts that come without headers', () => {
    expect(withHeaders(html()).headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    const script = withHeaders(new Response('', { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } }));
    expect(script.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(script.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });
  it('steps aside where the server does it, and leaves the rest alone', () => {
    for (const response of [html({ 'Cross-Origin-Embedder-Policy': 'credentialless' }), new Response('{}', { headers: { 'Content-Type': 'application/json' } }), new Response('', { status: 404, headers: { 'Content-Type': 'text/html' } })]) {
      expect(withHeaders(response)).toBe(response);
    }
  });
  it('touches what lies below its folder, but not the compiler and not itself', () => {
    const scope = 'https://a.example/x/';
    expect(['index.html', '', 'assets/main-12345678.js', 'compiler-0123456789ab/llvm.wasm', 'sw.js'].map((name) => isOurs(scope + name, scope))).toEqual([true, true, true, false, false]);
    expect(['https://a.example/y/', 'https://b.example/x/'].map((url) => isOurs(url, scope))).toEqual([false, false]);
  });
  it('keeps for ever only what has a hash in its name', () => {
    expect(['assets/main-Ab12_-9z.js', 'lessons-0123456789ab/index.json', 'index.html', '', 'interleave-embed.js'].map((name) => isImmutable(`https://a.example/x/${name}`))).toEqual([true, true, false, false, false]);
  });
});

describe('the page', () => {
  const plain = { isolated: false, workers: true, framed: false, controlled: false, tried: false };
  it('is loaded once more only in a tab that is not isolated, and only once', () => {
    expect(plan(plain)).toBe('isolate');
    for (const other of [{ isolated: true }, { controlled: true }, { tried: true }]) expect(plan({ ...plain, ...other })).toBe('register');
    expect(plan({ ...plain, workers: false })).toBe('nothing');
    expect(plan({ ...plain, framed: true })).toBe('nothing');
  });
});
