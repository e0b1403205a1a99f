/** What a learner comes for, from the first press to the end, on a desktop and on a phone; each end is looked at, by axe and by people. */
import { expect, test, type Page } from '@playwright/test';
import { axeFindings, ended, keepScreenshot, openLesson, output, watchErrors } from './support.js';

const Sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** The end of a journey in both themes: axe finds nothing serious, nothing is wider than the screen, and a picture is kept. */
async function lookAt(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', scheme);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await keepScreenshot(page, `journey-${name}-${scheme}`);
  }
}

/** On a phone one panel is seen at a time. */
async function openPanel(page: Page, name: 'Lesson' | 'Program' | 'Timeline'): Promise<void> {
  const tab = page.locator('.tab-bar').getByRole('tab', { name, exact: true });
  if (await tab.isVisible()) await tab.click();
}

async function run(page: Page, machine: 'lab' | 'hand'): Promise<void> {
  await page.locator('#machine').selectOption(machine);
  await page.locator('#run').click();
  await expect(page.locator('#status')).not.toContainText(/Compiling|Loading|Ready/, { timeout: 150_000 });
  if (machine === 'lab') await ended(page);
}

/** Lets the thread go until it would do this next. */
async function goUntil(page: Page, thread: number, next: RegExp): Promise<void> {
  const choice = page.locator(`.choice[data-thread="${thread}"]`);
  for (let moves = 0; moves < 30 && !next.test((await choice.locator('.choice-words').textContent()) ?? ''); moves++) await go(page, thread);
  await expect(choice.locator('.choice-words')).toHaveText(next);
}

async function go(page: Page, thread: number): Promise<void> {
  const before = (await page.locator('#status-detail').textContent()) ?? '';
  await page.locator(`.choice[data-thread="${thread}"]`).click();
  await expect(page.locator('#status-detail')).not.toHaveText(before);
}

for (const [size, viewport] of Object.entries(Sizes)) {
  test.describe(size, () => {
    // The policy forbids the script that axe adds.
    test.use({ viewport, bypassCSP: true });
    test.describe.configure({ timeout: 240_000 });

    test('the lost update is stepped by hand to 1', async ({ page }) => {
      const errors = watchErrors(page);
      await openLesson(page, 'lost-update');
      await run(page, 'hand');
      // The first moment is later than the only event there is.
      await expect.poll(() => page.evaluate(() => window.interleave.snapshot()?.cursor ?? 0)).toBeGreaterThan(1000);
      await goUntil(page, 0, /^wait for thread 1/);
      await goUntil(page, 1, /^Waits for both_are_here/);
      await goUntil(page, 2, /^read counter/);
      await goUntil(page, 1, /^read counter/);
      // Both stand at line 13 with marks of their own, whatever was there before.
      if (size === 'desktop') await expect(page.locator('.cm-thread-gutter .cm-thread-mark')).toHaveText(['1', '2', '0']);
      await lookAt(page, `lost-update-before-${size}`);
      for (const thread of [1, 2, 2, 1]) await go(page, thread);
      // Where the threads stand is told for the moment that is shown, and no other.
      const shown = (await page.locator('.transport-position').textContent()) ?? '';
      await expect(page.locator('.threads-now .at')).toHaveText(`At step ${/Step (\d+)/.exec(shown)?.[1] ?? '?'} · ${shown.split(' · ')[1] ?? '?'}`);
      await page.getByRole('button', { name: 'Let it run' }).click();
      await expect(page.locator('#status')).toContainText('Finished');
      await page.getByRole('tab', { name: 'Console' }).click();
      expect(await output(page)).toEqual(['counter = 1, expected 2']);
      await expect(page.locator('.explanation')).toContainText('An update of counter was lost');
      await lookAt(page, `lost-update-${size}`);
      expect(errors).toEqual([]);
    });

    test('the philosophers’ deadlock is found among all interleavings, and replayed', async ({ page }) => {
      const errors = watchErrors(page);
      await openLesson(page, 'philosophers');
      await openPanel(page, 'Timeline');
      await page.getByRole('tab', { name: 'All interleavings' }).click();
      await page.getByRole('button', { name: 'Explore all interleavings' }).click();
      const found = page.locator('#explore-view');
      await expect(found.locator('.outcome')).toContainText('Found: deadlock', { timeout: 200_000 });
      await lookAt(page, `philosophers-found-${size}`);
      await found.getByRole('button', { name: /Show how/ }).first().click();
      await expect(page.locator('#status')).toContainText('Deadlock', { timeout: 60_000 });
      await page.getByRole('tab', { name: 'Now' }).click();
      await expect(page.locator('.wait-graph .edge.circular')).toHaveCount(3);
      for (const thread of [1, 2, 3]) await expect(page.locator(`.thread-card[data-thread="${thread}"]`)).toContainText(/Waits for the lock .*held by thread \d/);
      await lookAt(page, `philosophers-replayed-${size}`);
      expect(errors).toEqual([]);
    });

    test('from the end of a run back to its first lock', async ({ page }) => {
      const errors = watchErrors(page);
      await openLesson(page, 'deadlock');
      await run(page, 'lab');
      await page.getByRole('tab', { name: 'Now' }).click();
      await page.getByRole('button', { name: 'To the beginning' }).click();
      await expect(page.locator('.transport-position')).toContainText('Step 0');
      await page.getByRole('button', { name: 'To the end' }).click();
      await page.getByLabel('Jump to the next').selectOption('lock');
      await expect(async () => { // a jump before the first one leads nowhere
        await page.getByRole('button', { name: 'Jump to the one before' }).click();
        await expect(page.locator('tr[data-lock]')).toHaveCount(1, { timeout: 1000 });
      }).toPass();
      await expect(page.locator('.transport-caption')).toContainText('took the lock');
      await lookAt(page, `first-lock-${size}`);
      expect(errors).toEqual([]);
    });

    test('with the GIL and without it, side by side', async ({ page }) => {
      const errors = watchErrors(page);
      await openLesson(page, 'gil-cpu-bound');
      await run(page, 'lab');
      await openPanel(page, 'Lesson');
      await page.locator('#parameter-WithGil').uncheck();
      await run(page, 'lab');
      await page.getByRole('tab', { name: 'Compare' }).click();
      const compare = page.locator('#compare-view');
      await expect(compare.locator('figure')).toHaveCount(2);
      await expect(compare.locator('figcaption').nth(1)).toContainText('WithGil = false');
      await expect(compare.locator('.compare-difference')).toContainText('First difference');
      // Without the lock more cores are busy.
      const busy = (await compare.locator('figcaption').allTextContents()).map((text) => Number(/([\d.]+) cores busy/.exec(text)?.[1]));
      expect(busy[0]).toBeLessThan(1.2);
      expect(busy[1]).toBeGreaterThan(1.4);
      await lookAt(page, `compare-gil-${size}`);
      expect(errors).toEqual([]);
    });

    test('every control is reached by keyboard, and the focus is seen', async ({ page }) => {
      await openLesson(page, 'mutex');
      await run(page, 'lab');
      for (const tab of ['Now', 'Charts'] as const) {
        await page.getByRole('tab', { name: tab }).click();
        for (const panel of ['Lesson', 'Program', 'Timeline'] as const) {
          await openPanel(page, panel);
          const { missed, unseen } = await walk(page);
          expect(missed, `not reached: ${tab}, ${panel}`).toEqual([]);
          expect(unseen, `no visible focus: ${tab}, ${panel}`).toEqual([]);
          // On a desktop all panels are there at once.
          if (size === 'desktop') break;
        }
        await openPanel(page, 'Timeline');
      }
      await page.locator('#result-tabs [aria-selected=true]').focus();
      const tabs = await page.locator('#result-tabs [role=tab]').count();
      const reached = new Set<string>();
      for (let presses = 0; presses < tabs; presses++) {
        await page.keyboard.press('ArrowRight');
        reached.add(await page.evaluate(() => document.activeElement?.id ?? ''));
      }
      expect(reached.size).toBe(tabs);
      await keepScreenshot(page, `journey-keyboard-${size}`);
    });
  });
}

