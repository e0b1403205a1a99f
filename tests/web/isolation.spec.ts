/** The service worker: isolation where the server sets no headers, none of it where it does, and the page without a network. */
import { expect, test, type Page } from '@playwright/test';
import { MountedAddress } from './addresses.js';
import { serveSite } from './hosts.js';
import { ended, keepScreenshot, timelineReady, watchErrors } from './support.js';

test.use({ serviceWorkers: 'allow' });

const controlled = (page: Page): Promise<boolean> => page.evaluate(() => navigator.serviceWorker.controller !== null);

async function kept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.filter((name) => name.startsWith('interleave-site-')).map(async (name) => (await (await caches.open(name)).keys()).length));
    return all.reduce((sum, count) => sum + count, 0);
  });
}

test('below a path of a server without headers the page becomes isolated by itself, and real threads run', async ({ page }) => {
  const site = await serveSite(MountedAddress, '/courses/play/', false);
  const errors = watchErrors(page);
  try {
    await page.goto(`${MountedAddress}courses/play/#lesson=mutex&machine=real`);
    await page.waitForFunction(() => crossOriginIsolated, undefined, { timeout: 30_000 });
    await timelineReady(page);
    await page.locator('#run').click();
    await ended(page);
    await expect(page.locator('#status')).toContainText('Finished');
    await expect(page.locator('#machine')).toHaveValue('real');
    await expect(page.locator('.notice')).toHaveCount(0);
    await keepScreenshot(page, 'isolated-by-service-worker');
    expect(errors).toEqual([]);
  } finally {
    site.close();
  }
});

test('without a network the page, the list of lessons and the lab work; a lesson whose program was never there says so', async ({ page }) => {
  const site = await serveSite(MountedAddress, '/', false);
  try {
    await page.goto(`${MountedAddress}#lesson=deadlock&machine=lab`);
    await page.waitForFunction(() => crossOriginIsolated, undefined, { timeout: 30_000 });
    await timelineReady(page);
    await page.locator('#run').click();
    await ended(page);
    await expect.poll(() => kept(page), { timeout: 60_000, intervals: [1000] }).toBeGreaterThan(220);
    site.close();
    await page.goto('about:blank');
    await page.goto(`${MountedAddress}#lesson=deadlock&machine=lab`);
    await timelineReady(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.locator('#run').click();
    await ended(page);
    await expect(page.locator('#status')).toContainText('Deadlock');
    await page.goto(`${MountedAddress}#lesson=philosophers`);
    await expect(page.locator('#prose h3')).toContainText(/philosophers/i);
    await page.locator('#run').click();
    await expect(page.locator('.outcome')).toBeVisible();
    await keepScreenshot(page, 'offline');
  } finally {
    site.close();
  }
});

test('where the server isolates the page the worker passes its answers on as they are', async ({ page }) => {
  const site = await serveSite(MountedAddress, '/', true);
  try {
    await page.goto(MountedAddress);
    let loads = 0;
    page.on('load', () => { loads++; });
    await expect.poll(() => controlled(page)).toBe(true);
    await page.waitForTimeout(500);
    expect(loads).toBe(0); // never loaded anew
    const headers = await page.evaluate(async () => [...(await fetch('./index.html')).headers.entries()]);
    expect(Object.fromEntries(headers)).toMatchObject({ 'cross-origin-embedder-policy': 'require-corp', etag: expect.any(String) as unknown });
  } finally {
    site.close();
  }
});
