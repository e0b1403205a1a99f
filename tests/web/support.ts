/** What the tests of the page share: opening a lesson, running it, reading the timeline's state. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const artefacts = process.env['INTERLEAVE_ARTEFACTS'] ?? path.join(top, 'build/artefacts');

export interface Span {
  readonly track: string;
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

export type Ending = 'exit' | 'deadlock' | 'trap';

export interface BuiltLesson {
  readonly name: string;
  readonly ends: readonly Ending[];
  /** A regular expression for all that it prints. */
  readonly output: string;
}

/** The lessons for real workers, with what their lesson.json says of a run there. */
export function builtLessons(): BuiltLesson[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(artefacts, 'lessons', name), 'utf8'));
  const index = read('index.json') as { id: string; machines: string[] }[];
  return index.filter(({ machines }) => machines.includes('real')).map(({ id }) => {
    const { expect } = read(`${id}/lesson.json`) as { expect: { ends: Ending[]; output: string } };
    return { name: id.replace(/^\d+-/, ''), ends: expect.ends, output: expect.output };
  });
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

/** The app is loaded and answers. Also for a page that loads itself anew: what it declares is not there at once. */
export async function timelineReady(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as Partial<Window>).interleave?.snapshot() !== undefined, undefined, { timeout: 60_000 });
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

/** Makes a lesson run a guest test program instead of its own. Call it before the lesson is opened. */
export async function replaceProgram(page: Page, lesson: string, program: string): Promise<void> {
  for (const [wanted, type] of [['wasm', 'application/wasm'], ['json', 'application/json']] as const) {
    await page.route(new RegExp(`/lessons-[0-9a-f]+/\\d+-${lesson}/program\\.${wanted}$`), (route) =>
      route.fulfill({ path: path.join(artefacts, `programs/${program}.${wanted}`), contentType: type }));
  }
}

/** Waits for a line with this text on the program's standard output. */
export async function waitForOutput(page: Page, text: string): Promise<void> {
  await expect(page.locator('.transcript .line.out').filter({ hasText: text }).first()).toBeVisible({ timeout: 30_000 });
}

/** The states of a thread's lane, without notes and events. */
export function states(lane: Lane): readonly Span[] {
  return lane.spans.filter((span) => span.track === 'states');
}

const screens = path.join(top, 'build/test-results/screens');

/** Keeps a picture for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: path.join(screens, `${name}.png`) });
}

/** Serious and critical findings of axe-core, as text. `within`: behind a modal dialog nothing can be reached. */
export async function axeFindings(page: Page, within = 'html'): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async (within) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(within);
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, within);
}

/** Presses Stop; milliseconds until the page says that nothing runs (0: nothing ran). 100 are promised, what the benchmarks measure; see Hang. */
export function stop(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const button = document.querySelector<HTMLButtonElement>('#run');
    if (button?.hasAttribute('data-running') !== true) return 0;
    const begin = performance.now();
    button.click();
    while (button.hasAttribute('data-running')) await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - begin;
  });
}

/** Milliseconds that no quick thing takes, however busy the machine is that tests it. */
export const Hang = 2000;
