/** io::fetch: a program on real workers gets a file of the site's folder files/, and nothing else of any server (README, “Threats”). */
import { readFileSync } from 'node:fs';
import { expect, test, type Page, type Request } from '@playwright/test';
import { CourseAddress, MountedAddress, SiteAddress } from './addresses.js';
import { serveCourse, serveSite } from './hosts.js';
import { Hang, ended, lanes, openLesson, output, replaceProgram, states, stop, timelineReady, waitForOutput } from './support.js';

const words = readFileSync(new URL('../../web/files/words.txt', import.meta.url));
const WordsCame = `words.txt: ${words.length} bytes, anchor`;

/** The program fetches every address of what is typed, on two threads. */
async function startAsking(page: Page): Promise<void> {
  await page.locator('#run').click();
  await expect(page.getByRole('textbox', { name: 'Input' })).toBeVisible();
}
async function ask(page: Page, ...addresses: string[]): Promise<void> {
  await expect(page.locator('#status')).toContainText('Waits for your input');
  const field = page.getByRole('textbox', { name: 'Input' });
  await field.fill(addresses.join(' '));
  await field.press('Enter');
}
async function endInput(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Input' }).press('Control+d');
  await ended(page);
}

async function openAsking(page: Page): Promise<void> {
  await replaceProgram(page, 'mutex', 'fetch');
  await openLesson(page, 'mutex');
  await startAsking(page);
}

/** What is asked of any server from now on. */
function watchRequests(page: Page): Request[] {
  const seen: Request[] = [];
  page.on('request', (request) => void seen.push(request));
  return seen;
}

test('a file of the site comes, whole; the threads that wait for it are in I/O', async ({ page }) => {
  await page.context().addCookies([{ name: 'session', value: 'secret', url: SiteAddress }]);
  await openAsking(page);
  const seen = watchRequests(page);
  await ask(page, 'words.txt');
  await expect.poll(() => output(page)).toEqual([WordsCame, WordsCame]);
  await endInput(page);
  await expect(page.locator('.outcome')).toContainText('Finished');
  expect(seen.map((request) => `${request.method()} ${request.url()}`)).toEqual([`GET ${SiteAddress}files/words.txt`, `GET ${SiteAddress}files/words.txt`]);
  for (const request of seen) expect(await request.allHeaders()).not.toHaveProperty('cookie');
  const waits = (await lanes(page, 'thread')).flatMap((lane) => states(lane).filter(({ state }) => state === 'in input/output'));
  expect(waits).toHaveLength(2);
  for (const wait of waits) {
    expect(wait.object).toBe('words.txt');
    expect(wait.end).toBeGreaterThan(wait.start);
  }
});

