/** Who comes for the first time sees something move, and is told what to try; who comes again is left in peace. */
import { expect, test } from '@playwright/test';
import { keepScreenshot, watchErrors } from './support.js';

test.use({ storageState: { cookies: [], origins: [] } });

test('a first visit shows a run that is played, with a hint, and only once', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/#lesson=mutex');
  await expect(page.locator('.hint')).toContainText('Try:');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible({ timeout: 30_000 });
  const position = page.locator('.transport-position');
  const before = await position.textContent();
  await expect(position).not.toHaveText(before ?? '', { timeout: 5_000 });
  await keepScreenshot(page, 'first-visit');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Close the hint' }).click();
  await expect(page.locator('.hint')).toHaveCount(0);
  await page.reload();
  await expect(page.locator('#run')).toBeEnabled();
  await expect(page.locator('.hint')).toHaveCount(0);
  await expect(page.locator('#status')).toContainText('Ready');
  expect(errors).toEqual([]);
});

test('nothing moves by itself for who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#lesson=mutex');
  await expect(page.locator('.transport-position')).toContainText('Step', { timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});
