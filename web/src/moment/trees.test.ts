import { describe, expect, it } from 'vitest';
import type { InspectedCoroutine, Moment } from '../engine/moments.js';
import { channelFacts, coroutineState, coroutineTree, processTree, type Tree } from './trees.js';

const coroutine = (name: string, parent: number | null, more: Partial<InspectedCoroutine> = {}): InspectedCoroutine =>
  ({ name, process: 0, thread: 0, state: 'suspended', waits: '', parent, awaited: parent !== null, since: null, ...more });

const moment = (more: Partial<Moment> = {}, world: Partial<Moment['world']> = {}): Moment => ({
  time: 5, end: 9, executed: 5, step: 3, steps: 8, caption: '', output: 0, threads: [], locks: [], writes: [], named: [],
  world: { time: 5, threads: [], globals: [], locks: [], ...world }, ...more,
});

const told = <Item>(trees: readonly Tree<Item>[], name: (item: Item) => string): string =>
  trees.map(({ item, children }) => name(item) + (children.length === 0 ? '' : `(${told(children, name)})`)).join(' ');

describe('coroutines', () => {
  it('stand below the one that awaits them', () => {
    const list = [coroutine('main', null), coroutine('a', 0), coroutine('b', 0), coroutine('inner', 2)];
    expect(told(coroutineTree(moment({ coroutines: list })), ({ name }) => name)).toBe('main(a b(inner))');
  });
  it('that resume each other in turn are drawn all the same', () => {
    expect(told(coroutineTree(moment({ coroutines: [coroutine('a', 1), coroutine('b', 0), coroutine('c', 1)] })), ({ name }) => name)).toBe('a b(c)');
    expect(told(coroutineTree(moment({ coroutines: [coroutine('a', 0)] })), ({ name }) => name)).toBe('a');
  });
  it('are none in a moment that tells of none', () => expect(coroutineTree(moment())).toEqual([]));
  it('say in words what they do', () => {
    expect(coroutineState(coroutine('a', null, { waits: 'sleep' }), false)).toBe('suspended, waits for sleep');
    expect(coroutineState(coroutine('a', null, { waits: 'inner' }), true)).toBe('suspended, awaits');
    expect(coroutineState(coroutine('a', null), false)).toBe('suspended');
    expect(coroutineState(coroutine('a', null, { state: 'created' }), false)).toBe('not begun');
    expect(coroutineState(coroutine('a', null, { state: 'done' }), false)).toBe('ended');
    expect(coroutineState(coroutine('a', null, { state: 'running' }), true)).toBe('running');
  });
});

describe('processes', () => {
  const thread = (id: number, process: number, state: string): Moment['world']['threads'][number] => ({ id, process, state, line: 0, waits: null, frames: [] });
  const process = (id: number, exited = false): NonNullable<Moment['world']['processes']>[number] =>
    ({ id, exited, exitCode: exited ? 7 : 0, globals: id === 0 ? [] : [{ name: 'counter', type: 'int', value: String(id), address: 8 }] });

  it('stand below the one that started them, with their threads, ends and memories', () => {
    const trees = processTree(moment(
      { processes: [{ id: 1, parent: 0 }, { id: 2, parent: 1 }] },
      { processes: [process(0), process(1, true), process(2)], threads: [thread(0, 0, 'waiting'), thread(1, 1, 'done'), thread(2, 2, 'running'), thread(3, 2, 'done')] },
    ));
    expect(told(trees, ({ name, state, threads, globals }) => `${name} ${state} ${threads.join('+')} ${globals.map(({ value }) => value).join('')}`))
      .toBe('The program alive 0 (Process 1 ended with exit code 7 1 1(Process 2 alive 2+3 2))');
  });
  it('are told only where there are several', () => expect(processTree(moment({}, { processes: [process(0)] }))).toEqual([]));
});

describe('channels', () => {
  it('tell how full they are and what is inside', () => {
    const channels = [
      { id: 1, name: 'work', capacity: 4, closed: false, waiting: 2, messages: [{ size: 4, text: '7' }, { size: 9, text: '"hello"' }] },
      { id: 2, name: 'done', capacity: 0, closed: true, waiting: 20, messages: [{ size: 4, text: '1' }] },
    ];
    expect(channelFacts(moment({}, { channels }))).toEqual([
      { name: 'work', level: '2 of 4', messages: ['7', '"hello"'], more: 0 },
      { name: 'done', level: '20, closed', messages: ['1'], more: 19 },
    ]);
  });
});
