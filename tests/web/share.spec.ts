/** Links and files: what one reader sees, another one sees. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { axeFindings, ended, keepScreenshot, openLesson, timelineReady, watchErrors } from './support.js';

async function sharedLink(page: Page): Promise<string> {
  await page.locator('#share').click();
  const link = await page.getByLabel('Link', { exact: true }).last().inputValue();
  await page.locator('#share-dialog').getByRole('button', { name: 'Close' }).click();
  return link;
}

async function openFresh(page: Page, link: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link);
  await timelineReady(page);
}

const position = (page: Page): Promise<string | null> => page.locator('.transport-position').textContent();
const view = (page: Page): Promise<{ start: number; end: number } | undefined> => page.evaluate(() => window.interleave.snapshot()?.view);
const span = async (page: Page): Promise<number> => {
  const seen = await view(page);
  return seen === undefined ? 0 : seen.end - seen.start;
};

/** Taps W and waits until the timeline has taken it, and glides no more. */
async function zoomIn(page: Page): Promise<void> {
  const before = await span(page);
  await page.keyboard.press('w');
  await expect.poll(() => span(page)).toBeLessThan(before);
  await expect(async () => {
    const now = await span(page);
    await page.waitForTimeout(200);
    expect(await span(page)).toBe(now);
  }).toPass();
}

test('a run on the lab is a link to the same moment, tab and picture', async ({ page }) => {
  const errors = watchErrors(page);
  await openLesson(page, 'five-sleepers');
  await page.locator('#machine').selectOption('lab');
  await page.locator('#lab-seed').fill('3');
  await page.locator('#run').click();
  await ended(page);
  await expect(page.locator('.outcome')).toContainText('Finished');
  await page.getByRole('tab', { name: 'Now' }).click();
  await page.locator('.scrubber').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.transport-position')).toContainText('Step');
  await page.locator('#canvas').click({ position: { x: 300, y: 120 } });
  for (let i = 0; i < 3; i++) await zoomIn(page);
  const before = { position: await position(page), view: await view(page), caption: await page.locator('.transport-caption').textContent() };
  const link = await sharedLink(page);
  expect(link).toMatch(/\/#1\.[\w-]+$/);

  await openFresh(page, link);
  await expect(page.locator('.transport-position')).toHaveText(before.position ?? '', { timeout: 30_000 });
  await expect(page.locator('.transport-caption')).toHaveText(before.caption ?? '');
  await expect(page.locator('#lab-seed')).toHaveValue('3');
  await expect(page.getByRole('tab', { name: 'Now' })).toHaveAttribute('aria-selected', 'true');
  const seen = before.view ?? { start: 0, end: 0 };
  await expect.poll(async () => {
    const now = (await view(page)) ?? { start: 0, end: 0 };
    return Math.max(Math.abs(now.start - seen.start), Math.abs(now.end - seen.end)) / (seen.end - seen.start);
  }).toBeLessThan(0.01);
  await expect(page.locator('.notice[data-kind="problem"]')).toHaveCount(0);
  expect(errors).toEqual([]);
});

test('the dialog says what the link holds; less is a shorter link', async ({ page }) => {
  await openLesson(page, 'mutex');
  await page.locator('#machine').selectOption('lab');
  await page.locator('#run').click();
  await ended(page);
  await page.locator('#share').click();
  const dialog = page.locator('#share-dialog');
  await expect(dialog).toContainText('the run, which comes out the same again');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await keepScreenshot(page, `share-link-${scheme}`);
  }
  const field = dialog.locator('.share-field').first();
  const whole = await field.inputValue();
  await dialog.getByLabel(/The run:/).uncheck();
  await expect(dialog.getByLabel(/The moment:/)).toBeDisabled();
  expect((await field.inputValue()).length).toBeLessThan(whole.length);
  await expect(dialog).not.toContainText('comes out the same again');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('status').first()).toHaveText('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await field.inputValue());
});

test('a changed program travels in the link, waits for Run, and leaves the reader’s own version alone', async ({ page }) => {
  await openLesson(page, 'mutex');
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// mine\n');
  await expect(page.locator('#program-note')).toHaveText('changed');
  const link = await sharedLink(page);
  await page.keyboard.press('Escape');
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// still mine, later\n');

  await openFresh(page, link);
  await expect(page.locator('#program-note')).toHaveText('from a link');
  await expect(page.locator('.cm-content').first()).toContainText('// mine');
  await expect(page.locator('.cm-content').first()).not.toContainText('still mine');
  await expect(page.locator('#run')).not.toHaveAttribute('data-running');
  await page.goto('about:blank');
  await openLesson(page, 'mutex');
  await expect(page.locator('.cm-content').first()).toContainText('still mine, later');
});

test('bad: a link that cannot be opened says why, and the page works', async ({ page }) => {
  for (const [hash, why] of [['#1.AAAA', 'cut off'], ['#7.xyz', 'newer Interleave'], ['#lesson=mutex&cores=99', '“cores” should be a number from 1 to 64'], ['#lesson=nowhere', 'There is no lesson']] as const) {
    await page.goto('about:blank');
    await page.goto(`/${hash}`);
    await expect(page.locator('.notice[role=alert]')).toContainText(why);
    await expect(page.locator('#run')).toBeEnabled();
  }
  await keepScreenshot(page, 'bad-link');
  await page.getByRole('button', { name: 'Close the note' }).click();
  await expect(page.locator('.notice[role=alert]')).toHaveCount(0);
});

