/**
 * “Now”: everything about the moment at the cursor, as text: each thread with its state, why it waits, its calls and locals;
 * the variables that all threads share with who wrote them last; the locks with who holds and who waits; coroutines, channels and
 * processes where the program has them.
 */
import { element } from '../base/dom.js';
import { time } from '../base/format.js';
import type { Moment } from '../engine/moments.js';
import type { InspectedThread, InspectedValue } from '../engine/protocol.js';
import { linked, threadBadge, threadLabel, type Links } from './pieces.js';
import { channelFacts, coroutineTree, processTree } from './trees.js';
import { channels, coroutines, processes } from './trees_view.js';
import { waitGraph } from './wait_graph.js';
import { drawWaitGraph } from './wait_graph_view.js';
import { changedValues, lockFacts, sharedVariables, stateOf, stateWord, threadName, whyWaiting, type LockFacts, type VariableFacts } from './words.js';

export interface StateEvents extends Links {
  /** Steps shall be this thread's only; undefined: everybody's. */
  onThread(thread: number | undefined): void;
  /** Opens a line of the program into its machine operations, or closes it. */
  onOpenLine(line: number): void;
}

export class StateView {
  readonly panel = element('div', { class: 'result-view state-view', id: 'state-view', role: 'tabpanel', 'aria-label': 'State at the cursor', tabindex: 0 });
  private chosen: number | undefined;
  private shown: Moment | undefined;
  private before: Moment | undefined;
  /** Call stacks that the learner opened, by thread. */
  private readonly opened = new Set<number>();

  constructor(private readonly events: StateEvents) {
    this.show(undefined, undefined);
  }

  /** Draws only while it is seen; `refresh` does when it comes to be. */
  show(moment: Moment | undefined, before: Moment | undefined): void {
    this.shown = moment;
    this.before = before;
    if (moment === undefined) this.chosen = undefined;
    if (!this.panel.hidden) this.refresh();
  }

  refresh(): void {
    const moment = this.shown;
    if (moment === undefined) {
      this.panel.replaceChildren(element('p', { class: 'muted' },
        'Run the program on the lab: here you see, for any moment, what each thread does and why it waits, the values of the variables, and who holds which lock.'));
      return;
    }
    const scroll = this.panel.scrollTop;
    this.panel.replaceChildren(
      section(`Threads at ${time(moment.time)}`, 'threads', ...moment.world.threads.map((thread) => this.thread(thread, moment))),
      element('div', { class: 'state-column' },
        ...waitSection(moment),
        section('Shared variables', 'variables', variables(sharedVariables(moment, this.before), this.events)),
        section('Locks', 'locks', locks(lockFacts(moment), this.events)),
        ...this.trees(moment)));
    this.panel.scrollTop = scroll;
  }

  /** What only some programs have: coroutines, channels, processes. */
  private trees(moment: Moment): HTMLElement[] {
    const [tasks, family, pipes] = [coroutineTree(moment), processTree(moment), channelFacts(moment)];
    return [
      ...(tasks.length === 0 ? [] : [section('Coroutines', 'coroutines', coroutines(tasks, moment.moreCoroutines ?? 0, this.events))]),
      ...(pipes.length === 0 ? [] : [section('Channels', 'channels', channels(pipes))]),
      ...(family.length === 0 ? [] : [section('Processes', 'processes', processes(family, (list) => values(list, new Set())))]),
    ];
  }

  private thread(thread: InspectedThread, moment: Moment): HTMLElement {
    const state = stateOf(thread, moment);
    const { word, sign } = stateWord(state);
    const chosen = this.chosen === thread.id;
    const head = element('button', {
      type: 'button', class: 'thread-head', 'aria-pressed': String(chosen), title: chosen ? 'Step with all threads again' : 'Step with this thread only',
      onclick: () => {
        this.chosen = chosen ? undefined : thread.id;
        this.events.onThread(this.chosen);
        this.refresh();
      },
    }, threadLabel(thread.id), element('span', { class: 'state-chip', 'data-state': state }, element('span', { 'aria-hidden': 'true' }, sign), ` ${word}`));
    const why = whyWaiting(thread, moment);
    const [inner, ...outer] = thread.frames;
    const line = thread.line > 0 ? linked(`line ${thread.line}`, this.events) : [];
    const previous = this.before?.world.threads.find(({ id }) => id === thread.id)?.frames[0];
    const place = inner === undefined ? [] : [element('p', { class: 'thread-place' }, element('code', {}, inner.function), line.length > 0 ? ', ' : '', ...line,
      ...(line.length === 0 ? [] : [element('button', { type: 'button', class: 'open-line', title: 'Show the machine operations of this line', onclick: () => this.events.onOpenLine(thread.line) }, 'operations')]))];
    return element('article', { class: 'thread-card', 'data-thread': thread.id, 'data-chosen': chosen },
      head,
      ...(why === '' ? [] : [element('p', { class: 'thread-why' }, ...linked(why, this.events))]),
      ...place,
      ...(inner === undefined || inner.variables.length === 0 ? []
        : [values(inner.variables, previous?.function === inner.function ? changedValues(inner.variables, previous.variables) : new Set())]),
      ...(outer.length === 0 ? [] : [this.callers(thread.id, outer)]));
  }

