/**
 * All benchmarks, one after the other, as one table. Each folder beside this file has a run.mjs that prints rows of
 * the same form: name, value, unit, baseline, ratio, target. `node run.mjs real vm` runs only those.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const wanted = process.argv.slice(2);
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(here, entry.name, 'run.mjs')))
  .map((entry) => entry.name)
  .filter((name) => wanted.length === 0 || wanted.includes(name));
let failed = 0;
for (const folder of folders) {
  console.log(`\n── ${folder} ${'─'.repeat(Math.max(0, 100 - folder.length))}`);
  const { status } = spawnSync(process.execPath, [path.join(here, folder, 'run.mjs')], { stdio: 'inherit' });
  if (status !== 0) {
    failed++;
    console.error(`The benchmarks of ${folder} failed; the others go on.`);
  }
}
process.exit(failed === 0 ? 0 : 1);
