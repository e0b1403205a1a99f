/** The drawn app alone, with made-up runs: pointer, wheel, keys, fingers, text, size, loss of the graphics context. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { serveApp, show } from '../bench/app/harness.mjs';
import type { AppSnapshot, CursorMoment, TimelineApp } from '../../web/src/app/app.js';

declare global {
  interface Window {
    app: TimelineApp;
    moments: CursorMoment[];
    loss: WEBGL_lose_context;
  }
}

let server: Server;
test.beforeAll(async () => void (server = await serveApp()));
test.afterAll(() => void server.close());

test.use({ viewport: { width: 1100, height: 600 } });

test.beforeEach(async ({ page }) => {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => window.app !== undefined);
  await show(page, 'workersRun');
  await frame(page);
});

const snapshot = (page: Page): Promise<AppSnapshot> => page.evaluate(() => window.app.snapshot());
const width = ({ view }: AppSnapshot): number => view.end - view.start;

/** Until what was done has been drawn: no further frame comes. */
async function frame(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const next = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let still = 0, frames = -1; still < 3; await next()) {
      const now = window.app.snapshot().stats.frames;
      still = now === frames ? still + 1 : 0;
      frames = now;
    }
  });
}

/** Where a lane's states are at a time, in CSS pixels. */
function place({ lanes, lanesBox, view }: AppSnapshot, name: string, time: number): { x: number; y: number } {
  const lane = lanes.find((candidate) => candidate.name === name);
  if (lane?.top === undefined) throw new Error(`no lane ${name} in sight`);
  return { x: lanesBox.x + (time - view.start) / view.timePerPixel, y: lanesBox.y + lane.top - view.scroll + 14 };
}

test('a run has lanes for its threads and locks', async ({ page }) => {
  const { lanes, stats, ended } = await snapshot(page);
  expect(lanes.filter(({ kind }) => kind === 'thread').map(({ name }) => name)).toEqual(['Main', 'Thread 1', 'Thread 2', 'Thread 3', 'Thread 4', 'Thread 5']);
  expect(lanes.filter(({ kind }) => kind === 'object').map(({ name }) => name).sort()).toEqual(['m', 'results_lock']);
  expect(stats.rectangles).toBeGreaterThan(50);
  expect(ended).toBe(true);
});

test('Ctrl and the wheel zoom at the pointer, Shift and the wheel pan', async ({ page }) => {
  const before = await snapshot(page);
  await page.mouse.move(600, 200);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await frame(page);
  const zoomed = await snapshot(page);
  expect(width(zoomed)).toBeLessThan(width(before) * 0.6);
  const under = (state: AppSnapshot): number => state.view.start + (600 - state.lanesBox.x) * state.view.timePerPixel;
  expect(Math.abs(under(zoomed) - under(before))).toBeLessThan(2 * before.view.timePerPixel);
  await page.keyboard.down('Shift');
  await page.mouse.wheel(0, 100);
  await page.keyboard.up('Shift');
  await frame(page);
  expect((await snapshot(page)).view.start).toBeGreaterThan(zoomed.view.start);
});

test('a drag pans, also beyond the edge of the canvas', async ({ page }) => {
  await page.evaluate(() => { for (let i = 0; i < 5; ++i) window.app.command('zoom_in'); });
  await frame(page);
  const before = await snapshot(page);
  await page.mouse.move(600, 200);
  await page.mouse.down();
  for (const x of [560, 300, 100, -200]) await page.mouse.move(x, 200);
  await page.mouse.up();
  await frame(page);
  const after = await snapshot(page);
  expect((after.view.start - before.view.start) / before.view.timePerPixel).toBeGreaterThan(700);
  expect(after.selection).toBeNull();
});

test('a click on a wait says for which lock, and tells the page what every thread does', async ({ page }) => {
  await page.evaluate(() => {
    window.moments = [];
    window.app.onCursor((moment) => window.moments.push(moment));
  });
  const state = await snapshot(page);
  const wait = state.lanes.find(({ name }) => name === 'Thread 3')?.spans.find((span) => span.state === 'waiting for a lock');
  if (wait === undefined) throw new Error('no wait');
  const { x, y } = place(state, 'Thread 3', (wait.start + wait.end) / 2);
  await page.mouse.click(x, y);
  await frame(page);
  expect((await snapshot(page)).selection?.description).toContain('Thread 3 waits for `m`, held by');
  const moment = await page.evaluate(() => window.moments.at(-1));
  expect(moment?.threads.find(({ id }) => id === 3)).toMatchObject({ name: 'Thread 3', state: 'waits for `m`', line: 13 });
});

