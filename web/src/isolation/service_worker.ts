/**
 * sw.js: gives the page isolation where the server cannot set headers, and the whole page without a network.
 *
 *   isolation   a document or a script that comes without an embedder policy gets the headers of headers.mjs; one that has it is passed
 *               on as it came: where the server does it, this steps aside
 *   offline     what has a hash in its name is kept at its first use and never asked for again; the rest is asked for first, and taken from
 *               what was kept when nobody answers. `keep` (keep.ts) brings what the page itself needs, in its own time
 *
 * Only files of the site below the worker's own folder are touched. The compiler, 75 MB, is left to the browser's own cache, which keeps
 * its optimised code too (FACTS: 1.4 s instead of 9 s).
 */
import { isImmutable, isOurs, withHeaders } from './responses.js';

/** Put in by tools/vite_service_worker.ts. */
declare const Core: readonly string[];
declare const Version: string;

interface Lasting extends Event { waitUntil(done: Promise<unknown>): void }
interface Fetching extends Lasting { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface Message extends Lasting { readonly data: unknown }
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'message', listener: (event: Message) => void): void;
}

const worker = self as unknown as Scope;
const Prefix = 'interleave-site-';
const CacheName = Prefix + Version;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOlder().then(() => worker.clients.claim())));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && isOurs(request.url, worker.registration.scope)) event.respondWith(answer(request));
});
worker.addEventListener('message', (event) => {
  const { data } = event;
  if (typeof data === 'object' && data !== null && 'keep' in data && Array.isArray(data.keep)) {
    event.waitUntil(keep(data.keep.filter((url): url is string => typeof url === 'string')));
  }
});

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(Prefix) && name !== CacheName).map((name) => caches.delete(name)));
}

/** The site's own files, and what the page had loaded before there was a worker. */
async function keep(loaded: readonly string[]): Promise<void> {
  const { scope } = worker.registration;
  const cache = await caches.open(CacheName);
  const wanted = [...Core.map((name) => new URL(name, scope).href), ...loaded.filter((url) => isOurs(url, scope) && isImmutable(url))];
  for (const url of new Set(wanted)) {
    if ((await cache.match(url)) !== undefined) continue;
    try {
      const response = await fetch(url);
      if (response.ok) await cache.put(url, response);
    } catch {
      return; // the network has gone; the next visit goes on
    }
  }
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CacheName);
  const kept = (): Promise<Response | undefined> => cache.match(request, { ignoreSearch: !isImmutable(request.url), ignoreVary: true });
  const found = isImmutable(request.url) ? await kept() : undefined;
  if (found !== undefined) return withHeaders(found);
  try {
    const response = await fetch(request);
    if (response.ok && response.type === 'basic' && response.status === 200) void cache.put(request.url, response.clone()).catch(() => {}); // full storage
    return withHeaders(response);
  } catch (error) {
    const old = await kept();
    if (old === undefined) throw error;
    return withHeaders(old);
  }
}
