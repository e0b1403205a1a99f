import { describe, expect, it } from 'vitest';
import type { Moment } from '../engine/moments.js';
import type { InspectedThread, InspectedValue } from '../engine/protocol.js';
import { changedValues, lockFacts, sharedVariables, stateOf, stateWord, whyWaiting, withLinks } from './words.js';

const value = (name: string, text: string, children: InspectedValue[] = [], address = 64): InspectedValue =>
  ({ name, type: 'int', value: text, address, ...(children.length === 0 ? {} : { children }) });

const thread = (words: string | undefined): InspectedThread => ({
  id: 1, process: 0, state: words === undefined ? 'running' : 'waiting', line: 7, frames: [],
  waits: words === undefined ? null : { for: 'lock', object: 8, name: 'm', holders: [2], since: 5, words },
});

const moment = (globals: InspectedValue[] = []): Moment => ({
  time: 5, end: 9, executed: 5, step: 3, steps: 8, caption: '', output: 0,
  threads: [{ id: 1, at: 100, core: 0, since: 14 }],
  locks: [{ address: 8, holders: [{ thread: 2, since: 11 }] }],
  writes: [{ address: 64, step: 2, time: 3, thread: 2, line: 9 }],
  named: [],
  world: { time: 5, threads: [], globals, locks: [{ address: 8, name: 'm', kind: 'mutex', holders: [2], shared: false, waiters: [1] }] },
});

describe('why a thread waits', () => {
  it('is told with the holder and the step', () => {
    expect(whyWaiting(thread('waits for the lock m, held by thread 2'), moment())).toBe('Waits for the lock m, held by thread 2, since step 14.');
  });
  it('is nothing while it goes on', () => expect(whyWaiting(thread(undefined), moment())).toBe(''));
  it('leaves out a step that is not known', () => {
    expect(whyWaiting(thread('sleeps'), { ...moment(), threads: [] })).toBe('Sleeps.');
  });
});

describe('variables', () => {
  it('are marked where they changed, also inside', () => {
    const before = [value('counter', '1'), value('bank', '{…}', [value('balance', '7')])];
    const now = [value('counter', '2'), value('bank', '{…}', [value('balance', '8')])];
    expect([...changedValues(now, before)]).toEqual(['.counter', '.bank.balance']);
    expect(sharedVariables(moment(now), moment(before)).map(({ changed }) => changed)).toEqual([true, true]);
  });
  it('have not changed when there is nothing to compare with, or they are new', () => {
    expect(changedValues([value('x', '1')], undefined).size).toBe(0);
    expect(changedValues([value('x', '1')], []).size).toBe(0);
  });
  it('tell who wrote last, and leave out what the compiler made', () => {
    const facts = sharedVariables(moment([value('counter', '2'), value('__guard', '1')]), undefined);
    expect(facts.map(({ value: { name }, writer }) => [name, writer?.thread])).toEqual([['counter', 2]]);
  });
});

describe('locks', () => {
  it('tell the holder with its step, and who waits', () => {
    expect(lockFacts(moment())).toEqual([{ name: 'm', kind: 'mutex', holders: [{ thread: 2, since: 11 }], waiters: [1] }]);
  });
});

describe('links in sentences', () => {
  it('are made of lines and steps', () => {
    expect(withLinks('Thread 1 read counter: 0 (step 12, line 7).')).toEqual([
      { text: 'Thread 1 read counter: 0 (' }, { text: 'step 12', step: 12 }, { text: ', ' }, { text: 'line 7', line: 7 }, { text: ').' },
    ]);
  });
  it('are none in other words', () => expect(withLinks('a pipeline 3 steps')).toEqual([{ text: 'a pipeline 3 steps' }]));
});

it('a thread that could run is ready while it is on no core', () => {
  expect(stateOf(thread(undefined), moment())).toBe('running');
  expect(stateOf(thread(undefined), { ...moment(), threads: [{ id: 1, at: null, core: null, since: null }] })).toBe('ready');
  expect(stateOf(thread('sleeps'), { ...moment(), threads: [{ id: 1, at: null, core: null, since: null }] })).toBe('waiting');
});

it('every state differs by its sign, not by colour alone', () => {
  const signs = ['running', 'ready', 'waiting', 'sleeping', 'io', 'input', 'done', 'failed'].map((state) => stateWord(state).sign);
  expect(new Set(signs).size).toBe(signs.length);
});
