/**
 * Every lesson's program on the lab, as a table: what `make lessons` prints. Fails if one does not end as its lesson.json
 * says (`expect`).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const lessons = path.join(top, 'build/artefacts/lessons');
const Cores = 2;

/** The lab's result; the command's exit code is the program's own and says nothing here. */
function runOnLab(name) {
  const command = path.join(top, 'build/interleave');
  const args = ['lesson', name, '--cores', String(Cores), '--limit', '2000000000', '--json'];
  const options = { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] };
  try {
    return JSON.parse(execFileSync(command, args, options));
  } catch (error) {
    if (typeof error.stdout === 'string' && error.stdout.startsWith('{')) return JSON.parse(error.stdout);
    throw error;
  }
}

const milliseconds = (nanoseconds) => (nanoseconds / 1e6).toFixed(3);
const rows = [];
let wrong = 0;
for (const name of readdirSync(lessons).filter((entry) => /^\d+-/.test(entry)).sort()) {
  const lesson = JSON.parse(readFileSync(path.join(lessons, name, 'lesson.json'), 'utf8'));
  const result = runOnLab(name);
  const ends = lesson.expect?.ends ?? ['exit'];
  const good = ends.includes(result.status) && result.findings.length === 0;
  if (!good) wrong++;
  rows.push({
    lesson: `${lesson.order} ${name}`,
    ends: result.status,
    'as expected': good ? 'yes' : `no: ${ends.join(' or ')}`,
    threads: result.threads,
    'virtual ms': milliseconds(result.virtualNanoseconds),
    instructions: result.instructions,
    events: result.events,
    'last line': result.output.trimEnd().split('\n').at(-1)?.slice(0, 50) ?? '',
  });
}
rows.sort((a, b) => Number.parseInt(a.lesson) - Number.parseInt(b.lesson));
console.table(rows);
if (wrong > 0) {
  console.error(`${wrong} of ${rows.length} lessons did not end as their lesson.json says.`);
  process.exit(1);
}