/** Presses Tab once around the page. `missed`: controls that can be used and were not reached; `unseen`: focus that does not show. */
async function walk(page: Page): Promise<{ missed: string[]; unseen: string[] }> {
  // A key first: focus is shown to those who use the keyboard.
  await page.keyboard.press('Tab');
  await page.locator('.skip-link').focus();
  const unseen = new Set<string>();
  for (let presses = 0; presses < 400; presses++) {
    const step = await page.evaluate(() => {
      let focused: Element | null = document.activeElement;
      while (focused?.shadowRoot?.activeElement != null) focused = focused.shadowRoot.activeElement;
      if (focused === null || focused === document.body) return 'out';
      const target = focused as HTMLElement;
      if (target.dataset['walked'] !== undefined) return 'again';
      target.dataset['walked'] = '';
      const look = getComputedStyle(target);
      // These draw their own: the timeline its ring, the editor its caret, splitters a bar.
      const own = target.matches('#canvas, .cm-content, .splitter');
      const visible = own || look.boxShadow !== 'none' || (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 1);
      return `${visible ? 'seen' : 'unseen'}:${target.closest('.cm-editor') === null ? 'page' : 'editor'}:${target.outerHTML.slice(0, 120)}`;
    });
    if (step === 'out' || step === 'again') break;
    if (step.startsWith('unseen')) unseen.add(step);
    // In the editor Tab indents; Escape gives it back for once.
    if (step.includes(':editor:')) await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
  }
  const missed = await page.evaluate(() => {
    const controls = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const all = [...document.querySelectorAll<HTMLElement>(controls), ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll<HTMLElement>(controls) ?? [])])];
    const left = all.filter((one) => one.tabIndex >= 0 && !one.matches(':disabled') && one.dataset['walked'] === undefined && one.checkVisibility({ visibilityProperty: true }) && one.closest('[inert], [aria-hidden=true]') === null);
    for (const one of all) delete one.dataset['walked'];
    return left.map((one) => one.outerHTML.slice(0, 160));
  });
  return { missed, unseen: [...unseen] };
}
