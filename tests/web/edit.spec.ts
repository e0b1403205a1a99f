/**
 * Changing programs: the compiler in the page. It is loaded once for the whole file (one context), as by one visitor; what is
 * tested of the first visit comes first.
 */
import { readFileSync } from 'node:fs';
import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { Hang, ended, lanes, output, openLesson, runToEnd, statusTone, stop, watchErrors } from './support.js';
import { SiteAddress } from './addresses.js';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let context: BrowserContext;
let page: Page;
let errors: string[];

const editor = (): Locator => page.locator('#source-cpp .cm-content');
const compilerIs = (state: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelector<HTMLElement>('#code-panel')?.dataset['compiler'] === wanted, state, { timeout: 120_000 });

/** The text as the learner sees it. */
async function text(): Promise<string> {
  return page.evaluate(() => {
    const content = document.querySelector('#source-cpp .editor-host')?.shadowRoot?.querySelector('.cm-content');
    return [...(content?.querySelectorAll('.cm-line') ?? [])].map((line) => line.textContent).join('\n');
  });
}

async function write(program: string): Promise<void> {
  await editor().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(program.trimEnd());
}

/** Replaces a part of the program that is shown. */
async function change(from: string, to: string): Promise<void> {
  const before = await text();
  expect(before).toContain(from);
  await write(before.replace(from, to));
}

async function run(): Promise<void> {
  await page.locator('#run').click();
  await expect(page.locator('#run')).not.toHaveAttribute('data-running', { timeout: 150_000 });
}

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({ baseURL: SiteAddress, viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  page = await context.newPage();
  errors = watchErrors(page);
});
test.afterAll(() => context.close());
test.afterEach(() => expect(errors).toEqual([]));

test('a lesson that is not changed loads no compiler', async () => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await openLesson(page, 'mutex');
  await runToEnd(page);
  expect(requests.filter((url) => /\/(?:compiler|guest)-/.test(url))).toEqual([]);
  await expect(page.locator('#program-reset')).toBeHidden();
});

test('the first change is compiled, with progress; the timeline shows its threads at their lines', async () => {
  await change('++counter;', 'counter += 2;');
  await expect(page.locator('#program-note')).toHaveText('changed');
  await page.locator('#run').click();
  await expect(page.locator('#status')).toContainText('Loading the compiler');
  await expect(page.locator('#status-detail')).toHaveText(/^\d+ % of [\d.]+ MB, once$/);
  await expect(page.locator('#run')).not.toHaveAttribute('data-running', { timeout: 150_000 });
  await expect(page.locator('#status')).toContainText('Finished');
  expect(await output(page)).toEqual(['counter = 4000, expected 2000']);
  const threads = await lanes(page, 'thread');
  expect(threads).toHaveLength(3);
  expect(threads[1]?.spans.some((span) => span.line === 15)).toBe(true);
  expect((await lanes(page, 'object')).map((lane) => lane.name)).toContain('counter_lock');
});

test('while the program runs the compiler gets ready for quick changes', async () => {
  await compilerIs('warm');
});

test('an error is shown at its line while typing, then in the console, and is gone when it is mended', async () => {
  await change('counter += 2;', 'counter += two;');
  const mark = page.locator('#source-cpp .cm-lint-marker-error');
  await expect(mark).toHaveCount(1);
  await page.locator('#source-cpp .cm-lintRange-error').hover();
  await expect(page.locator('#source-cpp .cm-finding-words')).toHaveText("use of undeclared identifier 'two'");
  await expect(page.locator('#source-cpp .cm-finding-advice')).toContainText('Nothing called two is known here');
  await run();
  expect(await statusTone(page)).toBe('bad');
  await expect(page.locator('.outcome')).toContainText('The program does not compile: 1 error');
  await expect(page.locator('.outcome')).toContainText("line 16: use of undeclared identifier 'two'");
  await expect(page.locator('#source-cpp .cm-marked-line')).toHaveText(/counter \+= two;/);
  await change('two', '3');
  await expect(mark).toHaveCount(0);
  await run();
  expect(await output(page)).toEqual(['counter = 6000, expected 2000']);
  await expect(page.locator('.outcome')).toContainText('Finished');
});

test('a warning is told and does not keep the program from running', async () => {
  await change('int main() {', 'int main() {\n    int unused = 1;');
  await run();
  await expect(page.locator('#source-cpp .cm-lint-marker-warning')).toHaveCount(1);
  await expect(page.locator('.outcome')).toContainText('Finished');
});

