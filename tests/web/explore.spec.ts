/** All interleavings in the page: what comes out, what goes wrong, and the way to see it. */
import { expect, test, type Page } from '@playwright/test';
import { OpenAddress, SiteAddress } from './addresses.js';

async function explore(page: Page, lesson: string, address = SiteAddress): Promise<void> {
  await page.goto(`${address}#lesson=${lesson}`);
  await expect(page.locator('#run')).toBeEnabled();
  await page.getByRole('tab', { name: 'All interleavings' }).click();
  await page.getByRole('button', { name: 'Explore all interleavings' }).click();
}

test('a deadlock is found, and its execution is shown on the timeline', async ({ page }) => {
  await explore(page, 'deadlock');
  const found = page.locator('#explore-view');
  await expect(found.locator('.outcome')).toContainText('Found: deadlock');
  await expect(found).toContainText('held by thread');
  await expect(found.getByRole('table')).toContainText('never ends');
  await found.getByRole('button', { name: /Show how/ }).click();
  await expect(page.locator('#machine')).toHaveValue('hand');
  await expect(page.locator('#result-views')).toContainText('They wait in a circle');
});

test('a program without an error is proved', async ({ page }) => {
  await explore(page, 'lock-ordering');
  const found = page.locator('#explore-view');
  await expect(found.locator('.outcome')).toContainText('Proved');
  await expect(found.getByRole('table')).toContainText('alice has 120, bob has 80');
});

test('isolated, several workers explore together; without isolation one finds the same executions', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(/engine(-mt)?\.wasm/.exec(request.url())?.[0] ?? ''));
  const seen: (string | undefined)[] = [];
  for (const [address, engine] of [[SiteAddress, 'engine-mt.wasm'], [OpenAddress, 'engine.wasm']] as const) {
    asked.length = 0;
    await page.goto('about:blank');
    await explore(page, 'philosophers', address);
    await expect(page.locator('#explore-view .outcome')).toContainText('Found: deadlock');
    expect(asked.filter((name) => name !== '')).toEqual([engine]);
    seen.push(/Looked at all (\d+)/.exec(await page.locator('#explore-view .outcome').innerText())?.[1]);
  }
  expect(seen).toEqual(['294', '294']);
});

test('a witness done again shows everybody waiting; the challenge is solved by the learner’s own move', async ({ page }) => {
  await explore(page, 'philosophers');
  await page.locator('#explore-view').getByRole('button', { name: /Show how/ }).first().click();
  await expect(page.locator('#status')).toContainText('Deadlock');
  await expect(page.locator('.choice[data-thread="3"]')).toContainText('Waits for the lock forks[0], held by thread 1');
  await expect(page.locator('.news')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.choice[data-thread="3"]').click();
  await expect(page.locator('.news')).toContainText('Challenge solved');
});