test('keys work while the canvas has the focus, and text fields of the page keep theirs', async ({ page }) => {
  const before = await snapshot(page);
  await page.locator('textarea').focus();
  await page.keyboard.type('was');
  await frame(page);
  expect(await page.locator('textarea').inputValue()).toBe('was');
  expect(width(await snapshot(page))).toBe(width(before));
  await page.locator('canvas').focus();
  await page.keyboard.press('w');
  await frame(page);
  expect(width(await snapshot(page))).toBeLessThan(width(before));
  await page.keyboard.press('f');
  await page.keyboard.press('.');
  await frame(page);
  expect((await snapshot(page)).selection).not.toBeNull();
});

test('Tab leaves the canvas', async ({ page }) => {
  await page.locator('canvas').focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('CANVAS');
});

test('the search finds by what is typed and pasted, and Escape closes it', async ({ page }) => {
  await page.locator('canvas').focus();
  await page.keyboard.type('/unlock');
  await expect(page.getByLabel('Search the timeline')).toBeFocused();
  await frame(page);
  const found = await snapshot(page);
  expect(found.search).toMatchObject({ open: true, text: 'unlock', matches: 20, current: 1 });
  await page.keyboard.press('Enter');
  await frame(page);
  expect((await snapshot(page)).search.current).toBe(2);
  await page.getByLabel('Search the timeline').fill('größe 日本');
  await frame(page);
  expect((await snapshot(page)).search).toMatchObject({ text: 'größe 日本', matches: 0 });
  await page.keyboard.press('Escape');
  await frame(page);
  expect((await snapshot(page)).search.open).toBe(false);
  await expect(page.locator('canvas')).toBeFocused();
});

test('the canvas follows its container and the pixel ratio to the device pixel', async ({ page }) => {
  await page.setViewportSize({ width: 777, height: 433 });
  await frame(page);
  expect(await page.evaluate(() => { const { width, height } = document.querySelector('canvas')!; return [width, height]; })).toEqual([777, 433]);
  const { lanesBox } = await snapshot(page);
  expect(lanesBox.x + lanesBox.width).toBe(777);
});

test('an idle app draws nothing', async ({ page }) => {
  await expect(async () => { // what it still had to draw may take a while
    const { stats: { frames } } = await snapshot(page);
    await page.waitForTimeout(1500);
    expect((await snapshot(page)).stats.frames).toBe(frames);
  }).toPass();
});

test('a lost graphics context comes back with the same picture', async ({ page }) => {
  await page.evaluate(() => {
    const context = document.querySelector('canvas')!.getContext('webgl2')!;
    window.loss = context.getExtension('WEBGL_lose_context')!;
    window.loss.loseContext();
  });
  await expect(page.getByText('is being drawn anew')).toBeVisible();
  await page.evaluate(() => window.loss.restoreContext());
  await expect(page.getByText('is being drawn anew')).toBeHidden();
  const before = (await snapshot(page)).stats.images;
  await page.evaluate(() => window.app.command('zoom_in'));
  await frame(page);
  expect((await snapshot(page)).stats.images).toBeGreaterThan(before);
});

test('a deadlock is told with its cycle', async ({ page }) => {
  await show(page, 'deadlockRun');
  await frame(page);
  const { reason, notices } = await snapshot(page);
  expect(reason).toBe('deadlock');
  expect(notices[0]).toContain('thread 1 waits for `right`, held by thread 2, which waits for `left`, held by thread 1');
});

test.describe('with fingers', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 500 } });

  test('a tap selects and a pinch zooms', async ({ page }) => {
    const before = await snapshot(page);
    const { x, y } = place(before, 'Main', 8e6);
    await page.touchscreen.tap(x, y);
    await frame(page);
    expect((await snapshot(page)).selection?.description).toContain('Main waits for Thread 1 to finish');
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]): Promise<unknown> =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })) });
    await touch('touchStart', [220, 250]);
    await touch('touchStart', [220, 250], [280, 250]);
    for (const spread of [20, 40, 60, 80]) {
      await touch('touchMove', [220 - spread, 250], [280 + spread, 250]);
      await page.waitForTimeout(60);
    }
    await touch('touchEnd');
    await frame(page);
    expect(width(await snapshot(page))).toBeLessThan(width(before) * 0.6);
  });
});
