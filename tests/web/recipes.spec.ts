/**
 * The recipes of web/recipes, as their readers will see them. Sphinx and MkDocs build theirs where they are installed (python3-sphinx,
 * mkdocs-material: make test sees to it), otherwise those two are skipped; Docusaurus and Jupyter Book bring a thousand packages each and are not built.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { CourseAddress, SiteAddress } from './addresses.js';
import { keepScreenshot } from './support.js';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(top, 'build/test-results/recipes');
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
    const name = path.normalize(path.join(folder, decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')));
    try {
      const type = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }[path.extname(name)] ?? 'application/octet-stream';
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

async function works(page: Page, address: string, title: string): Promise<void> {
  await page.goto(`${CourseAddress}${address}`);
  await page.evaluate(() => document.querySelector('interleave-playground')?.scrollIntoView());
  await expect.poll(() => page.frames().filter((frame) => frame.url().includes('embed.html')).length, { timeout: 20_000 }).toBeGreaterThan(0);
  const inside = page.frames().find((frame) => frame.url().includes('embed.html'));
  await expect(inside?.locator('#poster-title') ?? page.locator('#none')).toHaveText(title);
  await inside?.locator('#poster-run').click();
  await expect(inside?.locator('#status') ?? page.locator('#none')).toContainText('Deadlock', { timeout: 60_000 });
  await keepScreenshot(page, `recipe-${address.replace(/\W+/g, '-')}`);
}

test('plain HTML: the element, a program in the page, and the page hears of the goal', async ({ page }) => {
  await works(page, 'html/index.html', 'Deadlock');
  await expect(page.locator('#progress')).toContainText('Solved “deadlock”');
});

test('Moodle, Canvas: the iframe', async ({ page }) => works(page, 'lms/iframe.html', 'Deadlock'));

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