test('what is too long for a link is a file that is dropped on the page', async ({ page }) => {
  await page.addInitScript(() => {
    const lines = Array.from({ length: 3000 }, (_, n) => `  x += ${(n * 2654435761) % 4294967296}u;`).join('\n');
    localStorage.setItem('interleave.program.long1', JSON.stringify({ name: 'A long one', source: `int main() {\n  unsigned x = 0;\n${lines}\n}\n`, changed: 1 }));
  });
  await page.goto('/#program=long1');
  await expect(page.locator('#run')).toBeEnabled();
  await page.locator('#share').click();
  const dialog = page.locator('#share-dialog');
  await expect(dialog).toContainText('too long for an address');
  await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeDisabled();
  const [saved] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save as a file' }).click()]);
  expect(saved.suggestedFilename()).toBe('a-long-one.interleave.json');
  const text = readFileSync((await saved.path()) ?? '', 'utf8');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await openLesson(page, 'mutex');
  const drop = async (name: string, content: string): Promise<void> => {
    const data = await page.evaluateHandle(([name, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], name ?? ''));
      return transfer;
    }, [name, content]);
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  };
  await drop('cut.interleave.json', text.slice(0, -40));
  await expect(page.locator('.notice[role=alert]')).toContainText('“cut.interleave.json” cannot be opened');
  await drop('a-long-one.interleave.json', text);
  await expect(page.locator('#prose h3')).toHaveText('A long one');
  await expect(page.locator('.notice[role=alert]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Copy to your programs' }).click();
  await expect(page).toHaveURL(/#program=/);
  await expect(page.locator('#program-note')).toHaveText('saved');
});

test('bad: a link whose run comes out otherwise now says so', async ({ page }) => {
  await page.goto('/#lesson=mutex&machine=lab&cores=2&quantum=1000000&seed=1&hash=123');
  await timelineReady(page);
  await expect(page.locator('.notice[role=alert]')).toContainText('This run is not the one of the link', { timeout: 30_000 });
});

test('the embed dialog shows both snippets and the frame as it will look', async ({ page }) => {
  const errors = watchErrors(page);
  await openLesson(page, 'mutex');
  await page.locator('#machine').selectOption('lab');
  await page.locator('#share').click();
  const dialog = page.locator('#share-dialog');
  await dialog.getByRole('tab', { name: 'Embed' }).click();
  const [elementField, frameField] = [dialog.getByLabel('Snippet with the element'), dialog.getByLabel('Snippet with the frame')];
  await expect(elementField).toHaveValue(/<interleave-playground lesson="mutex" machine="lab"/);
  await dialog.getByLabel('Layout').selectOption('single');
  await dialog.getByLabel('Theme', { exact: true }).selectOption('dark');
  await dialog.getByLabel('Goal').selectOption('proved');
  await dialog.getByLabel('Height in pixels').fill('420');
  await expect(elementField).toHaveValue(/layout="single" theme="dark" goal="proved" height="420"/);
  await expect(frameField).toHaveValue(/embed\.html#lesson=mutex.*layout=single&amp;theme=dark&amp;goal=proved"[\s\S]*height="420"/);
  const inside = dialog.frameLocator('.embed-preview iframe');
  await expect(inside.locator('#poster-title')).toHaveText('The mutex');
  await expect(inside.locator('html')).toHaveAttribute('data-theme', 'dark');
  await keepScreenshot(page, 'share-embed-light');
  await inside.locator('#poster-run').click();
  await expect(inside.locator('#status')).toContainText('Finished', { timeout: 60_000 });
  await dialog.locator('.embed-preview').scrollIntoViewIfNeeded();
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepScreenshot(page, 'share-embed-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await keepScreenshot(page, 'share-embed-390');
  expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  expect(errors).toEqual([]);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the Share dialog and in a frame: ${scheme}`, async ({ browser }) => {
    const context = await browser.newContext({ bypassCSP: true, colorScheme: scheme, viewport: { width: 900, height: 800 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await openLesson(page, 'mutex');
    await page.locator('#machine').selectOption('lab');
    await page.locator('#run').click();
    await ended(page);
    await page.locator('#share').click();
    for (const tab of ['Link', 'Embed', 'Files']) {
      await page.locator('#share-dialog').getByRole('tab', { name: tab }).click();
      await page.waitForTimeout(300);
      expect(await axeFindings(page, '#share-dialog'), tab).toEqual([]);
    }
    await page.goto('about:blank');
    await page.goto('/embed.html#lesson=mutex&machine=lab');
    await expect(page.locator('#poster')).not.toHaveAttribute('aria-busy', 'true');
    expect(await axeFindings(page), 'poster').toEqual([]);
    await page.locator('#poster-run').click();
    await expect(page.locator('#status')).toContainText('Finished', { timeout: 30_000 });
    expect(await axeFindings(page), 'frame').toEqual([]);
    await context.close();
  });
}
