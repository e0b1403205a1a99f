/** The page itself: what a visitor gets before any program runs. */
import { expect, test } from '@playwright/test';
import { OpenAddress } from './addresses.js';
import { axeFindings, keepScreenshot, openLesson, timelineReady, watchErrors } from './support.js';

const Sizes = [[1440, 900], [1024, 768], [390, 844], [700, 420]] as const;

test('opens the first lesson with its prose and its program, without an error', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/');
  await expect(page).toHaveURL(/#lesson=[\w-]+$/);
  await expect(page.locator('#prose h3')).not.toBeEmpty();
  await expect(page.locator('.cm-content').first()).toContainText('int main()');
  await timelineReady(page);
  expect(errors).toEqual([]);
});

test('shows text before any WebAssembly has arrived', async ({ page }) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/#lesson=mutex');
  await expect(page.locator('#prose h3')).toHaveText('The mutex');
  await expect(page.locator('.cm-content').first()).toContainText('#include');
  release();
  await timelineReady(page);
});

test('asks no other server for anything', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !/^(?:data|blob):/.test(request.url())) foreign.push(request.url());
  });
  await openLesson(page, 'mutex');
  expect(foreign).toEqual([]);
});

test('needs no more than 1.5 MB for one lesson', async ({ page }) => {
  let bytes = 0;
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  client.on('Network.loadingFinished', (event) => { bytes += event.encodedDataLength; });
  await openLesson(page, 'bounded-buffer');
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(1_500_000);
});

test('keeps the lesson in the address and follows it', async ({ page }) => {
  await openLesson(page, 'deadlock');
  await expect(page.locator('#prose h3')).toHaveText('Deadlock');
  await page.locator('#previous-lesson').click();
  await expect(page).toHaveURL(/#lesson=mutex$/);
  await expect(page.locator('#prose h3')).toHaveText('The mutex');
  await page.goBack();
  await expect(page.locator('#prose h3')).toHaveText('Deadlock');
  await page.locator('#lesson-picker').selectOption({ label: '5 · The lost update' });
  await expect(page).toHaveURL(/#lesson=lost-update$/);
  await expect(page.locator('#lesson-list a[aria-current]')).toContainText('The lost update');
});

test('an unknown lesson in the address leads to the first one', async ({ page }) => {
  await page.goto('/#lesson=no-such-lesson');
  await expect(page).not.toHaveURL(/no-such-lesson/);
  await expect(page.locator('#lesson-picker')).toHaveJSProperty('selectedIndex', 0);
});

test('a link in the prose marks its line in the program', async ({ page }) => {
  await openLesson(page, 'lost-update');
  await page.locator('#prose a.line-link').first().click();
  await expect(page.locator('.cm-marked-line')).toContainText('++counter');
});

test('the twin in Python is one tab away', async ({ page }) => {
  await openLesson(page, 'mutex');
  await page.getByRole('tab', { name: 'Python' }).click();
  await expect(page.locator('#source-python .cm-content')).toContainText('import threading');
});

test('a lesson that does not arrive is explained', async ({ page }) => {
  await page.route(/lesson\.md$/, (route) => route.fulfill({ status: 503, body: 'busy' }));
  await page.goto('/#lesson=mutex');
  await expect(page.locator('#prose [role=alert]')).toContainText('503');
});

test('a program that does not arrive is explained when Run is pressed', async ({ page }) => {
  await page.route(/program\.wasm$/, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await openLesson(page, 'mutex');
  await page.locator('#run').click();
  await expect(page.locator('.outcome')).toContainText('404');
  await expect(page.locator('#run')).not.toHaveAttribute('data-running');
});

test.describe('themes', () => {
  for (const scheme of ['light', 'dark'] as const) {
    test(`follows the system: ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('data-theme', scheme);
    });
  }
  test('the choice is kept over a reload', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await openLesson(page, 'mutex');
    await page.locator('#theme').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});

test.describe('layout', () => {
  for (const [width, height] of Sizes) {
    test(`fits ${width}×${height} without scrolling sideways`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await openLesson(page, 'mutex');
      const overflow = await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);
      expect(Math.max(...overflow)).toBeLessThanOrEqual(0);
      await expect(page.locator('#run')).toBeInViewport({ ratio: 1 });
      await expect(page.locator('#status')).toBeInViewport({ ratio: 1 });
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await keepScreenshot(page, `page-${width}x${height}-${theme}`);
      }
    });
  }

  test('every panel can be reached when they share places', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openLesson(page, 'mutex');
    await expect(page.locator('#code-panel')).toBeHidden();
    await page.getByRole('tab', { name: 'Program' }).click();
    await expect(page.locator('#code-panel')).toBeVisible();
    await expect(page.locator('#lesson-panel')).toBeHidden();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await expect(page.locator('#canvas')).toBeVisible();
    await expect(page.locator('#console-panel')).toBeVisible();
  });

  test('a splitter moves by keyboard and by pointer, is kept, and resets', async ({ page }) => {
    await openLesson(page, 'mutex');
    const width = async (): Promise<number> => (await page.locator('#lesson-panel').boundingBox())?.width ?? 0;
    const initial = await width();
    const splitter = page.locator('[data-splitter=lesson]');
    await splitter.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await width()).toBeGreaterThan(initial + 20);
    const box = await splitter.boundingBox();
    await page.mouse.move(box?.x ?? 0, 400);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 60, 400, { steps: 4 });
    await page.mouse.up();
    const dragged = await width();
    expect(dragged).toBeGreaterThan(initial + 60);
    await page.reload();
    await expect(page.locator('#run')).toBeEnabled();
    expect(Math.abs((await width()) - dragged)).toBeLessThan(3);
    await splitter.dblclick();
    expect(Math.abs((await width()) - initial)).toBeLessThan(3);
  });

  test('a folded panel leaves its place to the others', async ({ page }) => {
    await openLesson(page, 'mutex');
    const before = (await page.locator('#timeline-panel').boundingBox())?.width ?? 0;
    await page.getByRole('button', { name: 'Hide the lesson' }).click();
    await expect(page.locator('#prose')).toBeHidden();
    expect((await page.locator('#timeline-panel').boundingBox())?.width ?? 0).toBeGreaterThan(before + 200);
    await page.getByRole('button', { name: 'Show the lesson' }).click();
    await expect(page.locator('#prose')).toBeVisible();
  });

  test('the canvas follows its panel and the pixel ratio', async ({ browser }) => {
    const context = await browser.newContext({ deviceScaleFactor: 2, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await openLesson(page, 'mutex');
    const ratio = (): Promise<number> => page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      return canvas === null ? 0 : canvas.width / canvas.clientWidth;
    });
    await expect.poll(ratio).toBeCloseTo(2, 1);
    await page.setViewportSize({ width: 1000, height: 700 });
    await expect.poll(ratio).toBeCloseTo(2, 1);
    await context.close();
  });
});

test.describe('a browser that lacks something', () => {
  test('without isolation: says why there are no real workers and what to do, and the lab runs', async ({ page }) => {
    await page.goto(`${OpenAddress}#lesson=mutex`);
    await expect(page.locator('.notice')).toContainText('Cross-Origin-Embedder-Policy');
    await expect(page.locator('#prose h3')).toHaveText('The mutex');
    await expect(page.locator('#machine')).toHaveValue('lab');
    await page.locator('#run').click();
    await expect(page.locator('.outcome')).toContainText('Finished', { timeout: 60_000 });
    await keepScreenshot(page, 'without-isolation');
  });

  test('without WebGL 2: says so, and programs run', async ({ page }) => {
    await page.addInitScript(() => {
      const original = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...parameters: Parameters<typeof original>) {
        return parameters[0] === 'webgl2' ? null : original.apply(this, parameters);
      } as typeof original;
    });
    await page.goto('/#lesson=mutex');
    await expect(page.locator('.notice')).toContainText('WebGL 2');
    await page.locator('#run').click();
    await expect(page.locator('.outcome')).toContainText('Finished');
    await keepScreenshot(page, 'without-webgl');
  });

  test('without WebAssembly: says so, and the lesson can be read', async ({ page }) => {
    await page.addInitScript(() => { Reflect.deleteProperty(globalThis, 'WebAssembly'); });
    await page.goto('/#lesson=mutex');
    await expect(page.locator('.notice').first()).toContainText('WebAssembly');
    await expect(page.locator('#prose h3')).toHaveText('The mutex');
    await expect(page.locator('#run')).toBeDisabled();
  });
});

test('a lesson about real processors is not offered to the lab, with the reason', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('interleave.machine', '"lab"'));
  await openLesson(page, 'false-sharing');
  await expect(page.locator('#machine')).toHaveValue('real');
  await expect(page.locator('#machine option[value=lab]')).toHaveText('on the lab (not for this lesson)');
  await expect(page.locator('#status-machine')).toContainText('this lesson measures them');
  await openLesson(page, 'mutex');
  await expect(page.locator('#machine')).toHaveValue('lab');
  await page.goto(`${OpenAddress}#lesson=amdahl`);
  await expect(page.locator('#status')).toContainText('needs real workers');
  await expect(page.locator('#run')).toBeDisabled();
});

