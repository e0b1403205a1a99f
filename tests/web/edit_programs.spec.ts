/**
 * Forty small programs, compiled in the page and run on both machines: they print what they must, which is what g++ makes of
 * them where it can (tests/programs, their expectations in programs.json or in their last comment).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { openLesson } from './support.js';

test.describe.configure({ timeout: 900_000 });

type ExpectedText = string | { readonly lines: readonly string[] } | { readonly match: string };
interface Expected {
  readonly name: string;
  readonly source: string;
  readonly stdout: ExpectedText;
  /** What the console says of its end. */
  readonly ending: string;
  readonly machines: readonly ('real' | 'lab')[];
}

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../programs');
const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** What the lab does otherwise, by design: its clock stands still while a program computes, or it takes long there. */
const RealOnly = new Set(['many_threads', 'posix']);

/** Its last lines depend on how fast the machine is; the lab's clock does not. */
const LabOnly = new Set(['loop_gather']);
/** They need other limits than the page's. */
const LimitsOnly = new Set(['memory_hog', 'thread_bomb']);

function programs(): Expected[] {
  const guests = (JSON.parse(text('programs.json')) as { programs: { name: string; expect: Readonly<Record<string, unknown>>; stdin?: string; stdout: ExpectedText }[] }).programs;
  const fromList = guests.flatMap(({ name, expect: { exit, trap, abort }, stdin, stdout }): Expected[] => {
    const ending = exit === 0 ? 'Finished' : exit !== undefined ? `exit code ${String(exit)}` : trap !== undefined ? 'crashed' : abort !== undefined ? 'gave up' : undefined;
    if (ending === undefined || stdin !== undefined || LimitsOnly.has(name)) return [];
    return [{ name, source: text(`${name}.cpp`), stdout, ending, machines: RealOnly.has(name) ? ['real'] : LabOnly.has(name) ? ['lab'] : ['real', 'lab'] }];
  });
  const fromFolder = readdirSync(path.join(folder, 'page')).map((name): Expected => {
    const source = text(`page/${name}`);
    return { name, source, stdout: `${[...source.matchAll(/^\/\/> (.*)$/gm)].map((match) => match[1]).join('\n')}\n`, ending: 'Finished', machines: ['real', 'lab'] };
  });
  return [...fromFolder, ...fromList];
}

async function printed(page: Page): Promise<string> {
  const lines = await page.locator('.transcript .line.out').allTextContents();
  return `${lines.join('\n')}\n`;
}

function compare(found: string, wanted: ExpectedText): void {
  const plain = (value: string): string => value.replace(/\n+$/, '');
  if (typeof wanted === 'string') expect(plain(found)).toBe(plain(wanted));
  else if ('match' in wanted) expect(found).toMatch(new RegExp(wanted.match));
  else expect(found.split('\n').filter((line) => line !== '').sort()).toEqual([...wanted.lines].sort());
}

test('the programs do in the page what they do elsewhere', async ({ page }) => {
  await openLesson(page, 'mutex');
  const editor = page.locator('#source-cpp .cm-content');
  const failures: string[] = [];
  const all = programs();
  expect(all.length).toBeGreaterThanOrEqual(40);
  for (const { name, source, stdout, ending, machines } of all) {
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(source.trimEnd());
    for (const machine of machines) {
      await page.locator('#machine').selectOption(machine);
      await page.locator('#run').click();
      await expect(page.locator('#run')).not.toHaveAttribute('data-running', { timeout: 180_000 });
      await page.waitForFunction(() => document.querySelector<HTMLElement>('#code-panel')?.dataset['compiler'] === 'warm', undefined, { timeout: 180_000 });
      await expect(page.locator('.outcome')).toBeVisible();
      try {
        // The console takes a frame or two to show what is over already.
        await expect(async () => {
          expect(await page.locator('.outcome').textContent()).toContain(ending);
          compare(await printed(page), stdout);
        }).toPass({ timeout: 4000 });
      } catch (error) {
        failures.push(`${name} on ${machine}: ${(await page.locator('.outcome').textContent()) ?? ''} ${String(error).slice(0, 600)}`);
      }
    }
  }
  expect(failures).toEqual([]);
});
