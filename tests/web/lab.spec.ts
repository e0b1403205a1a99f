/** Programs on the lab, seen through the page: it needs no isolation, and one seed is one run. */
import { expect, test, type Page } from '@playwright/test';
import { OpenAddress } from './addresses.js';
import { ended, keepScreenshot, lanes, openLesson, output, states, watchErrors } from './support.js';

async function runOnLab(page: Page): Promise<void> {
  await page.locator('#machine').selectOption('lab');
  await page.locator('#run').click();
  await ended(page);
  await expect(page.locator('.outcome')).toBeVisible();
}

test('the mutex gives the right sum on the lab, and its threads have lanes in virtual time', async ({ page }) => {
  const errors = watchErrors(page);
  await openLesson(page, 'mutex');
  await runOnLab(page);
  await expect(page.locator('.outcome')).toContainText('Finished');
  expect(await output(page)).toEqual([expect.stringMatching(/counter = (\d+), expected \1$/)]);
  const threads = await lanes(page, 'thread');
  expect(threads.length).toBe(3);
  for (const thread of threads) expect(states(thread).length).toBeGreaterThan(0);
  expect(await page.evaluate(() => window.interleave.snapshot()?.view.axis)).toBe('virtual time');
  expect(errors).toEqual([]);
  await keepScreenshot(page, 'lab-mutex');
});

test('one seed is one run: the same lanes twice', async ({ page }) => {
  await openLesson(page, 'mutex');
  await runOnLab(page);
  const picture = async (): Promise<string[]> => (await lanes(page)).map(({ kind, name, spans }) => `${kind} ${name} ${JSON.stringify(spans)}`).sort();
  const first = await picture();
  await runOnLab(page);
  expect(await picture()).toEqual(first);
});

test('the lab runs where the page is not isolated', async ({ page }) => {
  await page.goto(`${OpenAddress}#lesson=five-sleepers`);
  await expect(page.locator('#run')).toBeEnabled();
  await runOnLab(page);
  await expect(page.locator('.outcome')).toContainText('Finished');
});
