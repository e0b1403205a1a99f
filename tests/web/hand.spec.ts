/** The learner as the scheduler: the lost update by hand, undo, links, the keyboard, taking over a run. */
import { expect, test, type Page } from '@playwright/test';
import { keepScreenshot, openLesson, output, watchErrors } from './support.js';

const Sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

function choice(page: Page, thread: number): ReturnType<Page['locator']> {
  return page.locator(`.choice[data-thread="${thread}"]`);
}

async function words(page: Page, thread: number): Promise<string> {
  return (await choice(page, thread).locator('.choice-words').textContent()) ?? '';
}

async function startByHand(page: Page, lesson: string): Promise<void> {
  await openLesson(page, lesson);
  await page.locator('#machine').selectOption('hand');
  await page.locator('#run').click();
  await expect(choice(page, 0)).toBeVisible();
}

/** Lets a thread go, and waits until the move has been made. */
async function go(page: Page, thread: number): Promise<void> {
  const moves = await page.locator('#status-detail').textContent();
  await choice(page, thread).click();
  await expect(page.locator('#status-detail')).not.toHaveText(moves ?? '');
}

async function goUntil(page: Page, thread: number, next: RegExp): Promise<void> {
  for (let moves = 0; moves < 30 && !next.test(await words(page, thread)); moves++) await go(page, thread);
  expect(await words(page, thread)).toMatch(next);
}

/** Both threads stand before their read of the counter. */
async function bringBothToTheirRead(page: Page): Promise<void> {
  await goUntil(page, 0, /^wait for thread 1/);
  await goUntil(page, 1, /^Waits for both_are_here/);
  await goUntil(page, 2, /^read counter/);
  await goUntil(page, 1, /^read counter/);
}

for (const [size, viewport] of Object.entries(Sizes)) {
  test.describe(size, () => {
    test.use({ viewport });

    test('the lost update, stepped by hand to 1, is explained', async ({ page }) => {
      const errors = watchErrors(page);
      await startByHand(page, 'lost-update');
      await bringBothToTheirRead(page);
      expect(await words(page, 1)).toBe('read counter (0 now)');
      await go(page, 1);
      expect(await words(page, 1)).toBe('write counter = 1');
      await go(page, 2);
      await keepScreenshot(page, `hand-both-have-read-${size}`);
      await go(page, 2);
      await go(page, 1);
      await page.getByRole('button', { name: 'Let it run' }).click();
      await expect(page.locator('#status')).toContainText('Finished');
      await page.getByRole('tab', { name: 'Console' }).click();
      expect(await output(page)).toEqual(['counter = 1, expected 2']);
      const explanation = page.locator('.explanation');
      await expect(explanation).toContainText('An update of counter was lost');
      await expect(explanation).toContainText('Thread 1 read counter: 0');
      await expect(explanation).toContainText('std::atomic');
      await page.emulateMedia({ colorScheme: 'dark' });
      await keepScreenshot(page, `hand-lost-update-${size}-dark`);
      await page.emulateMedia({ colorScheme: 'light' });
      await keepScreenshot(page, `hand-lost-update-${size}-light`);
      // A step in the explanation leads to its moment: what came later is not there any more.
      await explanation.getByRole('button', { name: /^step \d+/ }).first().click();
      await expect(page.locator('.transport-caption')).toContainText('read counter: 0');
      await expect(page.locator('.scheduler-head')).toContainText('You look at the past');
      await expect(page.locator('.transcript .line.out')).toBeHidden();
      expect(errors).toEqual([]);
    });
  });
}

test('a move is taken back, and another choice leads elsewhere', async ({ page }) => {
  await startByHand(page, 'lost-update');
  await bringBothToTheirRead(page);
  await go(page, 1);
  await go(page, 2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(choice(page, 2).locator('.choice-words')).toHaveText('read counter (0 now)');
  await go(page, 1);
  await expect(choice(page, 2).locator('.choice-words')).toHaveText('read counter (1 now)');
  await page.getByRole('button', { name: 'Let it run' }).click();
  await expect(page.locator('#status')).toContainText('Finished');
  expect(await output(page)).toEqual(['counter = 2, expected 2']);
});

test('the run is a link', async ({ page }) => {
  await startByHand(page, 'lost-update');
  await bringBothToTheirRead(page);
  await go(page, 1);
  await expect(page).toHaveURL(/schedule=[0-9A-Za-z.]+$/);
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(choice(page, 1).locator('.choice-words')).toHaveText('write counter = 1');
  await expect(choice(page, 2).locator('.choice-words')).toHaveText('read counter (0 now)');
  // And can be gone on with, and taken back.
  await go(page, 2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(choice(page, 2).locator('.choice-words')).toHaveText('read counter (0 now)');
});

test('bad: a link that does not fit the program says so', async ({ page }) => {
  await page.goto('/#lesson=mutex&schedule=7X9');
  await expect(page.locator('.outcome')).toContainText('does not fit');
  await expect(page.locator('#run')).toBeEnabled();
});

test('all of it by keyboard', async ({ page }) => {
  await openLesson(page, 'lost-update');
  await page.locator('#machine').selectOption('hand');
  await page.locator('#run').focus();
  await page.keyboard.press('Enter');
  await expect(choice(page, 0)).toBeFocused();
  await page.keyboard.press('0');
  await expect(choice(page, 1)).toBeVisible();
  await page.keyboard.press('1');
  await expect(choice(page, 1).locator('.choice-words')).toContainText('both_are_here');
  await page.keyboard.press('u');
  await expect(choice(page, 1).locator('.choice-words')).toHaveText('begin');
  await page.keyboard.press('b');
  await expect(page.locator('.scheduler-head')).toContainText('You look at the past');
  await page.keyboard.press('End');
  await expect(page.locator('.scheduler-head')).toContainText('who goes next');
});

test('a run on the lab can be taken over where the cursor is', async ({ page }) => {
  await openLesson(page, 'deadlock');
  await page.locator('#machine').selectOption('lab');
  await page.locator('#run').click();
  await expect(page.locator('.explanation')).toContainText('They wait in a circle', { timeout: 60_000 });
  await expect(page.locator('.explanation')).toContainText('std::scoped_lock');
  await page.getByLabel('Jump to the next').selectOption('lock');
  await page.getByRole('button', { name: 'Jump to the one before' }).click();
  await page.getByRole('button', { name: 'Go on by hand' }).click();
  await expect(page.locator('.scheduler-head')).toContainText('who goes next');
  await expect(page.locator('#machine')).toHaveValue('hand');
  await expect(page).toHaveURL(/schedule=.*&whole/);
});
