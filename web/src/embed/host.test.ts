import { describe, expect, it } from 'vitest';
import { GoalWatch, reaches } from './goal.js';
import { Host, type FrameWindow } from './host.js';
import { Protocol, readFromFrame, readToFrame, type ToFrame } from './messages.js';
import { optionWords, readOptions } from './options.js';

const Course = 'https://course.example';

/** A frame whose messages go to a list. */
function frame(): { host: Host; sent: [string, string][]; heard: ToFrame[]; say(data: unknown, origin?: string, source?: unknown): void } {
  const sent: [string, string][] = [];
  const heard: ToFrame[] = [];
  let listener: Parameters<FrameWindow['addEventListener']>[1] = () => {};
  const parent = { postMessage: (message: unknown, target: string) => void sent.push([(message as { type: string }).type, target]) };
  const host = new Host({ parent, addEventListener: (_, added) => { listener = added; } });
  host.onMessage((message) => heard.push(message));
  return { host, sent, heard, say: (data, origin = Course, source = parent) => listener({ data, origin, source: source as Window }) };
}
const finished = { type: 'finished', machine: 'lab', ending: 'exit', code: 0, threads: 3 } as const;
const message = (type: string, more: object = {}): unknown => ({ interleave: Protocol, type, ...more });

describe('a frame', () => {
  it('tells anybody that it is ready, and nothing else before a hello', () => {
    const { host, sent } = frame();
    host.tell({ type: 'ready', stage: 'poster', isolated: false });
    host.tell({ type: 'height', pixels: 300 });
    host.tell(finished);
    expect(sent).toEqual([['ready', '*'], ['height', '*']]);
  });
  it('speaks to the origin of the first hello only', () => {
    const { host, sent, say } = frame();
    host.tell({ type: 'ready', stage: 'poster', isolated: false });
    say(message('hello'));
    host.tell(finished);
    expect(sent.slice(1)).toEqual([['ready', Course], ['finished', Course]]);
    say(message('hello'), 'https://evil.example');
    host.tell(finished);
    expect(sent.at(-1)).toEqual(['finished', Course]);
  });
  it('obeys only the window around it, after a hello, from that origin', () => {
    const { heard, say } = frame();
    say(message('run'));
    expect(heard).toEqual([]);
    say(message('hello'));
    say(message('run'), Course, {});
    say(message('run'), 'https://evil.example');
    expect(heard).toEqual([]);
    say(message('run'));
    say(message('theme', { theme: 'dark' }));
    say(message('open', { fragment: '#lesson=mutex' }));
    expect(heard).toEqual([{ type: 'run' }, { type: 'theme', theme: 'dark' }, { type: 'open', fragment: '#lesson=mutex' }]);
  });
  it.each([null, 'run', 7, [], {}, { interleave: 2, type: 'run' }, { interleave: '1', type: 'run' }, { interleave: 1, type: 'eval', code: 'alert(1)' },
    { interleave: 1, type: 'theme', theme: '<b>' }, { interleave: 1, type: 'open', fragment: 7 }, { interleave: 1, type: 'open', fragment: 'x'.repeat(30_000) },
    { interleave: 1 }])('bad_ message %j is left alone', (data) => {
    const { heard, say } = frame();
    say(message('hello'));
    say(data);
    expect(heard).toEqual([]);
    expect(readToFrame(data)).toBeUndefined();
  });
});

describe('what a page hears', () => {
  it('is every message of ours, with nothing that we did not name', () => {
    expect(readFromFrame(message('finished', { ...finished, html: '<b>' }))).toEqual(finished);
    expect(readFromFrame(message('outcome', { verdict: 'bug', executions: 5, outcomes: 2, bugs: ['deadlock', 7] }))).toEqual({ type: 'outcome', verdict: 'bug', executions: 5, outcomes: 2, bugs: ['deadlock'] });
    expect(readFromFrame(message('completed', { goal: 'proved', lesson: 'mutex', changed: true, seconds: 9 }))).toEqual({ type: 'completed', goal: 'proved', lesson: 'mutex', changed: true, seconds: 9 });
  });
  it.each([message('height', { pixels: -1 }), message('height', { pixels: Number.NaN }), message('finished', { machine: 'gpu' }), message('completed', { goal: 'all', seconds: 1 }), message('ready', { stage: 'x' })])(
    'bad_ %j is nothing', (data) => expect(readFromFrame(data)).toBeUndefined());
});

describe('a goal', () => {
  const outcome = (verdict: 'proved' | 'bug' | 'budget') => ({ type: 'outcome', verdict, executions: 1, outcomes: 1, bugs: [] }) as const;
  it('is reached by what it says, and by nothing else', () => {
    expect(reaches('finished', finished)).toBe(true);
    expect(reaches('finished', { ...finished, ending: 'deadlock' })).toBe(false);
    expect(reaches('deadlock', { ...finished, ending: 'deadlock' })).toBe(true);
    expect(reaches('proved', outcome('proved'))).toBe(true);
    expect(reaches('proved', outcome('budget'))).toBe(false);
    expect(reaches('bug', outcome('bug'))).toBe(true);
    expect([outcome('proved'), outcome('bug'), outcome('budget')].map((found) => reaches('explored', found))).toEqual([true, true, false]);
    expect(reaches('proved', finished)).toBe(false);
  });
  it('is told once', () => {
    const watch = new GoalWatch('finished', 1000, () => 5400);
    expect(watch.watch(finished, 'mutex', false)).toEqual({ type: 'completed', goal: 'finished', lesson: 'mutex', changed: false, seconds: 4 });
    expect(watch.watch(finished, 'mutex', false)).toBeUndefined();
  });
  it('can be the lesson’s challenge, which no ending by itself reaches', () => {
    const watch = new GoalWatch('challenge', 1000, () => 5400);
    expect(watch.watch(finished, 'mutex', false)).toBeUndefined();
    expect(watch.solved('mutex', true)).toEqual({ type: 'completed', goal: 'challenge', lesson: 'mutex', changed: true, seconds: 4 });
    expect(watch.solved('mutex', true)).toBeUndefined();
    expect(new GoalWatch('proved', 0, () => 0).solved('mutex', true)).toBeUndefined();
  });
});

describe('the options of a frame', () => {
  it('come back as they were written', () => {
    const options = { layout: 'single', panel: 'timeline', theme: 'dark', readonly: true, start: 'visible', goal: 'proved' } as const;
    expect(readOptions(`#lesson=mutex${optionWords(options)}`)).toEqual(options);
    expect(optionWords(readOptions(''))).toBe('');
  });
  it('bad_ ones are as if they were not there', () => {
    expect(readOptions('#layout=<b>&theme=pink&goal=win&readonly=false')).toEqual({ layout: 'full', panel: undefined, theme: 'auto', readonly: false, start: 'press', goal: undefined });
  });
});
