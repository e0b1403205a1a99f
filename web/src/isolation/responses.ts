/** What the service worker does to requests and answers; apart, so that tests can ask it. */
import { Isolation, ScriptPolicy } from '../../headers.mjs';

/** A name that changes with the contents (web/server/serve.mjs knows the same). */
export const isImmutable = (url: string): boolean => /\/(?:assets\/[^/]*-[\w-]{8}\.\w+|(?:app|engine|guest|lessons)-[0-9a-f]{12}\/.*)$/.test(new URL(url).pathname);

/** Below the worker's folder, and neither the compiler nor the worker itself. */
export function isOurs(url: string, scope: string): boolean {
  const name = url.startsWith(scope) ? url.slice(scope.length) : undefined;
  return name !== undefined && !/^(?:compiler-[^/]*\/|guest-[^/]*\/|sw\.js)/.test(name);
}

/** The answer with the isolation headers, if it is a document or a script and its server did not isolate it. */
export function withHeaders(response: Response): Response {
  const type = response.headers.get('Content-Type') ?? '';
  const isScript = /^(?:text|application)\/javascript\b/.test(type);
  if (response.status !== 200 || response.headers.has('Cross-Origin-Embedder-Policy') || !(isScript || type.startsWith('text/html'))) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(Isolation)) headers.set(name, value);
  if (isScript && !headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', ScriptPolicy);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
