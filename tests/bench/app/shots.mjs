// node tests/bench/app/shots.mjs FOLDER: the drawn app in both themes, wide and narrow, at several pixel ratios.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openApp, show } from './harness.mjs';

const folder = process.argv[2] ?? 'build/screenshots';
const only = process.argv[3];
await mkdir(folder, { recursive: true });
const sizes = [
  { name: 'wide', viewport: { width: 1280, height: 500 }, ratios: [1, 2] },
  { name: 'narrow', viewport: { width: 390, height: 400 }, ratios: [2], hasTouch: true, isMobile: true },
];
for (const { name, viewport, ratios, ...touch } of sizes) {
  for (const deviceScaleFactor of ratios) {
    const label = `${name}-${deviceScaleFactor}x`;
    if (only && !label.startsWith(only)) continue;
    const { page, close } = await openApp({ viewport, deviceScaleFactor, ...touch });
    const shot = async (what) => {
      await page.waitForTimeout(350);
      await page.screenshot({ path: path.join(folder, `${label}-${what}.png`) });
    };
    await shot('empty-dark');
    await show(page, 'workersRun');
    for (const theme of ['dark', 'light']) {
      await page.evaluate((theme) => window.app.setTheme(theme), theme);
      await shot(`workers-${theme}`);
    }
    await page.evaluate(() => { window.app.setCursor(6.2e6); window.app.command('next_event'); window.app.command('zoom_in'); window.app.command('zoom_in'); });
    await shot('selected-light');
    await page.evaluate(() => { window.app.setTheme('dark'); window.app.command('legend'); });
    await shot('legend-dark');
    await page.evaluate(() => { window.app.command('clear'); window.app.command('help'); });
    await shot('help-dark');
    await page.evaluate(() => window.app.command('clear'));
    await show(page, 'deadlockRun');
    await shot('deadlock-dark');
    await page.evaluate(() => window.app.setTheme('light'));
    await shot('deadlock-light');
    await show(page, 'busyRun', 100_000);
    await shot('busy-light');
    await close();
  }
}
