/** A moment's coroutines as a tree of who awaits whom, its processes as one of who started whom, and what is in its channels. Pure. */
import type { InspectedCoroutine, Moment } from '../engine/moments.js';
import type { InspectedValue } from '../engine/protocol.js';
import { stateOf } from './words.js';

export interface Tree<Item> {
  readonly item: Item;
  readonly children: readonly Tree<Item>[];
}

/** `parentOf` gives a position in the list; items whose parent is unknown, themselves or later in the list are roots. */
function grown<Item>(items: readonly Item[], parentOf: (item: Item, place: number) => number | null): Tree<Item>[] {
  const nodes = items.map((item) => ({ item, children: [] as Tree<Item>[] }));
  const roots: Tree<Item>[] = [];
  nodes.forEach((node, place) => {
    const parent = parentOf(node.item, place);
    const under = parent === null || parent === place || leadsBack(items, parentOf, place) ? undefined : nodes[parent];
    (under?.children ?? roots).push(node);
  });
  return roots;
}

/** Two generators that resume each other in turn would each be the other's parent. */
function leadsBack<Item>(items: readonly Item[], parentOf: (item: Item, place: number) => number | null, start: number): boolean {
  let at: number | null = start;
  for (let steps = 0; steps <= items.length; steps++) {
    const item: Item | undefined = at === null ? undefined : items[at];
    if (item === undefined || at === null) return false;
    at = parentOf(item, at);
    if (at === start) return true;
  }
  return false;
}

export const coroutineTree = (moment: Moment): Tree<InspectedCoroutine>[] => grown(moment.coroutines ?? [], ({ parent }) => parent);

/** “suspended, waits for sleep”; what a coroutine awaits stands below it already. */
export function coroutineState({ state, waits }: InspectedCoroutine, awaits: boolean): string {
  if (state === 'created') return 'not begun';
  if (state === 'done') return 'ended';
  if (state === 'running') return 'running';
  if (awaits) return 'suspended, awaits';
  return waits === '' ? 'suspended' : `suspended, waits for ${waits}`;
}

export interface ProcessFacts {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly threads: readonly number[];
  /** Of its own memory; of the first process none: they are the shared variables. */
  readonly globals: readonly InspectedValue[];
}

/** Empty while there is one process only. */
export function processTree(moment: Moment): Tree<ProcessFacts>[] {
  const all = moment.world.processes ?? [];
  if (all.length < 2) return [];
  const facts = all.map(({ id, exited, exitCode, globals }): ProcessFacts => {
    const threads = moment.world.threads.filter(({ process }) => process === id);
    const alive = threads.filter((thread) => stateOf(thread, moment) !== 'done');
    return {
      id,
      name: id === 0 ? 'The program' : `Process ${id}`,
      state: exited ? `ended with exit code ${exitCode}` : alive.length === 0 ? 'ended' : 'alive',
      threads: threads.map((thread) => thread.id),
      globals: globals.filter(({ name }) => name !== '' && !name.startsWith('__')),
    };
  });
  const place = (id: number | undefined): number | null => {
    const found = facts.findIndex((one) => one.id === id);
    return found < 0 ? null : found;
  };
  return grown(facts, ({ id }) => place(moment.processes?.find((one) => one.id === id)?.parent));
}

export interface ChannelFacts {
  readonly name: string;
  /** “2 of 4”, “3”, and whether it is closed. */
  readonly level: string;
  readonly messages: readonly string[];
  /** Messages that are not listed. */
  readonly more: number;
}

export const channelFacts = (moment: Moment): ChannelFacts[] => (moment.world.channels ?? []).map(({ name, capacity, closed, waiting, messages }) => ({
  name,
  level: `${waiting}${capacity > 0 ? ` of ${capacity}` : ''}${closed ? ', closed' : ''}`,
  messages: messages.map(({ text }) => text),
  more: waiting - messages.length,
}));
