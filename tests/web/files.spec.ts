/** What can be taken home: pictures, the trace, tables, a printed page. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { ended, keepScreenshot, openLesson, watchErrors } from './support.js';

async function runOnLab(page: Page, lesson: string): Promise<void> {
  await openLesson(page, lesson);
  await page.locator('#machine').selectOption('lab');
  await page.locator('#run').click();
  await ended(page);
  await expect(page.locator('.outcome').first()).toBeVisible();
}

async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#share-dialog').getByRole('button', { name: button }).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync((await file.path()) ?? '') };
}

test('the run as SVG, PNG and trace', async ({ page }) => {
  const errors = watchErrors(page);
  await runOnLab(page, 'five-sleepers');
  await page.locator('#export-trace').click();
  await keepScreenshot(page, 'share-files');
  const svg = await saved(page, 'Picture, SVG');
  expect(svg.name).toBe('five-sleepers.svg');
  expect(svg.bytes.toString()).toContain('sleeping');
  const png = await saved(page, 'Picture, PNG');
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(2400);
  const trace = await saved(page, 'Trace, JSON');
  const { traceEvents } = JSON.parse(trace.bytes.toString()) as { traceEvents: { name: string }[] };
  expect(traceEvents.some(({ name }) => name === 'waiting for a thread to finish: thread 1')).toBe(true);
  expect(errors).toEqual([]);
  await page.setContent(svg.bytes.toString());
  await keepScreenshot(page, 'export-svg');
});

test('all outcomes as a table', async ({ page }) => {
  await openLesson(page, 'lost-update');
  await page.locator('#machine').selectOption('lab');
  await page.locator('#share').click();
  await page.locator('#share-dialog').getByRole('tab', { name: 'Files' }).click();
  await expect(page.locator('#share-dialog')).toContainText('Nothing yet: explore');
  await expect(page.locator('#share-dialog').getByRole('button', { name: 'Table, CSV' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'All interleavings' }).click();
  await page.locator('#explore-start').click();
  await expect(page.locator('.explore-outcomes')).toBeVisible({ timeout: 60_000 });
  await page.locator('#share').click();
  await page.locator('#share-dialog').getByRole('tab', { name: 'Files' }).click();
  const csv = (await saved(page, 'Table, CSV')).bytes.toString();
  expect(csv).toMatch(/^result,ends,count,schedule\r\n/);
  expect(csv).toContain('counter = 1, expected 2');
  const json = JSON.parse((await saved(page, 'Table, JSON')).bytes.toString()) as { complete: boolean; rows: { result: string; count: number; schedule: string }[] };
  expect(json.complete).toBe(true);
  expect(json.rows.map(({ result }) => result).sort()).toEqual(['counter = 1, expected 2\n', 'counter = 2, expected 2\n']);
});

test('a report of the run is one printed page', async ({ page }) => {
  await runOnLab(page, 'deadlock');
  await page.evaluate(() => { window.print = () => { document.body.dataset['printed'] = ''; }; });
  await page.locator('#export-trace').click();
  await page.locator('#share-dialog').getByRole('button', { name: 'Report, printed' }).click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', '');
  await expect(page.locator('#report')).toContainText('Deadlock');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#report svg')).toBeVisible();
  await expect(page.locator('#workspace')).toBeHidden();
  await page.setViewportSize({ width: 794, height: 1123 });
  await keepScreenshot(page, 'report');
  const client = await page.context().newCDPSession(page);
  const { data } = (await client.send('Page.printToPDF', { preferCSSPageSize: true })) as { data: string };
  expect(Buffer.from(data, 'base64').toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(1);
  await expect(page.locator('#report')).toHaveCount(0);
});
