/** All interleavings in the page: what comes out, what goes wrong, and the way to see it. */
import { expect, test, type Page } from '@playwright/test';
import { SiteAddress } from './addresses.js';

async function explore(page: Page, lesson: string): Promise<void> {
  await page.goto(`${SiteAddress}#lesson=${lesson}`);
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
  await expect(page.locator('#result-views')).toContainText('waiting');
});

test('a program without an error is proved', async ({ page }) => {
  await explore(page, 'lock-ordering');
  const found = page.locator('#explore-view');
  await expect(found.locator('.outcome')).toContainText('Proved');
  await expect(found.getByRole('table')).toContainText('alice has 120, bob has 80');
});