test('help tells of both machines, and nothing hidden speaks of lines left out', async ({ page }) => {
  await openLesson(page, 'mutex');
  await page.getByRole('button', { name: 'Help and keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toContainText('sequentially consistent');
  await page.keyboard.press('Escape');
  expect(await page.locator('#console-view').textContent()).not.toContain('left out');
});

test('the licences of all that the page contains come with it', async ({ page }) => {
  await openLesson(page, 'mutex');
  await page.getByRole('button', { name: 'About and licences' }).click();
  const href = await page.getByRole('link', { name: 'all licences in full' }).getAttribute('href');
  const text = await (await page.request.get(href ?? '')).text();
  for (const words of ['Omar Cornut', 'Sam Lantinga', 'LLVM Exceptions', 'Marijn Haverbeke', 'The goals of the Open Font License', 'Attribution 4.0 International', 'Microsoft and contributors']) expect(text).toContain(words);
});

test.describe('dialogs', () => {
  for (const [button, heading] of [['Help and keyboard shortcuts', 'Help'], ['About and licences', 'About Interleave']] as const) {
    test(`${heading} opens, takes the focus, and closes with Escape`, async ({ page }) => {
      await openLesson(page, 'mutex');
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog', { name: heading })).toBeVisible();
      await keepScreenshot(page, `dialog-${heading.toLowerCase().replace(/\W+/g, '-')}`);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  }
});

test.describe('accessibility', () => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const [width, height] of [[1440, 900], [390, 844]] as const) {
      test(`axe finds nothing serious: ${scheme}, ${width}×${height}`, async ({ browser }) => {
        // The policy forbids the script that axe adds.
        const context = await browser.newContext({ bypassCSP: true, colorScheme: scheme, viewport: { width, height }, reducedMotion: 'reduce' });
        const page = await context.newPage();
        await openLesson(page, 'lost-update');
        expect(await axeFindings(page)).toEqual([]);
        await page.locator('#run').click();
        await expect(page.locator('.outcome')).toBeVisible();
        expect(await axeFindings(page)).toEqual([]);
        await context.close();
      });
    }
  }
});
