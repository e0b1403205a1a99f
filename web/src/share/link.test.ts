import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DefaultLabSettings } from '../engine/protocol.js';
import { currentState, type Shown } from './current_state.js';
import { plainLink, readLink, shareLink } from './link.js';
import { isLinkFile, readFile, writeFile } from './link_file.js';
import { LongestLink, pack } from './packed.js';
import { sharedText } from './shared_text.js';
import type { SharedState } from './shared_state.js';

const reason = (hash: string): string => {
  try {
    return `read: ${JSON.stringify(readLink(hash))}`;
  } catch (error) {
    return String(error);
  }
};

/** A link as somebody else would make it who knows the format: with a right check. */
function forged(json: string): string {
  const bytes = strToU8(json);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  const deflated = deflateSync(bytes);
  const whole = new Uint8Array(4 + deflated.length);
  new DataView(whole.buffer).setUint32(0, hash >>> 0, true);
  whole.set(deflated, 4);
  return `#1.${Buffer.from(whole).toString('base64url')}`;
}

const everything: Required<Omit<SharedState, 'program'>> = {
  lesson: 'mutex', name: 'Größe ✓', source: 'int main() { return 0; } // “ü” 🧵\n', parameters: { Rounds: 5, Locked: false }, machine: 'hand', cores: 64,
  quantum: 1, seed: 999_999, schedule: '0X3.1T5', whole: true, hash: '5d99b0710ff588a4', cursor: 2 ** 52, view: 'explore', range: [0, 12.5],
};

describe('a link', () => {
  it('says everything again', () => expect(readLink(shareLink(everything) ?? '')).toEqual(everything));
  it('is readable while it is short', () => {
    expect(shareLink({ lesson: 'mutex', machine: 'lab', cores: 4 })).toBe('#lesson=mutex&machine=lab&cores=4');
    expect(readLink('#lesson=mutex&machine=lab&cores=4&theme=dark')).toEqual({ lesson: 'mutex', machine: 'lab', cores: 4 });
    expect(plainLink({ lesson: 'mutex', schedule: '0.1', whole: true })).toBe('#lesson=mutex&schedule=0.1&whole');
    expect(readLink('#lesson=mutex&schedule=0.1&whole')).toEqual({ lesson: 'mutex', schedule: '0.1', whole: true });
  });
  it('may have fields of a frame behind the packed word, which do not change it', () => {
    expect(readLink(`#${pack({ lesson: 'mutex', cores: 3 })}&cores=9&seed=4&layout=single`)).toEqual({ lesson: 'mutex', cores: 3, seed: 4 });
  });
  it('never names a program of one browser to others', () => {
    expect(shareLink({ program: 'ab3z', source: 'int main() {}', name: 'x' })).not.toContain('ab3z');
    expect(readLink(shareLink({ program: 'ab3z', source: 'int main() {}', name: 'x' }) ?? '')).toEqual({ source: 'int main() {}', name: 'x' });
    expect(readLink(forged('{"program":"ab3z","lesson":"mutex"}'))).toEqual({ lesson: 'mutex' });
  });
  it('holds a lesson-sized program, and becomes a file when it is too long', () => {
    const line = (n: number): string => `    std::printf("%d\\n", ${(n * 2654435761) % 4294967296});\n`;
    const program = (lines: number): string => `int main() {\n${Array.from({ length: lines }, (_, n) => line(n)).join('')}}\n`;
    expect(shareLink({ source: program(120) })?.length).toBeLessThan(LongestLink);
    const long: SharedState = { name: 'long', source: program(3000) };
    expect(shareLink(long)).toBeUndefined();
    expect(readFile(writeFile(long))).toEqual(long);
  });
  it('of nothing is nothing', () => {
    expect(plainLink({})).toBe('');
    expect(readLink('')).toEqual({});
    expect(readLink('#')).toEqual({});
  });
});

