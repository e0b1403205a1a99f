/** A run on the lab seen at any moment: the transport, the panels about the moment, the program's marks. */
import { expect, test, type Page } from '@playwright/test';
import axe from 'axe-core';
import { ended, keepScreenshot, openLesson, watchErrors } from './support.js';

async function runOnLab(page: Page, lesson: string): Promise<void> {
  await openLesson(page, lesson);
  await page.locator('#machine').selectOption('lab');
  await page.locator('#run').click();
  await ended(page);
  await expect(page.locator('.transport-position')).toContainText('Step');
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

async function step(page: Page): Promise<number> {
  const text = (await page.locator('.transport-position').textContent()) ?? '';
  return Number(/Step (\d+)/.exec(text)?.[1]);
}

test('a line of the run is not looked for in a program that was changed since', async ({ page }) => {
  await runOnLab(page, 'deadlock');
  await page.getByLabel('Jump to the next').selectOption('lock');
  await page.getByRole('button', { name: 'Jump to the one before' }).click();
  const line = page.locator('.transport-caption .link-button');
  const marked = page.locator('.cm-marked-line');
  await line.click();
  await expect(marked).toHaveCount(1);
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('// mine\n');
  await expect(marked).toHaveCount(0);
  await line.click();
  await expect(page.locator('#status')).toContainText(/Line \d+ is of the program before your changes/);
  await expect(marked).toHaveCount(0);
});

for (const [size, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) {
  test(`rewind from the end to the first lock: ${size}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const errors = watchErrors(page);
    await runOnLab(page, 'deadlock');
    await page.getByRole('tab', { name: 'Now' }).click();
    await expect(page.locator('[data-thread="1"].thread-card')).toContainText(/Waits for the lock bob, held by thread 2, since step \d+/);
    await page.getByLabel('Jump to the next').selectOption('lock');
    const back = page.getByRole('button', { name: 'Jump to the one before' });
    // Two locks were taken; the jump before the first one leads nowhere.
    await expect(async () => {
      await back.click();
      await expect(page.locator('tr[data-lock]')).toHaveCount(1, { timeout: 1000 });
    }).toPass();
    await expect(page.locator('.transport-caption')).toContainText('took the lock');
    await expect(page.locator('tr[data-lock] .holder')).toContainText(/Thread \d/);
    await expect(page.locator('tr[data-variable=alice]')).toContainText('nobody yet');
    await keepScreenshot(page, `moment-first-lock-${size}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepScreenshot(page, `moment-first-lock-${size}-dark`);
    expect(errors).toEqual([]);
  });
}

test('every button of the transport does what it says', async ({ page }) => {
  await runOnLab(page, 'mutex');
  const end = await step(page);
  await press(page, 'To the beginning');
  await expect.poll(() => step(page)).toBe(0);
  await expect(page.getByRole('button', { name: 'Step back', exact: true })).toBeDisabled();
  await press(page, 'Step on');
  await expect.poll(() => step(page)).toBeGreaterThan(0);
  const first = await step(page);
  await press(page, 'Step on');
  await expect.poll(() => step(page)).toBeGreaterThan(first);
  await press(page, 'Step back');
  await expect.poll(() => step(page)).toBe(first);
  await page.getByLabel('Jump to the next').selectOption('output');
  await expect.poll(() => step(page)).toBeGreaterThan(first + 5);
  await press(page, 'To the end');
  await expect.poll(() => step(page)).toBe(end);
  await page.locator('.scrubber').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => step(page)).toBeLessThan(end);
  await page.getByLabel('Speed of playing').selectOption('16');
  await press(page, 'To the beginning');
  await expect.poll(() => step(page)).toBe(0);
  await press(page, 'Play');
  await expect.poll(() => step(page)).toBeGreaterThan(3);
  await press(page, 'Pause');
});