  private callers(id: number, frames: InspectedThread['frames']): HTMLElement {
    const details = element('details', { class: 'callers', open: this.opened.has(id) },
      element('summary', {}, `called from ${frames[0]?.function ?? ''}${frames.length > 1 ? ` and ${frames.length - 1} more` : ''}`),
      ...frames.map((frame) => element('div', {},
        element('p', { class: 'thread-place' }, element('code', {}, frame.function), frame.line > 0 ? ', ' : '', ...(frame.line > 0 ? linked(`line ${frame.line}`, this.events) : [])),
        ...(frame.variables.length === 0 ? [] : [values(frame.variables, new Set())]))));
    details.addEventListener('toggle', () => {
      if (details.open) this.opened.add(id);
      else this.opened.delete(id);
    });
    return details;
  }
}

/** Who waits for whom, as a drawing; the cards of the threads say the same in words. */
function waitSection(moment: Moment): HTMLElement[] {
  const graph = waitGraph(moment.world.threads);
  const drawing = drawWaitGraph(graph);
  if (drawing === undefined) return [];
  const circle = graph.edges.some(({ circular }) => circular);
  const figure = element('figure', {}, element('figcaption', { class: 'muted' }, circle
    ? 'The red arrows form a circle: a deadlock.' : 'An arrow leads from the thread that waits to the one that it waits for.'));
  figure.prepend(drawing);
  return [section('Who waits for whom', 'waits', figure)];
}

function section(title: string, name: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: `state-section ${name}`, 'aria-label': title }, element('h3', {}, title), ...content);
}

/** Names with their values, as a list of definitions; changed ones have a dot and say so. */
function values(list: readonly InspectedValue[], changed: ReadonlySet<string>, path = ''): HTMLElement {
  return element('dl', { class: 'values' }, ...list.flatMap((value) => {
    const here = `${path}.${value.name}`;
    return [
      element('dt', { title: value.type }, value.name),
      element('dd', { 'data-changed': changed.has(here) }, valueText(value, changed, here)),
    ];
  }));
}

function valueText(value: InspectedValue, changed: ReadonlySet<string>, path: string): HTMLElement {
  const text = element('span', { class: 'value-text' }, value.value);
  const mark = changed.has(path) ? element('span', { class: 'changed', title: 'Changed with the last step' }, ' changed') : undefined;
  const children = value.children ?? [];
  if (children.length === 0) return element('span', {}, text, mark);
  return element('details', { class: 'inside' }, element('summary', {}, text, mark), values(children, changed, path));
}

function variables(facts: readonly VariableFacts[], links: Links): HTMLElement {
  if (facts.length === 0) return element('p', { class: 'muted' }, 'The program has no global variables.');
  const head = ['Variable', 'Value', 'Last written by'].map((text) => element('th', { scope: 'col' }, text));
  return element('table', { class: 'data-table' },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...facts.map(({ value, changed, writer }) => element('tr', { 'data-changed': changed, 'data-variable': value.name },
      element('th', { scope: 'row' }, element('code', { title: value.type }, value.name)),
      element('td', { class: 'value-cell' }, valueText(value, changed ? new Set([`.${value.name}`]) : new Set(), `.${value.name}`)),
      element('td', {}, ...(writer === undefined ? [element('span', { class: 'muted' }, 'nobody yet')]
        : [threadBadge(writer.thread), element('span', { class: 'visually-hidden' }, threadName(writer.thread)), ' ', ...linked(`step ${writer.step}${writer.line > 0 ? `, line ${writer.line}` : ''}`, links)]))))));
}

function locks(facts: readonly LockFacts[], links: Links): HTMLElement {
  if (facts.length === 0) return element('p', { class: 'muted' }, 'No lock is held, and nobody waits for one.');
  const head = ['Lock', 'Held by', 'Waiting'].map((text) => element('th', { scope: 'col' }, text));
  const nobody = (): HTMLElement => element('span', { class: 'muted' }, 'nobody');
  return element('table', { class: 'data-table' },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...facts.map(({ name, kind, holders, waiters }) => element('tr', { 'data-lock': name },
      element('th', { scope: 'row' }, element('code', {}, name), element('span', { class: 'muted kind' }, ` ${kind}`)),
      element('td', {}, ...(holders.length === 0 ? [nobody()] : holders.map(({ thread, since }) => element('span', { class: 'holder' },
        threadLabel(thread), ...(since === null ? [] : linked(` since step ${since}`, links)))))),
      element('td', {}, ...(waiters.length === 0 ? [nobody()] : waiters.map(threadLabel)))))));
}
