/** Programs on real workers, seen through the page. */
import { expect, test } from '@playwright/test';
import { Hang, builtLessons, ended, keepScreenshot, lanes, openLesson, output, replaceProgram, runToEnd, states, statusTone, stop, waitForOutput, watchErrors, type Ending } from './support.js';

/** The words of the console for each way to end that lesson.json knows. */
const Endings: Readonly<Record<Ending, string>> = { exit: 'Finished', deadlock: 'Deadlock', trap: 'crashed' };

test.describe('every lesson runs on real workers, ends as it says, and has its lanes', () => {
  for (const lesson of builtLessons()) {
    test(lesson.name, async ({ page }) => {
      const errors = watchErrors(page);
      await openLesson(page, lesson.name);
      await page.locator('#run').click();
      // A deadlock has its card while the run goes on; every other program ends.
      const card = page.locator('.outcome');
      await expect(card).toBeVisible({ timeout: 60_000 });
      await expect(card).toContainText(new RegExp(lesson.ends.map((end) => Endings[end]).join('|')));
      await page.keyboard.press('Escape');
      await ended(page);
      const written = (await output(page)).map((line) => `${line}\n`).join('');
      expect(written).toMatch(new RegExp(`^(?:${lesson.output})$`));
      const threads = await lanes(page, 'thread');
      expect(threads.length).toBeGreaterThan(0);
      for (const thread of threads) expect(states(thread).length).toBeGreaterThan(0);
      expect(await page.evaluate(() => window.interleave.snapshot()?.stats.events ?? 0)).toBeGreaterThan(0);
      expect(errors).toEqual([]);
      await keepScreenshot(page, `lesson-${lesson.name}`);
    });
  }
});

test('five sleepers sleep at the same time, and the whole takes as long as the longest', async ({ page }) => {
  await openLesson(page, 'five-sleepers');
  await runToEnd(page);
  const sleeps = (await lanes(page, 'thread')).flatMap((lane) => states(lane).filter((span) => span.state === 'sleeping'));
  expect(sleeps).toHaveLength(5);
  const latestStart = Math.max(...sleeps.map((span) => span.start));
  const earliestEnd = Math.min(...sleeps.map((span) => span.end));
  const longest = Math.max(...sleeps.map((span) => span.end - span.start));
  const sum = sleeps.reduce((total, span) => total + span.end - span.start, 0);
  const whole = Math.max(...sleeps.map((span) => span.end)) - Math.min(...sleeps.map((span) => span.start));
  // The shortest nap is a tenth of a second: the others have begun by then, unless the machine is very busy.
  expect.soft(latestStart, 'all five sleep at one moment').toBeLessThan(earliestEnd + 400e6);
  expect(whole).toBeLessThan(longest + 600e6);
  expect(whole).toBeLessThan(sum);
  const lines = await output(page);
  expect(lines.filter((line) => /^sleeper \d slept \d tenths$/.test(line))).toHaveLength(5);
});

test('the cursor in time marks the lines of the threads in the program', async ({ page }) => {
  await openLesson(page, 'five-sleepers');
  await runToEnd(page);
  await page.locator('#canvas').click({ position: { x: 300, y: 120 } });
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await expect(page.locator('.cm-thread-mark').first()).toBeVisible();
  await expect(page.locator('#threads-now .thread-chip').first()).toContainText(/line \d+/);
  await keepScreenshot(page, 'cursor-marks');
});

test('a run of the program before it was changed marks no lines in it', async ({ page }) => {
  await openLesson(page, 'five-sleepers');
  await runToEnd(page);
  await page.locator('#canvas').click({ position: { x: 300, y: 120 } });
  await page.keyboard.press('.');
  const marks = page.locator('.cm-thread-mark');
  const at = page.locator('#threads-now .at').first();
  await expect(marks.first()).toBeVisible();
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('// mine\n');
  await expect(at).toContainText('in the program before your changes');
  await expect(marks).toHaveCount(0);
  await expect(page.locator('#threads-now .thread-chip').first()).toBeDisabled();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(marks.first()).toBeVisible();
  await expect(at).not.toContainText('before your changes');
});