test('the cursor drives the marks in the program, the variables and the console', async ({ page }) => {
  await runOnLab(page, 'mutex');
  await page.getByRole('tab', { name: 'Now' }).click();
  const counter = page.locator('tr[data-variable=counter]');
  const last = (await counter.locator('.value-text').textContent()) ?? '';
  await counter.getByRole('button', { name: /^step \d+$/ }).click();
  await expect(page.locator('.transport-caption')).toContainText(`wrote counter = ${last}`);
  await press(page, 'Step back');
  await expect(counter.locator('.value-text')).toHaveText(String(Number(last) - 1));
  await press(page, 'Step on');
  await expect(counter).toContainText('changed');
  await expect(page.locator('.cm-thread-mark').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Console' }).click();
  await expect(page.locator('.transcript .line.out')).toBeHidden();
  await expect(page.locator('.transcript .later')).toContainText('not written yet');
  await press(page, 'To the end');
  await expect(page.locator('.transcript .line.out')).toBeVisible();
});

test('a click on the timeline is a moment, and one thread can be stepped alone', async ({ page }) => {
  await runOnLab(page, 'mutex');
  const box = await page.locator('#canvas').boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.6, (box?.y ?? 0) + 55);
  await expect(page.locator('.threads-now .at')).toContainText('At');
  await page.getByRole('tab', { name: 'Now' }).click();
  await page.locator('.thread-card[data-thread="2"] .thread-head').click();
  await press(page, 'To the beginning');
  await expect.poll(() => step(page)).toBe(0);
  const captions: string[] = [];
  for (let steps = 0; steps < 6; steps++) {
    const before = await step(page);
    await press(page, 'Step on');
    await expect.poll(() => step(page)).toBeGreaterThan(before);
    captions.push((await page.locator('.transport-caption').textContent()) ?? '');
  }
  // Where another thread's step has the same time, the caption is of the later one: what thread 2 woke.
  expect(captions.filter((caption) => caption.includes('Thread 2')).length, captions.join('\n')).toBeGreaterThanOrEqual(5);
});

test('a line opens into read, add, write', async ({ page }) => {
  await openLesson(page, 'lost-update');
  await page.locator('#machine').selectOption('hand');
  await page.locator('#run').click();
  await page.getByRole('button', { name: 'Let it run' }).click();
  await expect(page.locator('#status')).toContainText('Finished');
  await page.getByRole('tab', { name: 'Now' }).click();
  await page.locator('tr[data-variable=counter]').getByRole('button', { name: /^step \d+$/ }).click();
  await expect(page.locator('.transport-caption')).toContainText('wrote counter = 2');
  await press(page, 'Step back');
  const open = page.locator('.thread-card').filter({ hasText: 'line 13' }).getByRole('button', { name: 'operations' }).first();
  await open.click();
  await expect(page.locator('.cm-operation')).toHaveCount(3);
  expect((await page.locator('.cm-operation').allTextContents()).map((text) => text.replace(/^\d*\W*/, ''))).toEqual(['read counter', 'add', 'write counter']);
  await expect(page.locator('.cm-operation .cm-thread-mark')).toBeVisible();
  await keepScreenshot(page, 'moment-line-opened');
});

test('a moment of a run of more than ten million instructions is shown at once', async ({ page }) => {
  await runOnLab(page, 'more-threads-than-cores');
  await page.getByRole('tab', { name: 'Now' }).click();
  const took = await page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>('.scrubber');
    if (slider === null) throw new Error('no slider');
    const times: number[] = [];
    for (const part of [0.9, 0.1, 0.5, 0.7, 0.3, 0.6, 0.2, 0.8]) {
      const value = String(Math.round(Number(slider.max) * part));
      const before = document.querySelector('.transport-position')?.textContent;
      const begin = performance.now();
      slider.value = value;
      slider.dispatchEvent(new Event('input'));
      while (document.querySelector('.transport-position')?.textContent === before) await new Promise((resolve) => setTimeout(resolve, 0));
      times.push(performance.now() - begin);
    }
    return times.sort((a, b) => a - b);
  });
  console.log(`a moment is shown after ${took.map((time) => time.toFixed(1)).join(', ')} ms`);
  // 50 ms is the target on a quiet machine (tests/bench/lab); no test depends on how busy this one is.
  expect(took[Math.floor(took.length / 2)]).toBeLessThan(2000);
});

/** Serious and critical findings of axe-core, as text. */
async function axeFindings(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
}

for (const scheme of ['light', 'dark'] as const) {
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    test(`axe finds nothing serious in a moment, or by hand: ${scheme}, ${width}×${height}`, async ({ browser }) => {
      const context = await browser.newContext({ bypassCSP: true, colorScheme: scheme, viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await runOnLab(page, 'deadlock');
      await expect(page.locator('.explanation')).toBeVisible();
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('tab', { name: 'Now' }).click();
      expect(await axeFindings(page)).toEqual([]);
      await press(page, 'Go on by hand');
      await expect(page.locator('.scheduler-head')).toBeVisible();
      await press(page, 'Undo');
      await expect(page.locator('.choice:enabled').first()).toBeVisible();
      expect(await axeFindings(page)).toEqual([]);
      await context.close();
    });
  }
}
