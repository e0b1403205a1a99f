/**
 * The page's two fonts, cut to the characters it uses: Inter (weights 400 to 700) from 850 KB to about 60 KB and JetBrains
 * Mono from 270 KB to 25 KB as served. Done once, by fonttools; kept in build/artefacts/fonts.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** Latin with the letters of western and central Europe, punctuation, arrows, the signs of keys and of mathematics. */
const Characters = 'U+0020-007E,U+00A0-017F,U+2010-2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2190-2193,U+21B5,U+2212,U+2248,U+2260,U+2264,U+2265,U+2318,U+00D7';

interface Font {
  readonly source: string;
  readonly output: string;
  /** Axes of a variable font to keep or pin, in the language of fonttools' instancer. */
  readonly axes: readonly string[];
  /** OpenType features to keep. No ligatures in programs: a learner shall see the characters that are there. */
  readonly features: string;
}

const Fonts: readonly Font[] = [
  { source: 'InterVariable.ttf', output: 'inter.ttf', axes: ['wght=400:700', 'opsz=14'], features: 'kern,calt,tnum,ccmp,mark' },
  { source: 'JetBrainsMono-Regular.ttf', output: 'mono.ttf', axes: [], features: 'ccmp,mark' },
];

export function fonts(sources: string, output: string): Plugin {
  return {
    name: 'interleave-fonts',
    // Before anything resolves the stylesheet's url(…).
    config() {
      for (const font of Fonts) {
        const target = path.join(output, font.output);
        if (!existsSync(target)) cut(path.join(sources, font.source), target, font);
      }
    },
  };
}

function cut(source: string, target: string, { axes, features }: Font): void {
  if (!existsSync(source)) throw new Error(`The font ${source} is missing: run make, which fetches it.`);
  mkdirSync(path.dirname(target), { recursive: true });
  const part = `${target}.part.ttf`;
  let from = source;
  if (axes.length > 0) {
    from = `${target}.axes.ttf`;
    python('fontTools.varLib.instancer', source, ...axes, '-o', from, '-q');
  }
  python('fontTools.subset', from, `--unicodes=${Characters}`, `--layout-features=${features}`,
    '--no-hinting', `--output-file=${part}`);
  if (from !== source) rmSync(from);
  renameSync(part, target);
}

/** The distribution's Python comes first: a private one on PATH does not see the packages of make's set-up. */
function python(module: string, ...rest: readonly string[]): void {
  const interpreter = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  try {
    execFileSync(interpreter, ['-m', module, ...rest], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new Error(`Cutting a font failed (${interpreter} -m ${module}); is the package python3-fonttools installed?\n${String(error)}`);
  }
}