test('the lost update, 200 times: a histogram whose counts add up', async ({ page }) => {
  test.setTimeout(240_000);
  await openLesson(page, 'lost-update');
  await page.getByRole('button', { name: 'Run 200 times' }).click();
  await expect(page.locator('#run')).toHaveAttribute('data-running');
  await expect(page.locator('#run')).not.toHaveAttribute('data-running', { timeout: 200_000 });
  const rows = await page.locator('.bar-row').evaluateAll((all) => all.map((row) => ({ value: row.getAttribute('data-value') ?? '', count: Number(row.getAttribute('data-count')), unexpected: row.classList.contains('unexpected') })));
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(200);
  // What is lost is the lesson: on a machine with two processors some of 200 runs lose updates.
  expect(rows.filter((row) => row.unexpected).reduce((sum, row) => sum + row.count, 0)).toBeGreaterThan(0);
  expect(rows.every((row) => /^\d+(?: – \d+)?$/.test(row.value))).toBe(true);
  await keepScreenshot(page, 'lost-update-histogram');
});

test('many runs can be cancelled, and keep what they have counted', async ({ page }) => {
  await openLesson(page, 'lost-update');
  await page.getByRole('button', { name: 'Run 200 times' }).click();
  await expect.poll(() => page.locator('.histogram-view progress').evaluate((bar) => (bar as HTMLProgressElement).value)).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await ended(page);
  await expect(page.locator('.histogram-view')).toContainText('cancelled');
});

test.describe('a deadlock', () => {
  test.beforeEach(async ({ page }) => {
    await replaceProgram(page, 'deadlock', 'deadlock');
    await openLesson(page, 'deadlock');
    await page.locator('#run').click();
    await expect(page.locator('#status')).toContainText('Deadlock', { timeout: 15_000 });
  });

  test('is told in words, with what each thread waits for', async ({ page }) => {
    expect(await statusTone(page)).toBe('bad');
    await expect(page.locator('.outcome li').first()).toContainText('waits for');
    await keepScreenshot(page, 'deadlock');
  });

  test('is told soon after everything went quiet', async ({ page }) => {
    const told = await page.locator('#status-detail').textContent();
    const threads = await lanes(page, 'thread');
    const lastChange = Math.max(...threads.flatMap((lane) => states(lane).map((span) => span.start)));
    const seconds = Number(/([\d.]+) s/.exec(told ?? '')?.[1] ?? '0');
    expect(seconds - lastChange / 1e9).toBeLessThan(10);
  });

  test('is ended by Stop at once', async ({ page }) => {
    const milliseconds = await stop(page);
    expect(milliseconds).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThan(Hang);
    await expect(page.locator('.outcome')).toContainText('Deadlock');
  });
});

for (const program of ['endless_loop', 'endless_output', 'many_threads'] as const) {
  test(`Stop ends ${program} at once, and the next run works`, async ({ page }) => {
    await replaceProgram(page, 'mutex', program);
    await openLesson(page, 'mutex');
    await page.locator('#run').click();
    await expect(page.locator('#status')).toContainText(/Running|Finished/);
    await page.waitForTimeout(700);
    expect(await stop(page)).toBeLessThan(Hang);
    await page.unrouteAll();
    await openLesson(page, 'deadlock');
    await openLesson(page, 'mutex');
    await runToEnd(page);
    await expect(page.locator('.outcome')).toContainText('Finished');
  });
}

test('endless output neither hangs the page nor fills it, and the page says what it left out', async ({ page }) => {
  await replaceProgram(page, 'mutex', 'endless_output');
  await openLesson(page, 'mutex');
  await page.locator('#run').click();
  await expect(page.locator('.transcript')).toContainText('left out', { timeout: 30_000 });
  expect(await page.locator('.transcript .line').count()).toBeLessThanOrEqual(1000);
  // The page answers while it goes on.
  await page.getByRole('tab', { name: 'Threads' }).click();
  await expect(page.locator('#threads-view')).toBeVisible();
  await page.keyboard.press('Escape');
  await ended(page);
});

