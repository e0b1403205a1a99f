import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedEncodings, handler, listen, resolveRequest } from './serve.mjs';

describe('resolveRequest', () => {
  const root = '/srv/site';
  it('maps paths to files, folders to their index', () => {
    expect(resolveRequest(root, '/')).toBe('/srv/site/index.html');
    expect(resolveRequest(root, '/a/b.js?x=1')).toBe('/srv/site/a/b.js');
    expect(resolveRequest(root, '/with%20space')).toBe('/srv/site/with space');
  });
  it.each(['/../secret', '/%2e%2e/secret', '/a/../../secret', '/..%2fsecret', '/../site-other/x', '/%00', '/%zz', 'x'])('bad_ path %s leads nowhere', (url) => {
    expect(resolveRequest(root, url)).toBeUndefined();
  });
});

describe('acceptedEncodings', () => {
  it('prefers brotli', () => expect(acceptedEncodings('gzip, deflate, br, zstd')).toEqual(['br', 'gzip']));
  it('minds a refusal', () => expect(acceptedEncodings('br;q=0, gzip;q=0.5')).toEqual(['gzip']));
  it('takes none from silence', () => expect(acceptedEncodings('')).toEqual([]));
});

describe('the server', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'interleave-serve-'));
  const servers = [];
  const script = 'console.log("hello");\n'.repeat(100);
  let base;

  async function started(options) {
    const server = http.createServer(handler(root, options));
    servers.push(server);
    return `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  }

  /** Node's fetch decodes bodies and hides their encoding: ask by hand. */
  function get(url, headers = {}, method = 'GET') {
    return new Promise((resolve, reject) => {
      http.request(url, { headers, method }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part)).on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      }).on('error', reject).end();
    });
  }

  beforeAll(async () => {
    writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
    mkdirSync(path.join(root, 'assets'));
    writeFileSync(path.join(root, 'assets/main-Ab12_-9z.js'), script);
    writeFileSync(path.join(root, 'assets/main-Ab12_-9z.js.br'), brotliCompressSync(script));
    writeFileSync(path.join(root, 'program.wasm'), Buffer.from([0, 97, 115, 109]));
    base = await started();
  });
  afterAll(() => {
    for (const server of servers) server.close();
    rmSync(root, { recursive: true });
  });

  it('isolates every answer, also an error', async () => {
    for (const url of ['/', '/assets/main-Ab12_-9z.js', '/nothing']) {
      const { headers } = await get(base + url);
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    }
  });
  it('passes the precompressed neighbour on, with the type of the original', async () => {
    const { headers, body } = await get(`${base}/assets/main-Ab12_-9z.js`, { 'Accept-Encoding': 'br' });
    expect(headers['content-encoding']).toBe('br');
    expect(headers['content-type']).toContain('text/javascript');
    expect(body.length).toBeLessThan(script.length / 10);
  });
  it('sends the file itself to who takes no encoding', async () => {
    const { headers, body } = await get(`${base}/assets/main-Ab12_-9z.js`);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe(script);
  });
  it('lets hashed names be kept for ever and others be asked for again', async () => {
    expect((await get(`${base}/assets/main-Ab12_-9z.js`)).headers['cache-control']).toContain('immutable');
    const first = await get(`${base}/`);
    expect(first.headers['cache-control']).toBe('no-cache');
    expect((await get(`${base}/`, { 'If-None-Match': first.headers.etag })).status).toBe(304);
  });
  it('names WebAssembly by its type, or it could not be compiled while it loads', async () => {
    expect((await get(`${base}/program.wasm`)).headers['content-type']).toBe('application/wasm');
  });
  it('answers 404, 400 and 405 in words', async () => {
    expect((await get(`${base}/nothing`)).status).toBe(404);
    expect((await get(`${base}/%zz`)).status).toBe(400);
    expect((await get(`${base}/`, {}, 'POST')).status).toBe(405);
  });
  it('sends no body to HEAD', async () => expect((await get(`${base}/`, {}, 'HEAD')).body.length).toBe(0));
  it('can leave the isolation out', async () => {
    expect((await get(await started({ isolated: false }))).headers['cross-origin-embedder-policy']).toBeUndefined();
  });
  it('takes the next port when one is busy', async () => {
    const busy = Number(new URL(base).port);
    const server = http.createServer(handler(root));
    servers.push(server);
    expect(await listen(server, '127.0.0.1', busy)).toBeGreaterThan(busy);
  });
});
