/** Coroutines, processes and channels of a moment, as lists and a table that read well aloud too. */
import { element } from '../base/dom.js';
import type { InspectedCoroutine } from '../engine/moments.js';
import type { InspectedValue } from '../engine/protocol.js';
import { linked, threadLabel, type Links } from './pieces.js';
import { coroutineState, type ChannelFacts, type ProcessFacts, type Tree } from './trees.js';

const Signs: Readonly<Record<InspectedCoroutine['state'], string>> = { created: '○', running: '▶', suspended: '◼', done: '✓' };

function tree<Item>(nodes: readonly Tree<Item>[], draw: (node: Tree<Item>) => readonly (Node | string)[]): HTMLElement {
  return element('ul', { class: 'tree' }, ...nodes.map((node) =>
    element('li', {}, element('div', { class: 'tree-node' }, ...draw(node)), ...(node.children.length === 0 ? [] : [tree(node.children, draw)]))));
}

export function coroutines(trees: readonly Tree<InspectedCoroutine>[], more: number, links: Links): HTMLElement {
  return element('div', {},
    tree(trees, ({ item, children }) => {
      const words = coroutineState(item, children.some((child) => child.item.awaited));
      return [
        element('code', {}, item.name), ' ',
        element('span', { class: 'state-chip', 'data-state': item.state === 'running' ? 'running' : 'calm' }, element('span', { 'aria-hidden': 'true' }, Signs[item.state]), ` ${words}`),
        ...(item.since === null ? [] : [element('span', { class: 'muted' }, ' since ', ...linked(`step ${item.since}`, links))]),
      ];
    }),
    ...(more > 0 ? [element('p', { class: 'muted' }, `… and ${more} more`)] : []),
    element('p', { class: 'muted tree-note' }, 'A coroutine stands below the one that awaits it; one that nobody awaits, below the one that created or resumed it.'));
}

export function processes(trees: readonly Tree<ProcessFacts>[], values: (list: readonly InspectedValue[]) => HTMLElement): HTMLElement {
  return tree(trees, ({ item }) => [
    element('strong', {}, item.name), ' ', element('span', { class: 'state-chip' }, item.state),
    element('div', { class: 'process-threads' }, ...item.threads.map(threadLabel)),
    ...(item.globals.length === 0 ? [] : [element('details', { class: 'inside' }, element('summary', {}, 'its own memory'), values(item.globals))]),
  ]);
}

export function channels(facts: readonly ChannelFacts[]): HTMLElement {
  const head = ['Channel', 'Messages', 'Inside, oldest first'].map((text) => element('th', { scope: 'col' }, text));
  return element('table', { class: 'data-table' },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...facts.map(({ name, level, messages, more }) => element('tr', { 'data-channel': name },
      element('th', { scope: 'row' }, element('code', {}, name)),
      element('td', {}, level),
      element('td', { class: 'value-cell' }, messages.length === 0 ? element('span', { class: 'muted' }, 'empty') : messages.join(', ') + (more > 0 ? `, … ${more} more` : ''))))));
}
