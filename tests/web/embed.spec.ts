/**
 * The playground in other people's pages. The course is another site for the browser (localhost and 127.0.0.1), so frames are in processes
 * of their own and have storage of their own, as they will be. Each situation leaves a picture in build/test-results/screens.
 */
import { expect, test, type Frame, type Page } from '@playwright/test';
import { CourseAddress, MountedAddress, OpenAddress, SiteAddress } from './addresses.js';
import { serveCourse, serveSite, type Counted, type CoursePage } from './hosts.js';
import { keepScreenshot, watchErrors } from './support.js';

const Isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const frame = (address: string, more = ''): string => `<h1>Week 3: locks</h1><p>Read the lesson, then run it.</p><iframe src="${address}" width="100%" height="720" style="border:1px solid #ccc" ${more}></iframe>`;
const element = (attributes: string, inner = ''): string => `<script src="${SiteAddress}interleave-embed.js" defer></script><h1>Week 3: locks</h1><interleave-playground ${attributes}>${inner}</interleave-playground>`;
/** What the element's events were, for tests to read. */
const listening = "<script>window.heard=[];for(const name of ['ready','run','finished','outcome','completed'])addEventListener(name,(event)=>{if(event.detail?.type)heard.push(event.detail)})</script>";

const pages = new Map<string, CoursePage>([
  ['/plain', { body: frame(`${OpenAddress}embed.html#lesson=mutex`) }],
  ['/policy', { body: frame(`${SiteAddress}embed.html#lesson=mutex&machine=real`, 'allow="cross-origin-isolated"') }],
  ['/isolated', { body: frame(`${SiteAddress}embed.html#lesson=mutex&machine=real`, 'allow="cross-origin-isolated"'), headers: Isolated }],
  ['/sandbox', { body: frame(`${SiteAddress}embed.html#lesson=mutex&machine=lab`, 'sandbox="allow-scripts allow-same-origin"') }],
  ['/closed-sandbox', { body: frame(`${SiteAddress}embed.html#lesson=mutex`, 'sandbox="allow-scripts"') }],
  ['/strict', {
    body: element('lesson="deadlock" machine="lab" goal="deadlock"'), head: '',
    headers: { 'Content-Security-Policy': `default-src 'none'; script-src ${SiteAddress}interleave-embed.js; frame-src ${SiteAddress}embed.html` },
  }],
  ['/two', { body: `${element('lesson="mutex" machine="lab"')}<p>And now without the lock:</p><interleave-playground lesson="lost-update" machine="lab"></interleave-playground>${listening}` }],
  ['/scrolled', { body: element('lesson="mutex"').replace('<interleave', '<p style="height:3000px">A long text.</p><interleave') }],
  ['/course/week3/', { body: frame(`${MountedAddress}some/path/embed.html#lesson=five-sleepers&machine=lab`) }],
  ['/goal', { body: `${element('lesson="deadlock" machine="lab" layout="single" panel="console" goal="bug"')}${listening}` }],
  ['/dark', { body: element('lesson="mutex" readonly'), head: '<style>body{background:#14161a;color:#eee;font:16px system-ui;max-width:60rem;margin:1.5rem auto}</style>' }],
  ['/source', { body: element('title="Two threads" machine="lab"', '\n    #include &lt;thread&gt;\n\n    int main() {\n        std::jthread other([] {});\n    }\n  ') }],
  ['/hostile', { body: frame(`${SiteAddress}embed.html#lesson=mutex&machine=lab`) }],
]);
let course: Counted;
test.beforeAll(async () => { course = await serveCourse(CourseAddress, pages); });
test.afterAll(() => course.close());
test.use({ viewport: { width: 1000, height: 900 } });

async function playground(page: Page, at = 0): Promise<Frame> {
  await expect.poll(() => page.frames().filter((item) => item.url().includes('embed.html')).length, { timeout: 20_000 }).toBeGreaterThan(at);
  const found = page.frames().filter((item) => item.url().includes('embed.html'))[at];
  if (found === undefined) throw new Error('no frame');
  await expect(found.locator('#poster')).not.toHaveAttribute('aria-busy', 'true');
  return found;
}

async function pressRun(inside: Frame, ending: string | RegExp): Promise<void> {
  await inside.locator('#poster-run').click();
  await expect(inside.locator('#status')).toContainText(ending, { timeout: 60_000 });
}

test('1 a plain host: the lab works fully, and the real machine explains itself', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto(`${CourseAddress}plain`);
  const inside = await playground(page);
  await expect(inside.locator('#poster-title')).toHaveText('The mutex');
  await keepScreenshot(page, 'embed-1-plain-poster');
  await pressRun(inside, 'Finished');
  expect(await inside.evaluate(() => crossOriginIsolated)).toBe(false);
  await expect(inside.locator('#machine')).toHaveValue('lab');
  await expect(inside.locator('.notice')).toContainText('Real workers are not available here');
  await expect(inside.getByRole('link', { name: 'Open in a tab of its own' }).last()).toHaveAttribute('target', '_blank');
  await inside.getByRole('tab', { name: 'All interleavings' }).click();
  await inside.locator('#explore-start').click();
  await expect(inside.locator('.explore-view .outcome')).toBeVisible({ timeout: 60_000 });
  await keepScreenshot(page, 'embed-1-plain');
  expect(errors).toEqual([]);
});

