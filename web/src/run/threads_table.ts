/** The timeline in words, for those who cannot see the canvas or want figures: one row for each lane, its time by state. */
import { element } from '../base/dom.js';
import { count, percent, time } from '../base/format.js';

export interface LaneFacts {
  readonly kind: string;
  readonly name: string;
  readonly spans: readonly SpanFacts[];
}

export interface SpanFacts {
  /** A lane has several tracks on top of each other; what it spent its time on is in the ones below. */
  readonly track: string;
  readonly state: string;
  readonly start: number;
  readonly end: number;
}

/** What threads are in, what locks are held or waited for, what cores run. Notes and events are instants and extras. */
const Tracks: ReadonlySet<string> = new Set(['states', 'holds', 'waits', 'core']);

function counted(lane: LaneFacts): readonly SpanFacts[] {
  return lane.spans.filter((span) => Tracks.has(span.track));
}

export interface StateShare {
  readonly state: string;
  readonly nanoseconds: number;
  readonly spans: number;
}

/** How long a lane was in each state, the longest first. */
export function shares(lane: LaneFacts): StateShare[] {
  const states = new Map<string, { nanoseconds: number; spans: number }>();
  for (const { state, start, end } of counted(lane)) {
    const sum = states.get(state) ?? { nanoseconds: 0, spans: 0 };
    states.set(state, { nanoseconds: sum.nanoseconds + end - start, spans: sum.spans + 1 });
  }
  return [...states].map(([state, sum]) => ({ state, ...sum })).sort((a, b) => b.nanoseconds - a.nanoseconds);
}

/** First begin and last end; undefined without a span. */
export function extent(lane: LaneFacts): { start: number; end: number } | undefined {
  const spans = counted(lane);
  if (spans.length === 0) return undefined;
  return {
    start: spans.reduce((least, span) => Math.min(least, span.start), Infinity),
    end: spans.reduce((most, span) => Math.max(most, span.end), -Infinity),
  };
}

export function threadsTable(lanes: readonly LaneFacts[]): HTMLElement {
  if (lanes.length === 0) return element('p', { class: 'muted' }, 'Nothing is recorded yet. After a run this table tells what each thread and each lock did.');
  const head = ['Lane', 'From', 'To', 'How its time was spent'].map((text) => element('th', { scope: 'col' }, text));
  return element('table', { class: 'data-table' },
    element('caption', {}, `The timeline as a table: ${count(lanes.length, 'lane')}.`),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...lanes.map(row)));
}

function row(lane: LaneFacts): HTMLElement {
  const span = extent(lane);
  const whole = span === undefined ? 0 : span.end - span.start;
  const spent = shares(lane).map((share) => `${share.state} ${time(share.nanoseconds)} (${percent(share.nanoseconds, whole)})`);
  return element('tr', {}, element('th', { scope: 'row' }, lane.name),
    element('td', {}, span === undefined ? '–' : time(span.start)), element('td', {}, span === undefined ? '–' : time(span.end)),
    element('td', {}, spent.join(', ') || 'nothing'));
}
