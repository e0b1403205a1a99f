/** Servers for the tests of frames: a course's pages, and the site below a path, both counting what they are asked for. */
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const site = path.resolve(path.join(top, 'web'), process.env['INTERLEAVE_SITE'] ?? '../build/site');

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>;

export interface Counted {
  /** Paths, in the order of the requests. */
  readonly requests: string[];
  /** Of bodies, as they went over the wire. */
  bytes: number;
  close(): void;
}

function listen(server: http.Server, address: string): Promise<void> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => server.once('error', reject).listen(Number(port), hostname, resolve));
}

export interface CoursePage {
  readonly body: string;
  readonly head?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** path → page. A page's `body` is HTML; it is shown as a course would. */
export async function serveCourse(address: string, pages: ReadonlyMap<string, CoursePage>): Promise<Counted> {
  const counted: Counted = { requests: [], bytes: 0, close: () => void server.close() };
  const server = http.createServer((request, response) => {
    const name = (request.url ?? '').split('?')[0] ?? '';
    counted.requests.push(name);
    const page = pages.get(name);
    if (page === undefined) return void response.writeHead(name === '/favicon.ico' ? 204 : 404).end();
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers })
      .end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A course</title>${page.head ?? '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:1.5rem auto;padding:0 1rem}</style>'}</head><body>${page.body}</body></html>`);
  });
  await listen(server, address);
  return counted;
}

/** The site below `mount` ("/" or "/a/b/"). */
export async function serveSite(address: string, mount: string, isolated: boolean): Promise<Counted> {
  const { handler } = (await import(pathToFileURL(path.join(top, 'web/server/serve.mjs')).href)) as { handler(root: string, options: { isolated: boolean }): Handler };
  const serve = handler(site, { isolated });
  const counted: Counted = {
    requests: [], bytes: 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = http.createServer((request, response) => {
    const url = request.url ?? '/';
    counted.requests.push(url);
    const write = response.writeHead.bind(response) as (status: number, headers?: http.OutgoingHttpHeaders) => http.ServerResponse;
    response.writeHead = ((status: number, headers?: http.OutgoingHttpHeaders) => {
      counted.bytes += Number(headers?.['Content-Length'] ?? 0);
      return write(status, headers);
    }) as typeof response.writeHead;
    if (!url.startsWith(mount)) return void response.writeHead(404).end();
    request.url = `/${url.slice(mount.length)}`;
    void serve(request, response);
  });
  await listen(server, address);
  return counted;
}