test('the lab runs the same change, with its names and lines', async () => {
  await page.locator('#machine').selectOption('lab');
  await run();
  expect(await output(page)).toEqual(['counter = 6000, expected 2000']);
  expect((await lanes(page, 'object')).map((lane) => lane.name)).toContain('counter_lock');
  await page.locator('#machine').selectOption('real');
});

test('Run many times counts the results of the change', async () => {
  await openLesson(page, 'lost-update');
  await change('++counter', 'counter += 5');
  await page.locator('#repeat').click();
  await ended(page);
  await expect(page.locator('.bars')).toContainText(/0|5/);
});

test('a lesson’s settings write into the program and follow what is written there', async () => {
  await openLesson(page, 'bounded-buffer');
  await page.locator('#parameter-LookAgain').uncheck();
  await expect.poll(text).toContain('LookAgain = false;');
  await page.locator('#parameter-Items').fill('40');
  await page.keyboard.press('Enter');
  await expect.poll(text).toContain('Items = 40;');
  await editor().click();
  await page.keyboard.press('Control+z');
  await expect(page.locator('#parameter-Items')).toHaveValue('20');
  await change('Capacity = 3', 'Capacity = 1 + 1');
  await expect(page.locator('#parameter-Capacity')).toBeHidden();
  await page.locator('#program-reset').click();
  await expect(page.locator('#parameter-LookAgain')).toBeChecked();
});

/** The compiler calls for it by a name of its own, which must lead to the machine with the precompiled header too. */
test('who initialises a variable that is static in a function is explored, and told', async () => {
  await write(`#include <pthread.h>
#include <cstdio>
#include <thread>

int begun = 0;
pthread_once_t flag = PTHREAD_ONCE_INIT;

int count(int by) {
    static int first = by + begun;
    return first;
}

int main() {
    auto work = [](int by) {
        pthread_once(&flag, [] { begun = 10; });
        count(by);
    };
    std::thread one(work, 1), two(work, 2);
    one.join();
    two.join();
    std::printf("first = %d\\n", count(3));
}
`);
  await compilerIs('warm');
  await page.getByRole('tab', { name: 'All interleavings' }).click();
  await page.getByRole('button', { name: 'Explore all interleavings' }).click();
  const found = page.locator('#explore-view');
  await expect(found.locator('.outcome')).toContainText('Proved', { timeout: 60_000 });
  await expect(found.getByRole('table')).toContainText('first = 11');
  await expect(found.getByRole('table')).toContainText('first = 12');
  await expect(found.getByRole('table')).not.toContainText('first = 13');
  await page.locator('#machine').selectOption('lab');
  await run();
  expect((await lanes(page, 'object')).map((lane) => lane.name)).toContain('static count::first');
  await page.locator('#machine').selectOption('real');
  await run();
  expect((await lanes(page, 'object')).map((lane) => lane.name)).toContain('static count::first');
});

test('what was typed is there after a reload; Reset brings the lesson back, Undo the change', async () => {
  await openLesson(page, 'mutex');
  await expect.poll(text).toContain('counter += 3;');
  await page.reload();
  await expect.poll(text).toContain('counter += 3;');
  await expect(page.locator('#program-note')).toHaveText('changed');
  await page.locator('#program-reset').click();
  await expect.poll(text).toContain('++counter;');
  await expect(page.locator('#program-reset')).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect.poll(text).toContain('counter += 3;');
});

test('what was compiled once is not compiled again, in a later visit either', async () => {
  await compilerIs('warm'); // the change of the last test made the page load it again
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.reload();
  await expect.poll(text).toContain('counter += 3;');
  await run();
  expect(await output(page)).toEqual(['counter = 6000, expected 2000']);
  expect(requests.filter((url) => /llvm\.wasm/.test(url))).toEqual([]);
});

test('Stop ends the compiler at once, and the next Run works', async () => {
  await openLesson(page, 'mutex');
  await write('#include <iostream>\n#include <regex>\nint main() { std::cout << std::regex_match("a", std::regex("a|b")) << "\\n"; }\n');
  await page.locator('#run').click();
  await expect(page.locator('#status')).toContainText(/Compiling|Loading/);
  await page.waitForTimeout(300);
  const milliseconds = await stop(page);
  expect(milliseconds).toBeGreaterThan(0);
  expect(milliseconds).toBeLessThan(Hang);
  await expect(page.locator('#status')).toContainText('Stopped');
  await run();
  expect(await output(page)).toEqual(['1']);
});