describe('a bad_ link', () => {
  const good = shareLink({ ...everything }) ?? '';
  it.each([
    ['cut off', good.slice(0, -9), /cut off/],
    ['changed', good.replace(/.{3}$/, 'AAA'), /cut off or was changed/],
    ['a newer version', good.replace('#1.', '#2.'), /newer Interleave \(version 2/],
    ['characters of no link', `${good}%3Cscript%3E`, /characters that no link/],
    ['nothing behind the version', '#1.', /cut off/],
    ['far too long', `#1.${'A'.repeat(30_000)}`, /far too long/],
    ['no JSON', forged('lesson'), /no description/],
    ['a list', forged('[1]'), /no description/],
    ['a wrong type', forged('{"source":7}'), /“source” should be a program/],
    ['a lesson that is a path', forged('{"lesson":"../../etc"}'), /“lesson” should be the name/],
    ['a lesson with markup', '#lesson=<img src=x>', /“lesson” should be/],
    ['too many cores', '#lesson=mutex&cores=65', /“cores” should be a number from 1 to 64/],
    ['cores in words', '#lesson=mutex&cores=two', /“cores”/],
    ['a strange machine', '#lesson=mutex&machine=gpu', /“machine” should be real, lab or hand/],
    ['a strange schedule', '#lesson=mutex&schedule=<b>', /“schedule”/],
    ['an endless schedule', `#lesson=mutex&schedule=${'0'.repeat(6001)}`, /too long/],
    ['a range that goes backwards', forged('{"range":[5,1]}'), /“range”/],
    ['a number that is none', forged('{"cursor":1e999}'), /“cursor”/],
    ['parameters that are code', forged('{"parameters":{"Rounds":"1; system()"}}'), /“parameters”/],
  ])('%s is refused with the reason', (_, hash, why) => expect(reason(hash)).toMatch(why));

  it('cannot reach into objects', () => {
    expect(readLink(forged('{"__proto__":{"polluted":1},"constructor":1,"lesson":"mutex"}'))).toEqual({ lesson: 'mutex' });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
  it('that unfolds to far too much is refused', () => expect(reason(forged(`{"source":"${'a'.repeat(1_200_000)}"}`))).toMatch(/far too much/));
  it('whose every character was changed once never opens anything else', () => {
    let opened = 0;
    for (let at = 3; at < good.length; at++) {
      const changed = good.slice(0, at) + (good[at] === 'Q' ? 'R' : 'Q') + good.slice(at + 1);
      try {
        expect(readLink(changed)).toEqual(everything);
        opened++;
      } catch (error) {
        expect(String(error)).toMatch(/^LinkError/);
      }
    }
    expect(opened).toBeLessThan(3); // spare bits at the very end
  });
});

describe('a file', () => {
  it('is known by its name', () => {
    expect(['run.interleave.json', 'x.INTERLEAVE', 'a.json', 'a.cpp'].map(isLinkFile)).toEqual([true, true, false, false]);
  });
  it.each([
    ['no JSON', 'int main() {}', /no file of Interleave/], ['other JSON', '{"a":1}', /no file of Interleave/], ['newer', '{"interleave":9}', /newer/],
    ['wrong inside', '{"interleave":1,"seed":-1}', /“seed”/],
  ])('bad_ %s is refused with the reason', (_, text, why) => expect(() => readFile(text)).toThrow(why));
});

describe('the text that a link means', () => {
  const lesson = { source: 'constexpr int Rounds = 1\'000;\nint main() {}\n', details: { parameters: [{ name: 'Rounds', label: 'Rounds', range: { minimum: 1, maximum: 5000 } }] } };
  it('is the reader’s own for a lesson, the lesson’s own for a run', () => {
    expect(sharedText({ lesson: 'x', cores: 2 }, lesson)).toBeUndefined();
    expect(sharedText({ lesson: 'x', schedule: '0' }, lesson)).toBe(lesson.source);
  });
  it('has the link’s parameters, within their limits', () => {
    expect(sharedText({ parameters: { Rounds: 7 } }, lesson)).toContain('Rounds = 7;');
    expect(sharedText({ parameters: { Rounds: 1e9 } }, lesson)).toContain("Rounds = 5'000;");
    expect(sharedText({ parameters: { Rounds: true, Other: 3 } }, lesson)).toBe(lesson.source);
  });
});

describe('the state of the page', () => {
  const shown: Shown = {
    lesson: 'mutex', title: 'The mutex', source: 'changed', isReadyMade: true, machine: 'lab', settings: { ...DefaultLabSettings, cores: 3 }, hand: undefined,
    whole: false, labHash: 'abc', cursor: 40, tab: 'state', range: [10, 90],
  };
  const settings = { machine: 'lab', cores: 3, seed: 1, quantum: 1_000_000 };
  it('has the run and the moment, or leaves them out', () => {
    expect(currentState(shown, { run: true, moment: true })).toEqual({ lesson: 'mutex', ...settings, hash: 'abc', cursor: 40, view: 'state', range: [10, 90] });
    expect(currentState(shown, { run: true, moment: false })).toEqual({ lesson: 'mutex', ...settings, hash: 'abc' });
    expect(currentState(shown, { run: false, moment: true })).toEqual({ lesson: 'mutex', ...settings });
  });
  it('has the text only where it is not the lesson’s', () => {
    expect(currentState({ ...shown, isReadyMade: false }, { run: false, moment: false })).toEqual({ lesson: 'mutex', source: 'changed', ...settings });
    expect(currentState({ ...shown, lesson: undefined, isReadyMade: false }, { run: false, moment: false })).toEqual({ name: 'The mutex', source: 'changed', ...settings });
  });
});