test('1b the same with the site’s Document-Isolation-Policy: real threads in a host that does nothing for it', async ({ page }) => {
  await page.goto(`${CourseAddress}policy`);
  const inside = await playground(page);
  await pressRun(inside, 'Finished');
  expect(await inside.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(inside.locator('#machine')).toHaveValue('real');
  await keepScreenshot(page, 'embed-1b-isolation-policy');
});

test('2 an isolated host that lets frames be isolated: real threads inside', async ({ page }) => {
  await page.goto(`${CourseAddress}isolated`);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const inside = await playground(page);
  await pressRun(inside, 'Finished');
  expect(await inside.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(inside.locator('#machine')).toHaveValue('real');
  await expect(inside.locator('.notice')).toHaveCount(0);
  await keepScreenshot(page, 'embed-2-isolated');
});

test('3 a sandbox that keeps the origin: the lab works; a closed one says what it lacks', async ({ page }) => {
  await page.goto(`${CourseAddress}sandbox`);
  await pressRun(await playground(page), 'Finished');
  await keepScreenshot(page, 'embed-3-sandbox');
  await page.goto(`${CourseAddress}closed-sandbox`);
  const closed = await playground(page);
  await expect(closed.locator('.poster-sandbox')).toContainText('allow-same-origin');
  await expect(closed.locator('#poster-run')).toBeHidden();
  await keepScreenshot(page, 'embed-3-closed-sandbox');
});

test('4 a host with a strict policy, which names the script and the frame and nothing else', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto(`${CourseAddress}strict`);
  const inside = await playground(page);
  await pressRun(inside, 'Deadlock');
  await expect(inside.locator('#embed-goal')).toBeVisible();
  await keepScreenshot(page, 'embed-4-strict');
  expect(errors).toEqual([]);
});

test('5 two embeds share downloads, and no engine runs before one is used', async ({ page }) => {
  const site = await serveSite(MountedAddress, '/', true);
  try {
    pages.set('/two-mounted', { body: (pages.get('/two')?.body ?? '').replaceAll(SiteAddress, MountedAddress) });
    await page.goto(`${CourseAddress}two-mounted`);
    await playground(page, 1);
    const first = await playground(page, page.frames().filter((item) => item.url().includes('embed.html')).findIndex((item) => item.url().includes('lesson=mutex')));
    await page.waitForLoadState('networkidle');
    const count = (pattern: RegExp): number => site.requests.filter((url) => pattern.test(url)).length;
    expect(count(/engine-|\/app-|program_panel|thread-worker|\.wasm/)).toBe(0);
    expect(count(/assets\/embed-.*\.js/)).toBe(1);
    expect(count(/assets\/inter-/)).toBeLessThanOrEqual(1);
    await pressRun(first, 'Finished');
    expect(count(/engine\.wasm/)).toBe(1);
    await keepScreenshot(page, 'embed-5-two');
    expect(await page.evaluate(() => (window as unknown as { heard: { type: string }[] }).heard.filter(({ type }) => type === 'finished').length)).toBe(1);
  } finally {
    site.close();
  }
});

test('6 far down a page nothing is loaded before the reader comes near', async ({ page }) => {
  await page.goto(`${CourseAddress}scrolled`);
  await page.waitForTimeout(800);
  expect(page.frames().length).toBe(1);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const inside = await playground(page);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await pressRun(inside, 'Finished');
  // The wheel belongs to the page until the pointer is over something of the frame's that scrolls.
  await expect.poll(() => page.evaluate(() => document.querySelector('interleave-playground')?.clientHeight)).toBeGreaterThan(500);
  await page.evaluate(() => document.querySelector('interleave-playground')?.scrollIntoView());
  await keepScreenshot(page, 'embed-6-scrolled');
});

test('7 a host in a sub-path, and the playground in another one', async ({ page }) => {
  const site = await serveSite(MountedAddress, '/some/path/', true);
  try {
    await page.goto(`${CourseAddress}course/week3/`);
    await pressRun(await playground(page), 'Finished');
    await keepScreenshot(page, 'embed-7-sub-path');
    expect(site.requests.filter((url) => !url.startsWith('/some/path/'))).toEqual([]);
  } finally {
    site.close();
  }
});

test('an idle embed of a lesson costs at most 150 KB', async ({ page }) => {
  const site = await serveSite(MountedAddress, '/', true);
  try {
    pages.set('/idle', { body: element('lesson="bounded-buffer"').replaceAll(SiteAddress, MountedAddress) });
    await page.goto(`${CourseAddress}idle`);
    await playground(page);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(500);
    console.log(`idle embed: ${site.requests.length} requests, ${(site.bytes / 1000).toFixed(1)} kB`);
    expect(site.bytes).toBeGreaterThan(10_000);
    expect(site.bytes).toBeLessThan(150_000);
  } finally {
    site.close();
  }
});

test('a course page hears what happens, and that the goal was reached', async ({ page }) => {
  await page.goto(`${CourseAddress}goal`);
  const inside = await playground(page);
  await pressRun(inside, 'Deadlock');
  await inside.getByRole('tab', { name: 'Console' }).first().click();
  await inside.getByRole('tab', { name: 'All interleavings' }).click();
  await inside.locator('#explore-start').click();
  await expect(inside.locator('#embed-goal')).toBeVisible({ timeout: 60_000 });
  const heard = await page.evaluate(() => (window as unknown as { heard: { type: string }[] }).heard);
  expect(heard.map(({ type }) => type)).toEqual(['ready', 'ready', 'run', 'finished', 'outcome', 'completed']);
  expect(heard.at(-1)).toMatchObject({ goal: 'bug', lesson: 'deadlock', changed: false });
  expect(heard.at(-2)).toMatchObject({ verdict: 'bug', bugs: expect.arrayContaining(['deadlock']) as unknown });
  expect(heard.at(-3)).toMatchObject({ machine: 'lab', ending: 'deadlock', threads: 3 });
  expect(JSON.stringify(heard)).not.toContain('alice');
  await keepScreenshot(page, 'embed-goal');
});

test('the frame follows the theme of the page around it, also when that changes', async ({ page }) => {
  await page.goto(`${CourseAddress}dark`);
  const inside = await playground(page);
  await expect(inside.locator('html')).toHaveAttribute('data-theme', 'dark');
  await keepScreenshot(page, 'embed-dark-poster');
  await page.evaluate(() => { document.body.style.background = '#fff'; });
  await expect(inside.locator('html')).toHaveAttribute('data-theme', 'light');
  await pressRun(inside, 'Finished');
  await page.evaluate(() => { document.body.style.background = '#14161a'; });
  await expect(inside.locator('html')).toHaveAttribute('data-theme', 'dark');
  await keepScreenshot(page, 'embed-dark-running');
  // Read only: typing changes nothing.
  await inside.getByRole('tab', { name: 'Program' }).click();
  await inside.locator('.cm-content').first().click();
  await page.keyboard.type('x');
  await expect(inside.locator('#program-note')).toHaveText('');
  await expect(inside.locator('#program-menu')).toBeHidden();
});

test('a program may be written inside of the element', async ({ page }) => {
  await page.goto(`${CourseAddress}source`);
  const inside = await playground(page);
  await expect(inside.locator('#poster-title')).toHaveText('Two threads');
  await expect(inside.locator('#poster-code')).toHaveText('int main() {\n    std::jthread other([] {});\n}\n');
});

for (const [width, height] of [[320, 480], [390, 700], [700, 420], [1240, 640]] as const) {
  test(`fits a frame of ${width}×${height}, poster and playground`, async ({ page }) => {
    pages.set('/size', { body: `<iframe src="${SiteAddress}embed.html#lesson=deadlock&machine=lab" width="${width}" height="${height}" style="border:0"></iframe>`, head: '<style>body{margin:0}</style>' });
    await page.setViewportSize({ width, height });
    await page.goto(`${CourseAddress}size`);
    const inside = await playground(page);
    const overflow = (): Promise<number> => inside.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await expect(inside.locator('#poster-run')).toBeInViewport();
    await keepScreenshot(page, `embed-${width}-poster`);
    await pressRun(inside, 'Deadlock');
    expect(await overflow()).toBeLessThanOrEqual(0);
    for (const id of ['#run', '#machine', '#open-in-tab']) await expect(inside.locator(id)).toBeInViewport();
    await page.waitForTimeout(400);
    await keepScreenshot(page, `embed-${width}-running`);
  });
}

test('bad: messages of strangers and nonsense change nothing', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto(`${CourseAddress}hostile`);
  const inside = await playground(page);
  await page.evaluate(() => {
    const target = document.querySelector('iframe')?.contentWindow;
    // No hello before: nothing is obeyed.
    for (const data of [{ interleave: 1, type: 'run' }, 'run', null, { interleave: 99, type: 'run' }, { interleave: 1, type: '__proto__' }, { interleave: 1, type: 'open', fragment: { toString: 7 } }]) target?.postMessage(data, '*');
  });
  await page.waitForTimeout(300);
  await expect(inside.locator('#poster')).toBeVisible();
  // Another frame of the page is not the page.
  await page.evaluate(() => {
    const other = document.createElement('iframe');
    other.srcdoc = `<script>for (const type of ['hello', 'run']) parent.frames[0].postMessage({ interleave: 1, type }, '*')</script>`;
    document.body.append(other);
  });
  await page.waitForTimeout(500);
  await expect(inside.locator('#poster')).toBeVisible();
  // The page itself may, and may say where to look; what it says is checked like any link.
  await page.evaluate(() => {
    const target = document.querySelector('iframe')?.contentWindow;
    for (const message of [{ type: 'hello' }, { type: 'open', fragment: '#lesson=<img src=x onerror=alert(1)>' }]) target?.postMessage({ interleave: 1, ...message }, '*');
  });
  await expect(inside.locator('#poster-problem')).toContainText('cannot be opened');
  expect(errors).toEqual([]);
});
