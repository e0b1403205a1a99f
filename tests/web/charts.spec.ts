/** The charts of a run: what they say, how their values are read, speed-up, files; and that they can be looked at. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { axeFindings, ended, keepScreenshot, openLesson, watchErrors } from './support.js';

async function chartsOf(page: Page, lesson: string): Promise<void> {
  await openLesson(page, lesson);
  await page.locator('#machine').selectOption('lab');
  await page.locator('#run').click();
  await ended(page);
  await page.getByRole('tab', { name: 'Charts' }).click();
}

const chart = (page: Page, name: string): Promise<void> => page.locator('.chart-chooser').getByRole('button', { name, exact: true }).click();
const figure = (page: Page, id: string): ReturnType<Page['locator']> => page.locator(`figure[data-chart="${id}"]`);

test('utilisation and shares agree with the recording, and are read by pointer, keys and table', async ({ page }) => {
  const errors = watchErrors(page);
  await chartsOf(page, 'more-threads-than-cores');
  await expect(figure(page, 'utilisation')).toContainText(/\d\.\d\d of 2 cores busy on average/);
  const slider = page.getByRole('slider', { name: 'Utilisation over time' });
  await slider.focus();
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', /running, \S+ ready without a core/);
  const last = await page.locator('.chart-readout').textContent();
  await page.keyboard.press('Home');
  await expect(page.locator('.chart-readout')).toContainText(/^0 ns – /);
  const box = await slider.boundingBox();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 40, (box?.y ?? 0) + 60);
  await expect(page.locator('.chart-readout')).not.toContainText(/^0 ns – /);
  expect(last).not.toBe('');
  await page.getByText('As a table').click();
  await expect(page.getByRole('region', { name: 'Utilisation over time, as a table' }).locator('tbody tr').first()).toContainText('0 ns');
  await chart(page, 'Threads');
  const rows = figure(page, 'threads').locator('tbody tr');
  expect(await rows.count()).toBeGreaterThan(2);
  await expect(rows.first()).toContainText('Main');
  expect(errors).toEqual([]);
});

test('speed-up is measured on 1, 2, 4 and 8 cores and read with Amdahl’s law', async ({ page }) => {
  const errors = watchErrors(page);
  await chartsOf(page, 'more-threads-than-cores');
  const before = await page.locator('.transport-position').textContent();
  await chart(page, 'Speed-up');
  await page.getByRole('button', { name: 'Measure speed-up' }).click();
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible({ timeout: 80_000 });
  const speedUp = figure(page, 'speed-up');
  await expect(speedUp.locator('tbody tr')).toHaveCount(4);
  await expect(speedUp).toContainText(/on 8 cores .* times as fast, where 8 would be ideal/);
  await expect(speedUp).toContainText('Amdahl’s law');
  // The run that is on show is still there, and can be asked.
  expect(await page.locator('.transport-position').textContent()).toBe(before);
  await page.getByRole('button', { name: 'Step back', exact: true }).click();
  await expect(page.locator('.transport-position')).not.toHaveText(before ?? '');
  // The same again is the same.
  const table = await speedUp.locator('tbody').textContent();
  await page.getByRole('button', { name: 'Measure again' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible({ timeout: 80_000 });
  expect(await speedUp.locator('tbody').textContent()).toBe(table);
  expect(errors).toEqual([]);
});

test('bursts tell the thread bound by the processor from the one bound by input and output', async ({ page }) => {
  await chartsOf(page, 'bursts');
  await chart(page, 'Bursts');
  await expect(figure(page, 'bursts')).toContainText(/\d+ bursts, half of them of at most/);
  const table = figure(page, 'bursts').locator('tbody tr');
  await expect(table.filter({ hasText: 'Video' })).toHaveCount(1);
  await expect(table.filter({ hasText: 'Backup' })).toHaveCount(1);
});

test('queues: channels, named numbers, or else who waits', async ({ page }) => {
  await chartsOf(page, 'messages');
  await chart(page, 'Queues');
  await expect(figure(page, 'queues').locator('tbody')).toContainText('questions');
  await chartsOf(page, 'async-queue');
  await chart(page, 'Queues');
  await expect(figure(page, 'queues')).toContainText('queue holds most: at most 2');
  await chartsOf(page, 'bounded-buffer');
  await chart(page, 'Queues');
  await expect(figure(page, 'queues')).toContainText('these are the threads that wait');
});

test('a chart is saved as SVG and PNG', async ({ page }) => {
  await chartsOf(page, 'mutex');
  const saved = async (kind: string): Promise<Buffer> => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `Save “Utilisation over time” as ${kind}` }).click()]);
    expect(file.suggestedFilename()).toBe(`the-mutex-utilisation.${kind.toLowerCase()}`);
    return readFileSync(await file.path());
  };
  const svg = (await saved('SVG')).toString();
  expect(svg).toContain('Utilisation over time');
  expect(svg).not.toContain('var(');
  const png = await saved('PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(2 * 860);
});

test('without a run there is an invitation; a run by hand is drawn as it goes', async ({ page }) => {
  await openLesson(page, 'lost-update');
  await page.getByRole('tab', { name: 'Charts' }).click();
  await expect(page.locator('.charts-view')).toContainText('Nothing is recorded yet');
  await page.locator('#machine').selectOption('hand');
  await page.locator('#run').click();
  await page.getByRole('button', { name: 'Let it run' }).click();
  await expect(page.locator('#status')).toContainText('Finished');
  await page.getByRole('tab', { name: 'Charts' }).click();
  await expect(figure(page, 'utilisation')).toContainText('of 1 core busy');
});

for (const scheme of ['light', 'dark'] as const) {
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    test(`charts to look at, and axe finds nothing serious: ${scheme}, ${width}×${height}`, async ({ browser }) => {
      test.setTimeout(180_000);
      const context = await browser.newContext({ bypassCSP: true, colorScheme: scheme, viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.addInitScript(() => localStorage.setItem('interleave.visited', 'true'));
      const keep = async (name: string): Promise<void> => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && [...document.querySelectorAll('.charts-view')].every((view) => view.scrollWidth <= view.clientWidth))).toBe(true);
        expect(await axeFindings(page)).toEqual([]);
        await keepScreenshot(page, `charts-${name}-${scheme}-${width}`);
      };
      await chartsOf(page, 'more-threads-than-cores');
      await page.getByRole('slider', { name: 'Utilisation' }).focus();
      await page.keyboard.press('PageDown');
      await keep('utilisation');
      await chart(page, 'Speed-up');
      await page.getByRole('button', { name: 'Measure speed-up' }).click();
      await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible({ timeout: 80_000 });
      await keep('speed-up');
      await chartsOf(page, 'bounded-buffer');
      await chart(page, 'Threads');
      await keep('threads');
      await chart(page, 'Queues');
      await page.getByText('As a table').click();
      await keep('queues');
      await chartsOf(page, 'bursts');
      await chart(page, 'Bursts');
      await keep('bursts');
      await context.close();
    });
  }
}
