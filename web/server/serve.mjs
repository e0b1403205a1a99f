// Serves the built site on loopback with the headers that SharedArrayBuffer asks for.
//
//   node web/server/serve.mjs [folder = build/site] [--port 8123] [--strict-port] [--no-isolation] [--host 127.0.0.1]
//
// Without --strict-port the next free port is taken when the wanted one is busy. --no-isolation leaves the isolation
// headers out, as most web hosts do: the tests look at what the page says then. The only output is the address, or one
// line that says what is wrong.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Isolation, Open, ScriptPolicy } from '../headers.mjs';

const Types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.ttf': 'font/ttf', '.woff2': 'font/woff2', '.md': 'text/markdown; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
  '.cpp': 'text/plain; charset=utf-8', '.py': 'text/plain; charset=utf-8', '.map': 'application/json; charset=utf-8',
};

/** Vite writes assets/name-HASH.ext, the artefacts are in folders name-HASH/: those never change under one name. */
const Immutable = /^\/(?:assets\/.*-[\w-]{8}\.\w+|(?:app|compiler|engine|guest|lessons)-[0-9a-f]{12}\/.*)$/;

/**
 * The file below `root` that a request path names, or undefined: it is malformed, or leaves the folder.
 * @param {string} root absolute
 * @param {string} url path and query as in the request line
 */
export function resolveRequest(root, url) {
  let name;
  try {
    name = decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return undefined;
  }
  if (name.includes('\0') || !name.startsWith('/')) return undefined;
  const file = path.join(root, name.endsWith('/') ? `${name}index.html` : name);
  return file === root || file.startsWith(root + path.sep) ? file : undefined;
}

/**
 * Which encodings the client takes, best first: `br;q=0` means never.
 * @param {string} header Accept-Encoding
 */
export function acceptedEncodings(header) {
  const accepted = header.split(',').filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part)).map((part) => part.split(';')[0].trim());
  return ['br', 'gzip'].filter((name) => accepted.includes(name));
}

async function regularFile(file) {
  const info = await stat(file).catch(() => undefined);
  return info?.isFile() ? info : undefined;
}

/** The precompressed neighbour that the client takes, or the file itself. */
async function best(file, encodings) {
  for (const encoding of encodings) {
    const neighbour = `${file}${encoding === 'br' ? '.br' : '.gz'}`;
    const info = await regularFile(neighbour);
    if (info) return { file: neighbour, info, encoding };
  }
  const info = await regularFile(file);
  return info && { file, info, encoding: undefined };
}

/**
 * A request handler for the files below `root`.
 * @param {string} root
 * @param {{isolated?: boolean}} [options]
 */
export function handler(root, { isolated = true } = {}) {
  const base = path.resolve(root);
  const common = { ...Open, ...(isolated ? Isolation : {}) };
  const refuse = (response, status, text) => {
    response.writeHead(status, { ...common, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  };
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD are served here.');
    const wanted = resolveRequest(base, request.url ?? '/');
    if (wanted === undefined) return refuse(response, 400, 'That is not a path of this site.');
    const original = await regularFile(wanted);
    if (!original) return refuse(response, 404, 'There is no such file.');

    const found = await best(wanted, acceptedEncodings(request.headers['accept-encoding'] ?? ''));
    const tag = `"${original.size.toString(36)}-${Math.round(original.mtimeMs).toString(36)}${found.encoding ? `-${found.encoding}` : ''}"`;
    const headers = {
      ...common,
      ...(isolated && /\.m?js$/.test(wanted) ? { 'Content-Security-Policy': ScriptPolicy } : {}),
      'Content-Type': Types[path.extname(wanted)] ?? 'application/octet-stream',
      'Cache-Control': Immutable.test(request.url.split(/[?#]/)[0]) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: tag,
      Vary: 'Accept-Encoding',
    };
    if (request.headers['if-none-match'] === tag) return response.writeHead(304, headers).end();
    if (found.encoding) headers['Content-Encoding'] = found.encoding;
    response.writeHead(200, { ...headers, 'Content-Length': found.info.size });
    if (request.method === 'HEAD') return response.end();
    createReadStream(found.file).on('error', () => response.destroy()).pipe(response);
  };
}

/** Listens on the port, or on one of the next twenty when it is busy. */
export function listen(server, host, port, attempts = 20) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (error.code !== 'EADDRINUSE' || attempts <= 1) return reject(error);
      resolve(listen(server, host, port + 1, attempts - 1));
    });
    server.listen(port, host, () => resolve(server.address().port));
  });
}

function parse(parameters) {
  const options = { folder: undefined, host: '127.0.0.1', port: 8123, strict: false, isolated: true };
  for (let i = 0; i < parameters.length; i++) {
    const word = parameters[i];
    if (word === '--port') options.port = Number(parameters[++i]);
    else if (word === '--host') options.host = parameters[++i];
    else if (word === '--strict-port') options.strict = true;
    else if (word === '--no-isolation') options.isolated = false;
    else if (word.startsWith('--')) throw new Error(`unknown option ${word}`);
    else options.folder = word;
  }
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65535) throw new Error('--port wants a number from 0 to 65535');
  return options;
}

async function main() {
  const options = parse(process.argv.slice(2));
  const here = path.dirname(fileURLToPath(import.meta.url));
  const root = path.resolve(options.folder ?? path.join(here, '../../build/site'));
  if (!(await regularFile(path.join(root, 'index.html')))) throw new Error(`${root} has no index.html: run make site first`);
  const server = http.createServer(handler(root, { isolated: options.isolated }));
  const port = await listen(server, options.host, options.port, options.strict ? 1 : 20);
  console.log(`Interleave is running at http://${options.host === '127.0.0.1' ? 'localhost' : options.host}:${port}/`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    const reason = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message;
    console.error(`✗ The server did not start: ${reason}.`);
    process.exit(1);
  });
}