test('every other address is refused before anything is asked of a server', async ({ page }) => {
  const elsewhere = await serveCourse(CourseAddress, new Map([['/stolen', { body: '', headers: { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' } }]]));
  try {
    await openAsking(page);
    const seen = watchRequests(page);
    const addresses = [
      '../index.html', 'files/../assets/main.js', 'a/../../index.html', '..', './words.txt', '/index.html', '//other.host/x', `${CourseAddress}stolen`, CourseAddress.replace('http:', '') + 'stolen',
      `${SiteAddress}files/words.txt`, 'data:text/plain,x', '%2e%2e/index.html', '..%2findex.html', '%2e%2e%2findex.html', 'words.txt?x', '?x', 'words.txt#x', '..\\index.html', '\\\\other.host\\x', '.htaccess',
    ];
    await ask(page, ...addresses);
    await expect.poll(async () => (await output(page)).length).toBe(2 * addresses.length);
    const refused = addresses.map((address) => `error: cannot fetch "${address}": refused: a program may fetch a file below the site's folder files/`);
    for (const [index, line] of (await output(page)).entries()) expect(line).toContain(refused[Math.floor(index / 2)]);
    expect(seen.map((request) => request.url())).toEqual([]);
    expect(elsewhere.requests).toEqual([]);
    await endInput(page);
  } finally {
    elsewhere.close();
  }
});

test('a missing file, a redirect and a server that does not answer are told in words; uncaught, the program ends with them', async ({ page }) => {
  await page.route('**/files/moved.txt', (route) => route.fulfill({ status: 302, headers: { Location: `${SiteAddress}index.html` } }));
  await page.route('**/files/gone.txt', (route) => route.abort('internetdisconnected'));
  await openAsking(page);
  const seen = watchRequests(page);
  await ask(page, 'nowhere.txt', 'moved.txt', 'gone.txt', '!nowhere.txt');
  const once = [
    `error: cannot fetch "nowhere.txt": there is no such file in the site's folder files/`,
    'error: cannot fetch "moved.txt": the server sends elsewhere, and a program may not go there',
    'error: cannot fetch "gone.txt": the network or the server does not answer',
  ];
  await expect.poll(() => output(page)).toEqual(once.flatMap((line) => [line, line]));
  expect(seen.filter((request) => request.url().includes('index.html'))).toEqual([]);
  await ended(page);
  await expect(page.locator('.outcome')).toContainText('gave up');
  await expect(page.locator('.transcript .line.err').first()).toContainText("'interleave::io::error'");
  await expect(page.locator('.transcript')).toContainText('what():  cannot fetch "nowhere.txt": there is no such file');
});

test('Stop ends a fetch that hangs at once, with its requests, and the next run works', async ({ page }) => {
  await page.route('**/files/slow.txt', () => {}); // never answered
  await openAsking(page);
  const failed: string[] = [];
  page.on('requestfailed', (request) => void failed.push(`${new URL(request.url()).pathname} ${request.failure()?.errorText ?? ''}`));
  await ask(page, 'slow.txt');
  await page.waitForTimeout(1500); // longer than a deadlock takes to be told
  await expect(page.locator('#status')).toContainText('Running');
  const milliseconds = await stop(page);
  console.log(`Stop took ${milliseconds.toFixed(1)} ms`);
  expect(milliseconds).toBeGreaterThan(0);
  expect(milliseconds).toBeLessThan(Hang);
  await expect.poll(() => failed).toEqual(['/files/slow.txt net::ERR_ABORTED', '/files/slow.txt net::ERR_ABORTED']);
  const waits = (await lanes(page, 'thread')).flatMap((lane) => states(lane).filter(({ state }) => state === 'in input/output'));
  expect(waits.map(({ object }) => object)).toEqual(['slow.txt', 'slow.txt']);
  await startAsking(page);
  await ask(page, 'words.txt');
  await waitForOutput(page, WordsCame);
  await endInput(page);
});

test('the lab asks no server: a fetch takes the time of a download and returns dots', async ({ page }) => {
  await page.route(/\/2-mutex\/program\.debug\.wasm$/, (route) => route.fulfill({ path: new URL('../../build/artefacts/programs/fetch.debug.wasm', import.meta.url).pathname, contentType: 'application/wasm' }));
  await openLesson(page, 'mutex');
  await page.locator('#machine').selectOption('lab');
  await startAsking(page);
  const seen = watchRequests(page);
  await ask(page, 'words.txt', '../index.html');
  await endInput(page);
  const dots = '.'.repeat(40);
  expect(await output(page)).toEqual(['words.txt', 'words.txt', '../index.html', '../index.html'].map((address) => `${address}: 40 bytes, ${dots}`));
  expect(seen.map((request) => request.url()).filter((url) => url.includes('/files/') || url.endsWith('index.html'))).toEqual([]);
});

test.describe('with the service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('below a path: the folder is the playground’s own; without a network what came before comes again, and nothing else', async ({ page }) => {
    const site = await serveSite(MountedAddress, '/courses/play/', false);
    try {
      await page.context().route(/\/2-mutex\/program\.(?:wasm|json)$/, (route) => route.fulfill({
        path: new URL(`../../build/artefacts/programs/fetch.${route.request().url().endsWith('wasm') ? 'wasm' : 'json'}`, import.meta.url).pathname,
        contentType: route.request().url().endsWith('wasm') ? 'application/wasm' : 'application/json',
      }));
      await page.goto(`${MountedAddress}courses/play/#lesson=mutex&machine=real`);
      await page.waitForFunction(() => crossOriginIsolated && navigator.serviceWorker.controller !== null, undefined, { timeout: 30_000 });
      await timelineReady(page);
      await startAsking(page);
      await ask(page, 'words.txt');
      await expect.poll(() => output(page)).toEqual([WordsCame, WordsCame]);
      expect(site.requests.filter((url) => url.includes('/files/'))).toEqual(expect.arrayContaining(['/courses/play/files/words.txt']));
      site.close();
      await ask(page, 'words.txt', 'harbour.txt');
      const offline = 'error: cannot fetch "harbour.txt": the network or the server does not answer';
      await expect.poll(() => output(page)).toEqual([WordsCame, WordsCame, WordsCame, WordsCame, offline, offline]);
      await endInput(page);
    } finally {
      site.close();
    }
  });
});