test('input: the field appears when the program waits, what is typed is echoed, Ctrl+D ends it', async ({ page }) => {
  await replaceProgram(page, 'mutex', 'echo');
  await openLesson(page, 'mutex');
  await page.locator('#run').click();
  const field = page.getByRole('textbox', { name: 'Input' });
  await expect(field).toBeVisible();
  await expect(page.locator('#status')).toContainText('Waits for your input');
  await field.fill('Größe');
  await page.keyboard.press('Enter');
  await waitForOutput(page, '1: Größe');
  await expect(page.locator('.transcript .line.in')).toHaveText(['Größe']);
  await field.press('Control+d');
  await waitForOutput(page, 'end of input');
  await ended(page);
  await expect(field).toBeHidden();
});

test.describe('how a program ends is told in words', () => {
  for (const [program, words] of [
    ['exit_code', 'Ended with exit code 7'],
    ['trap_unreachable', 'crashed'],
    ['trap_division', 'crashed'],
    ['uncaught', 'gave up'],
    ['assertion', 'gave up'],
  ] as const) {
    test(program, async ({ page }) => {
      await replaceProgram(page, 'mutex', program);
      await openLesson(page, 'mutex');
      await runToEnd(page);
      await expect(page.locator('.outcome')).toContainText(words);
      await expect(page.locator('#status')).toHaveAttribute('data-tone', 'bad');
    });
  }

  test('a line in the explanation leads to the program', async ({ page }) => {
    await replaceProgram(page, 'mutex', 'trap_unreachable');
    await openLesson(page, 'mutex');
    await runToEnd(page);
    await page.locator('.outcome .link-button').first().click();
    await expect(page.locator('.cm-marked-line')).toHaveCount(1);
  });
});

test('stderr differs from stdout by a word, not by colour alone', async ({ page }) => {
  await replaceProgram(page, 'mutex', 'assertion');
  await openLesson(page, 'mutex');
  await runToEnd(page);
  const tag = await page.locator('.transcript .line.err').first().evaluate((line) => getComputedStyle(line, '::before').content);
  expect(tag).toContain('stderr');
});

test('the timeline is also a table', async ({ page }) => {
  await openLesson(page, 'mutex');
  await runToEnd(page);
  await page.getByRole('tab', { name: 'Threads' }).click();
  await expect(page.locator('#threads-view tbody tr')).not.toHaveCount(0);
  await expect(page.locator('#threads-view')).toContainText('running');
  await keepScreenshot(page, 'threads-table');
});

test('a recording can be exported', async ({ page }) => {
  await openLesson(page, 'mutex');
  await runToEnd(page);
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Trace, JSON' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('the-mutex.trace.json');
});

test('another lesson stops the program of this one', async ({ page }) => {
  await replaceProgram(page, 'mutex', 'endless_loop');
  await openLesson(page, 'mutex');
  await page.locator('#run').click();
  await expect(page.locator('#status')).toContainText('Running');
  await page.locator('#next-lesson').click();
  await expect(page.locator('#prose h3')).toHaveText('Deadlock');
  await ended(page);
  await expect(page.locator('#status')).toContainText('Ready');
  expect(await output(page)).toEqual([]);
  await expect(page.locator('.outcome')).toHaveCount(0);
});

test('keyboard only: choose a lesson, run it, stop it, read the result', async ({ page }) => {
  await replaceProgram(page, 'deadlock', 'deadlock');
  await openLesson(page, 'mutex');
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip-link')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.locator('#lesson-picker')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('#prose h3')).toHaveText('Deadlock');
  await expect(page.locator('#run')).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('#status')).toContainText('Deadlock', { timeout: 15_000 });
  await page.keyboard.press('Escape');
  await ended(page);
  await page.getByRole('tab', { name: 'Console' }).focus();
  for (const name of ['Now', 'All interleavings', 'Compare', 'Charts', 'Threads']) {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name })).toBeFocused();
  }
  await expect(page.locator('#threads-view')).toBeVisible();
});
