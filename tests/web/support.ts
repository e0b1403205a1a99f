/** What the tests of the page share: opening a lesson, running it, reading the timeline's state. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';

export interface Span {
  readonly state: string;
  readonly start: number;
  readonly end: number;
  readonly object?: string;
  readonly line?: number;
}

export interface Lane {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly spans: readonly Span[];
}

/** Collects what must not happen on any page: script errors, refused resources, violations of the policy. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`);
  });
  return errors;
}

export async function openLesson(page: Page, lesson: string): Promise<void> {
  await page.goto(`/#lesson=${lesson}`);
  await expect(page.locator('#run')).toBeEnabled();
  await expect(page.locator('#prose')).not.toHaveAttribute('aria-busy', 'true');
  await timelineReady(page);
}

/** The app is loaded and answers. */
export async function timelineReady(page: Page): Promise<void> {
  await page.waitForFunction(() => window.interleave.snapshot() !== undefined, undefined, { timeout: 60_000 });
}

export function statusTone(page: Page): Promise<string | null> {
  return page.locator('#status').getAttribute('data-tone');
}

/** Presses Run and waits until the program has ended by itself. */
export async function runToEnd(page: Page): Promise<void> {
  await page.locator('#run').click();
  await ended(page);
}

export async function ended(page: Page): Promise<void> {
  await expect(page.locator('#run')).not.toHaveAttribute('data-running', { timeout: 60_000 });
}

export async function lanes(page: Page, kind?: string): Promise<Lane[]> {
  const all = await page.evaluate(() => window.interleave.snapshot()?.lanes ?? []);
  return (all as Lane[]).filter((lane) => kind === undefined || lane.kind === kind);
}

export async function output(page: Page): Promise<string[]> {
  return page.locator('.transcript .line.out').allTextContents();
}

const screens = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../build/test-results/screens');

/** Keeps a picture for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: path.join(screens, `${name}.png`) });
}
