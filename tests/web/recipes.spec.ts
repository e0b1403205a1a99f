/**
 * The recipes of web/recipes, as their readers will see them: each is built by its generator, served by a server of its own, and the
 * playground on its page is run. A generator that set-up could not have is a test skipped, with the reason.
 *
 * Sphinx and MkDocs are Debian packages, Docusaurus comes from npm (.setup/recipes.sh). Jupyter Book is in neither: its page is built by
 * what version 1 is made of, Sphinx with MyST and the book theme, with a conf.py that reads the recipe's files as Jupyter Book does.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Frame, type Page } from '@playwright/test';
import { CourseAddress, SiteAddress } from './addresses.js';
import { keepScreenshot } from './support.js';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(top, 'build/test-results/recipes');
const generators = path.join(top, 'build/recipes');
const python = (...words: string[]): void => void execFileSync('/usr/bin/python3', ['-m', ...words], { stdio: 'pipe' });
/** Whether the statements pass. */
const says = (statements: string): boolean => spawnSync('/usr/bin/python3', ['-c', statements]).status === 0;

let server: http.Server;
test.beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(top, 'web/recipes'), folder, { recursive: true });
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (statSync(file).isFile()) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('PLAYGROUND/', SiteAddress));
  }
  server = http.createServer((request, response) => {
    const asked = path.normalize(path.join(folder, decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')));
    const name = asked.endsWith('/') ? `${asked}index.html` : asked;
    try {
      const type = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }[path.extname(name)] ?? 'application/octet-stream';
      const bytes = new Uint8Array(readFileSync(name));
      response.writeHead(200, { 'Content-Type': type }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(CourseAddress).port), 'localhost', resolve));
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Not at once: colours fade, and a frame of another process is drawn a little later. */
async function keepPicture(page: Page, inside: Frame, name: string): Promise<void> {
  for (const frame of [page.mainFrame(), inside]) await frame.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))));
  await page.waitForTimeout(500);
  await keepScreenshot(page, `recipe-${name}`);
}

/** Runs the page's playground to its deadlock; what is left is the playground's frame. */
async function works(page: Page, address: string, title: string): Promise<Frame> {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`${CourseAddress}${address}`);
  await page.evaluate(() => document.querySelector('interleave-playground')?.scrollIntoView());
  const find = (): Frame | undefined => page.frames().find((frame) => frame.url().includes('embed.html'));
  await expect.poll(find, { timeout: 20_000 }).toBeDefined();
  const inside = find();
  if (inside === undefined) throw new Error('The frame has gone.');
  await expect(inside.locator('#poster-title')).toHaveText(title);
  // Not before page and frame stand still: the layout of either may move Run away from under the mouse.
  await expect(inside.locator('#poster')).not.toHaveAttribute('aria-busy');
  const run = inside.locator('#poster-run');
  const place = async (): Promise<string> => JSON.stringify(await run.boundingBox());
  await expect(async () => {
    const before = await place();
    await page.waitForTimeout(200);
    expect(await place()).toBe(before);
  }).toPass({ timeout: 20_000 });
  await run.click();
  await expect(inside.locator('#status')).toContainText('Deadlock', { timeout: 60_000 });
  // One pair of scroll bars at most: the frame has the height that it asked for, and is no wider than the text around it.
  const overflow = (frame: Frame): Promise<[number, number]> => frame.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
  });
  await expect.poll(() => overflow(inside)).toEqual([0, 0]);
  expect((await overflow(page.mainFrame()))[0]).toBe(0);
  expect(errors, 'errors of scripts, the course\'s own included').toEqual([]);
  await keepPicture(page, inside, address.replace(/\W+/g, '-'));
  return inside;
}

/** Presses the page's own switch until the page is in that theme; the playground is then in it, too. */
async function themed(page: Page, inside: Frame, button: string, theme: 'light' | 'dark'): Promise<void> {
  await expect(async () => {
    if (await page.locator('html').getAttribute('data-theme') !== theme) await page.locator(button).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expect(inside.locator('html')).toHaveAttribute('data-theme', theme);
}

test('plain HTML: the element, a program in the page, and the page hears of the goal', async ({ page }) => {
  await works(page, 'html/index.html', 'Deadlock');
  await expect(page.locator('#progress')).toContainText('Solved “deadlock”');
});

test('Moodle, Canvas: the iframe', async ({ page }) => void await works(page, 'lms/iframe.html', 'Deadlock'));

test('Sphinx', async ({ page }) => {
  test.skip(!says('import sphinx'), 'python3-sphinx is not installed');
  python('sphinx', '-q', '-b', 'html', path.join(folder, 'sphinx'), path.join(folder, 'sphinx-site'));
  await works(page, 'sphinx-site/index.html', 'Deadlock');
});

test('MkDocs with Material', async ({ page }) => {
  test.skip(!says('from mkdocs.utils import get_theme_names; assert "material" in get_theme_names()'), 'mkdocs-material is not installed');
  python('mkdocs', 'build', '-q', '-f', path.join(folder, 'mkdocs/mkdocs.yml'), '-d', path.join(folder, 'mkdocs-site'));
  await works(page, 'mkdocs-site/index.html', 'Deadlock');
});

test('Docusaurus', async ({ page }) => {
  const installed = path.join(generators, 'docusaurus/node_modules');
  test.skip(!existsSync(path.join(generators, 'docusaurus/.stamp')), 'Docusaurus is not installed: it needs Node.js 20 and npm');
  test.setTimeout(240_000);
  const source = path.join(folder, 'docusaurus');
  const config = path.join(source, 'docusaurus.config.js');
  writeFileSync(config, readFileSync(config, 'utf8').replace("baseUrl: '/'", "baseUrl: '/docusaurus-site/'"));
  symlinkSync(installed, path.join(source, 'node_modules'));
  // CI: neither questions nor a look for newer versions.
  execFileSync('node', [path.join(installed, '@docusaurus/core/bin/docusaurus.mjs'), 'build', '--no-minify', '--out-dir', '../docusaurus-site'],
    { cwd: source, stdio: 'pipe', env: { ...process.env, CI: 'true', NO_UPDATE_NOTIFIER: '1' } });
  const inside = await works(page, 'docusaurus-site/', 'Deadlock');
  for (const theme of ['dark', 'light'] as const) {
    await themed(page, inside, 'button[class*="toggleButton"]', theme);
    await keepPicture(page, inside, `docusaurus-${theme}`);
  }
});

test('Jupyter Book', async ({ page }) => {
  const packages = path.join(generators, 'jupyter-book/usr/lib/python3/dist-packages');
  test.skip(!existsSync(path.join(generators, 'jupyter-book/.stamp')), 'the parts of Jupyter Book are not installed');
  const source = path.join(folder, 'jupyter-book');
  cpSync(path.join(top, 'tests/web/jupyter_book_conf.py'), path.join(source, 'conf.py'));
  execFileSync('/usr/bin/python3', ['-m', 'sphinx', '-q', '-b', 'html', source, path.join(folder, 'jupyter-book-site')],
    { stdio: 'pipe', env: { ...process.env, PYTHONPATH: packages } });
  const inside = await works(page, 'jupyter-book-site/intro.html', 'Deadlock');
  for (const theme of ['dark', 'light'] as const) {
    await themed(page, inside, '.theme-switch-button:visible', theme);
    await keepPicture(page, inside, `jupyter-book-${theme}`);
  }
});
