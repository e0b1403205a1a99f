/**
 * Every guest test program of tests/programs on real workers in Chromium, held to what programs.json says. The same list runs
 * on worker threads of Node.js (web/src/real/programs.test.ts).
 */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { complaints, type GuestProgram, type GuestProgramList } from '../../web/src/real/guest-list.js';
import { BareAddress } from './addresses.js';

const list = JSON.parse(readFileSync(new URL('../programs/programs.json', import.meta.url), 'utf8')) as GuestProgramList;

async function complaintsOf(page: Page, program: GuestProgram): Promise<string[]> {
  await page.goto(BareAddress);
  const { outcome, out, err, recordingBytes } = await page.evaluate(
    ({ name, stdin, limits }) => window.runGuest(name, { ...(stdin !== undefined && { stdin }), ...(limits && { limits }) }), program);
  return [
    ...complaints(program, outcome, out, err),
    ...(recordingBytes > 0 ? [] : ['Nothing was recorded.']),
    ...(outcome.recording.unrecorded > 0 ? [`${outcome.recording.unrecorded} threads found no place in the recording.`] : []),
  ];
}

test('the list is of the version that this test reads, and is not empty', () => {
  expect(list.version).toBe(1);
  expect(list.programs.length).toBeGreaterThan(30);
});

test.describe('a guest program on real workers', () => {
  for (const program of list.programs) {
    test(program.name, async ({ page }) => {
      test.setTimeout(180_000);
      expect(await complaintsOf(page, program)).toEqual([]);
    });
  }
});
