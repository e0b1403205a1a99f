/**
 * The wait-for graph of a moment: an arrow from each thread that waits to the one that it waits for, with what it waits for
 * written on it. A circle of arrows is a deadlock (Coffman, Elphick, Shoshani: System Deadlocks, 1971). Pure: the drawing is in
 * wait_graph_view.ts.
 */
import type { InspectedThread } from '../engine/protocol.js';

export interface WaitEdge {
  readonly from: number;
  readonly to: number;
  /** The lock's name, or “join”. */
  readonly label: string;
  /** Part of a circle. */
  readonly circular: boolean;
}

export interface WaitGraph {
  /** The threads that wait for others or are waited for; those of circles first, each after the one that waits for it. */
  readonly threads: readonly number[];
  readonly edges: readonly WaitEdge[];
}

type Wait = Omit<WaitEdge, 'circular'>;

function waitsOf(thread: InspectedThread): Wait[] {
  const { waits } = thread;
  if (waits === null) return [];
  if (waits.for === 'end of a thread') return [{ from: thread.id, to: waits.object, label: 'join' }];
  return waits.holders.filter((holder) => holder !== thread.id || waits.for === 'lock').map((to) => ({ from: thread.id, to, label: waits.name }));
}

/** Threads from which a way of arrows leads back to themselves, circle after circle, in the arrows' order. */
function circles(waits: readonly Wait[]): number[] {
  const found: number[] = [];
  const next = (thread: number): number[] => waits.filter(({ from }) => from === thread).map(({ to }) => to);
  for (const start of new Set(waits.map(({ from }) => from))) {
    if (found.includes(start)) continue;
    const path: number[] = [];
    const leadsBack = (thread: number): boolean => next(thread).some((to) => {
      if (to === start) return true;
      if (path.includes(to)) return false;
      path.push(to);
      if (leadsBack(to)) return true;
      path.pop();
      return false;
    });
    if (leadsBack(start)) found.push(...[start, ...path].filter((thread) => !found.includes(thread)));
  }
  return found;
}

export function waitGraph(threads: readonly InspectedThread[]): WaitGraph {
  const waits = threads.flatMap(waitsOf);
  const circle = circles(waits);
  const all = new Set([...circle, ...waits.flatMap(({ from, to }) => [from, to])]);
  const edges = waits.map((wait) => ({ ...wait, circular: circle.includes(wait.from) && circle.includes(wait.to) }));
  return { threads: [...all], edges };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The places of `count` nodes on a circle around the middle of a square of this size, the first one at the top. */
export function places(count: number, size: number, margin: number): Point[] {
  const radius = count === 1 ? 0 : size / 2 - margin;
  return Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / count - Math.PI / 2;
    return { x: size / 2 + radius * Math.cos(angle), y: size / 2 + radius * Math.sin(angle) };
  });
}
