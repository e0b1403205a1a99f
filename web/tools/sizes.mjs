// What a visitor downloads to run one lesson: the table that `make site` prints. The lesson is the largest one. Compression
// is counted as brotli, which web/server and most hosts send; a file without a .br beside it counts in full. The lab and the
// programs with debug information that it runs are loaded only by who chooses it, and are listed apart.
//
//   node web/tools/sizes.mjs [site]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const Target = 1.5e6;
const site = path.resolve(process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '../../build/site'));

const size = (file) => (existsSync(file) ? statSync(file).size : undefined);
const measure = (name) => {
  const raw = size(path.join(site, name));
  return { name, raw, gzip: size(path.join(site, `${name}.gz`)) ?? raw, brotli: size(path.join(site, `${name}.br`)) ?? raw };
};
const sum = (files) => files.reduce((total, file) => ({ raw: total.raw + file.raw, gzip: total.gzip + file.gzip, brotli: total.brotli + file.brotli }), { raw: 0, gzip: 0, brotli: 0 });

if (!existsSync(path.join(site, 'index.html'))) {
  console.error(`✗ ${site} has no index.html: run make site.`);
  process.exit(1);
}
const all = readdirSync(site, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => statSync(path.join(site, name)).isFile() && !/\.(?:br|gz)$/.test(name));
const lessonFolder = all.find((name) => /^lessons-[^/]+\/index\.json$/.test(name))?.replace('index.json', '');
const lessons = JSON.parse(readFileSync(path.join(site, `${lessonFolder}index.json`), 'utf8')).map(({ id }) => {
  const files = all.filter((name) => name.startsWith(`${lessonFolder}${id}/`));
  const forLab = files.filter((name) => name.endsWith('.debug.wasm'));
  return { id, ...sum(files.filter((name) => !forLab.includes(name)).map(measure)), lab: sum(forLab.map(measure)) };
});
const largest = lessons.reduce((a, b) => (b.brotli > a.brotli ? b : a));

const group = (name, pattern) => ({ name, ...sum(all.filter((file) => pattern.test(file)).map(measure)) });
const rows = [
  group('page (HTML, CSS, icon)', /^(?:[^/]*\.html|assets\/[^/]*\.(?:css|svg))$/),
  group('scripts (page, editor, machine)', /^assets\/[^/]*\.js$/),
  group('fonts', /^assets\/[^/]*\.ttf$/),
  group('timeline (app.js, app.wasm)', /^app-[^/]*\//),
  { name: 'lesson list', ...sum([measure(`${lessonFolder}index.json`)]) },
  { ...largest, name: `largest lesson (${largest.id})` },
];
const total = sum(rows);

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(10);
const print = ({ name, raw, gzip, brotli }) => console.log(`${name.padEnd(38)}${kilobytes(raw)}${kilobytes(gzip)}${kilobytes(brotli)}`);
console.log(`${'To run one lesson (kB)'.padEnd(38)}${'as it is'.padStart(10)}${'gzip'.padStart(10)}${'brotli'.padStart(10)}`);
rows.forEach(print);
console.log('─'.repeat(68));
print({ name: 'everything', ...total });
print({ name: 'besides, to run it on the lab', ...sum([group('', /^engine-[^/]*\//), largest.lab]) });
print({ name: 'besides, to change it: the compiler', ...sum([group('', /^(?:compiler|guest)-[^/]*\//)]) });
console.log(total.brotli <= Target
  ? `Within the target of ${Target / 1e6} MB (${((100 * total.brotli) / Target).toFixed(0)} % of it).`
  : `✗ ${((total.brotli - Target) / 1000).toFixed(0)} kB over the target of ${Target / 1e6} MB.`);
