/**
 * The headers that the site wants, in one place: for web/server, for the files that other servers read (tools/vite_headers.ts), and, where
 * a server sets none, for the service worker (src/isolation/service_worker.ts).
 *
 * In a tab, opener and embedder policy make the page isolated, which is what SharedArrayBuffer asks for. In a frame,
 * Document-Isolation-Policy does it alone, where the browser has it. The site is public and has no secrets: pages that are isolated
 * themselves may load it (resource policy), and so may frames in a sandbox, whose origin is “null” (allow origin).
 */
export const Isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Document-Isolation-Policy': 'isolate-and-require-corp',
};

export const Open = { 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

/** Of scripts: a worker has the policy of its own file, not that of the page, whose policy is in its HTML. */
export const ScriptPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; base-uri 'none'";