test('a header that is forgotten is an error, although the compiler has it at hand', async () => {
  await write('#include <iostream>\nint main() {\n  std::vector<int> numbers{1, 2};\n  std::future<int> later;\n}\n');
  await run();
  await expect(page.locator('.outcome')).toContainText('does not compile');
  await expect(page.locator('.outcome')).toContainText('line 4');
});

test('completions: headers, and what is in std', async () => {
  await openLesson(page, 'mutex');
  await write('#include <thread>\nint main() {');
  await page.keyboard.press('Enter');
  await page.keyboard.type('std::jth');
  const list = page.locator('#source-cpp .cm-tooltip-autocomplete');
  await expect(list).toContainText('jthread');
  await page.waitForTimeout(200); // what appears under a key that is just being pressed is not taken
  await page.keyboard.press('Enter');
  await expect.poll(text).toContain('std::jthread');
});

test('offline: with the network cut a change compiles and runs', async () => {
  await openLesson(page, 'mutex');
  await write('#include <iostream>\nint main() { std::cout << 6 * 7 << "\\n"; }\n');
  await run();
  await context.setOffline(true);
  try {
    await change('6 * 7', '6 * 8');
    await run();
    expect(await output(page)).toEqual(['48']);
  } finally {
    await context.setOffline(false);
  }
  await page.locator('#program-reset').click();
});

test.describe('own programs', () => {
  test('begin with a template, have a name, and stay', async () => {
    await page.locator('#program-menu summary').click();
    await page.getByRole('button', { name: 'New program…' }).click();
    await page.getByRole('button', { name: 'Producer and consumer' }).click();
    await expect.poll(text).toContain('condition_variable');
    await page.getByLabel('Name', { exact: true }).fill('My queue');
    await page.keyboard.press('Enter');
    await expect(page.locator('#prose h3').first()).toHaveText('My queue');
    await run();
    expect(await output(page)).toEqual(['sum = 15']);
    await page.reload();
    await expect(page.locator('#prose h3').first()).toHaveText('My queue');
    await expect.poll(text).toContain('condition_variable');
    await expect(page.locator('#lesson-picker')).toHaveValue(/^program /);
  });

  test('are copies of lessons', async () => {
    await openLesson(page, 'deadlock');
    await page.locator('#program-menu summary').click();
    await page.getByRole('button', { name: 'Copy to your programs' }).click();
    await expect(page.locator('#prose h3').first()).toHaveText('Deadlock');
    await expect(page.locator('.own-list li')).toHaveCount(2);
  });

  test('are dropped files', async () => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['int main() { return 0; }\n'], 'tiny.cpp', { type: 'text/plain' }));
      return transfer;
    });
    await page.dispatchEvent('#workspace', 'drop', { dataTransfer: data });
    await expect(page.locator('#prose h3').first()).toHaveText('tiny');
    await expect.poll(text).toBe('int main() { return 0; }');
  });

  test('come home as a folder that builds', async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download folder' }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toBe('tiny.zip');
    const bytes = readFileSync(await file.path());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(bytes.toString('latin1')).toContain('tiny/CMakeLists.txt');
  });

  test('come back after they were deleted', async () => {
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect(page.locator('.own-deleted')).toContainText('“tiny” was deleted.');
    await expect(page.locator('#run')).toBeDisabled();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.locator('#prose h3').first()).toHaveText('tiny');
    await expect.poll(text).toBe('int main() { return 0; }');
  });
});

test.describe('the compiler itself fails', () => {
  test('its download: told plainly, lessons run, and the next attempt works', async ({ browser }) => {
    const other = await browser.newContext({ baseURL: SiteAddress });
    const lonely = await other.newPage();
    await lonely.route(/llvm\.wasm/, (route) => route.abort());
    await openLesson(lonely, 'mutex');
    const content = lonely.locator('#source-cpp .cm-content');
    await content.click();
    await lonely.keyboard.press('Control+Home');
    await lonely.keyboard.type('// a change\n');
    await lonely.locator('#run').click();
    await expect(lonely.locator('.outcome')).toContainText('The compiler could not be loaded. The server cannot be reached.');
    await expect(lonely.locator('.outcome')).toContainText('lessons that are not changed run without it');
    await lonely.locator('#program-reset').click();
    await runToEnd(lonely);
    await expect(lonely.locator('.outcome')).toContainText('Finished');
    await other.close();
  });
});
