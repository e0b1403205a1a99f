import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isFileName, MostBytes, noFiles, siteFiles, type Fetched } from './site-files.js';

/** Two folders of a site, only one of which programs may see, and names that behave badly. */
const requests: http.IncomingMessage[] = [];
let site = '';
const server = http.createServer((request, response) => {
  requests.push(request);
  switch (request.url) {
    case '/play/files/words.txt':
      return void response.end('anchor\napple\n');
    case '/play/files/empty.txt':
      return void response.end();
    case '/play/files/most.bin':
      return void response.end(new Uint8Array(MostBytes));
    case '/play/files/more.bin':
      return void response.end(new Uint8Array(MostBytes + 1));
    case '/play/files/endless.bin':
      return flood(response);
    case '/play/files/sent-away':
      return void response.writeHead(302, { Location: '/play/secret.txt' }).end();
    case '/play/files/broken.txt':
      return void response.writeHead(500).end('no');
    case '/play/files/cut.txt':
      response.writeHead(200, { 'Content-Length': 100 }).write('ten bytes.');
      return void setTimeout(() => response.destroy(), 20);
    case '/play/files/never.txt':
      return;
    case '/play/secret.txt':
      return void response.end('secret');
    default:
      return void response.writeHead(404).end();
  }
});

function flood(response: http.ServerResponse): void {
  const part = new Uint8Array(1 << 16);
  const more = (): void => {
    while (!response.destroyed && response.write(part));
  };
  response.on('drain', more);
  more();
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/play/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const asked: RequestInit[] = [];

/** Node has no origin, so nothing would be of the same one. */
function get(name: string, stopped = new AbortController().signal, folder = `${site}files/`): Promise<Fetched> {
  return siteFiles(folder, (url, how) => {
    asked.push(how);
    return fetch(url, { ...how, mode: 'cors' });
  })(name, stopped);
}
const reason = async (name: string): Promise<string> => {
  const fetched = await get(name);
  return fetched.came ? `came: ${fetched.bytes.length} bytes` : fetched.reason;
};

describe('a name', () => {
  it.each(['words.txt', 'a', 'week-3/cities.csv', 'A_b-c.D.9', 'a..b', `${'a'.repeat(200)}`])('may be %s', (name) => expect(isFileName(name)).toBe(true));

  it.each([
    '', '.', '..', '../index.html', 'files/../assets/x', 'a/../b', 'a/..', 'a/./b', '.htaccess', 'a/.git/config', '/words.txt', '//other.host/x', 'a//b', 'a/',
    'http://localhost:1/x', 'https:words.txt', 'data:text/plain,x', 'blob:x', 'javascript:1', 'a:b', '\\\\other.host\\x', 'a\\..\\b', '%2e%2e/index.html', '..%2findex.html',
    'a%00', 'words.txt?x', '?x', 'words.txt#x', 'words.txt ', ' words.txt', 'words.txt\n', '\twords.txt', '..\t/x', 'a\0b', '.\u200b./x', '․․/x', '／／other.host/x', 'größe.txt', 'a@b', 'a;b',
    'a'.repeat(201),
  ])('may not be %j, and nothing is asked of any server', async (name) => {
    const before = requests.length;
    expect(await get(name)).toMatchObject({ came: false, reason: expect.stringContaining('refused') as string });
    expect(requests).toHaveLength(before);
  });

  it('that is let through stays below the folder, as URLs are read', () => {
    const folder = 'https://school.example/play/files/';
    for (const name of ['words.txt', 'a..b/c...d', '-/_', 'https/x', 'a'.repeat(200)]) expect(new URL(name, folder).href).toBe(folder + name);
  });
});

describe('a file', () => {
  it('comes with its bytes', async () => {
    expect(await get('words.txt')).toEqual({ came: true, bytes: new TextEncoder().encode('anchor\napple\n') });
    expect(await get('empty.txt')).toEqual({ came: true, bytes: new Uint8Array() });
  });

  it('is asked for with GET, without credentials, referrer or a way elsewhere', async () => {
    await get('words.txt');
    expect(asked.at(-1)).toMatchObject({ method: 'GET', mode: 'same-origin', credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer' });
    expect(requests.at(-1)).toMatchObject({ method: 'GET', url: '/play/files/words.txt' });
    expect(requests.at(-1)?.headers).not.toHaveProperty('cookie');
  });

  it('that is missing, behind a redirect, broken or cut is told apart', async () => {
    expect(await reason('nowhere.txt')).toBe(`cannot fetch "nowhere.txt": there is no such file in the site's folder files/`);
    expect(await reason('broken.txt')).toContain('the server answered 500');
    expect(await reason('cut.txt')).toContain('does not answer');
    const before = requests.length;
    expect(await reason('sent-away')).toContain('sends elsewhere');
    expect(requests.slice(before).map(({ url }) => url)).toEqual(['/play/files/sent-away']);
  });

  it('may have 4 MiB, and not a byte more; of an endless one no more is read', async () => {
    expect(await reason('most.bin')).toBe(`came: ${MostBytes} bytes`);
    expect(await reason('more.bin')).toContain('larger than the 4 MiB');
    const closed = new Promise((resolve) => server.once('request', (request: http.IncomingMessage) => request.once('close', resolve)));
    expect(await reason('endless.bin')).toContain('larger than the 4 MiB');
    await closed;
  });

  it('that never comes is given up when the program is stopped', async () => {
    const stopping = new AbortController();
    const stopped = get('never.txt', stopping.signal);
    setTimeout(() => stopping.abort(), 20);
    expect(await stopped).toMatchObject({ came: false, reason: expect.stringContaining('stopped') as string });
    expect(await get('never.txt', stopping.signal)).toMatchObject({ came: false });
  });

  it('that never comes is given up by itself after 30 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const never = siteFiles(site, (_, { signal }) => new Promise((__, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))));
      const given = never('words.txt', new AbortController().signal);
      vi.advanceTimersByTime(29_999);
      expect(await Promise.race([given, Promise.resolve('waits')])).toBe('waits');
      vi.advanceTimersByTime(1);
      expect(await given).toMatchObject({ came: false, reason: expect.stringContaining('did not come within 30 seconds') as string });
    } finally {
      vi.useRealTimers();
    }
  });

  it('of a server that is not there says so', async () => {
    expect(await get('words.txt', undefined, 'http://127.0.0.1:1/files/')).toMatchObject({ came: false, reason: expect.stringContaining('does not answer') as string });
  });
});

it('without a site there are no files', async () => {
  expect(await noFiles('words.txt', new AbortController().signal)).toMatchObject({ came: false, reason: expect.stringContaining('no site') as string });
});
