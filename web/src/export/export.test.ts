import { describe, expect, it } from 'vitest';
import type { AppSnapshot, SnapshotLane } from '../app/app.js';
import { csvCell, exploredOutcomes, outcomesCsv, outcomesJson, repeatedOutcomes } from './outcomes.js';
import { escapeXml, ticks, timelineSvg } from './svg.js';

const span = (track: SnapshotLane['spans'][number]['track'], state: string, start: number, end: number, object?: string): SnapshotLane['spans'][number] =>
  ({ track, state, start, end, line: 3, ...(object === undefined ? {} : { object }) });
const lane = (kind: SnapshotLane['kind'], id: number, name: string, spans: SnapshotLane['spans'], spanCount = spans.length): SnapshotLane => ({ id, kind, name, detail: '', process: 0, spans, spanCount });

function snapshot(...lanes: SnapshotLane[]): AppSnapshot {
  return {
    lanes, title: 'T', ended: true, reason: '', notices: [], view: { start: 0, end: 100, timePerPixel: 1, axis: 'virtual time', scroll: 0 }, selection: null, cursor: null,
    search: { open: false, text: '', matches: 0, current: 0 }, legendOpen: false, helpOpen: false, lanesBox: { x: 0, y: 0, width: 1, height: 1 }, rulerBox: { x: 0, y: 0, width: 1, height: 1 },
    stats: { frames: 0, tiles: 0, images: 0, rectangles: 0, events: 0, missing: 0, dropped: 0 },
  };
}

describe('the picture', () => {
  const picture = timelineSvg(snapshot(
    lane('core', 0, 'Core 0', [span('core', 'runs', 0, 50, 'Main')]),
    lane('thread', 0, 'Main', [span('states', 'running', 0, 50), span('states', 'waiting for a lock', 50, 100, 'counter_lock')]),
    lane('object', 9, 'counter_lock', [span('holds', 'held', 10, 60, 'Thread 2'), span('waits', 'waited for', 20, 30, 'Main')]),
  ), { title: 'The mutex', note: 'Lab · 2 cores' });
  it('names every lane, state, lock and the scale, and says so for readers of the screen', () => {
    for (const text of ['>Core 0<', '>Main<', 'counter_lock', '>running<', 'waiting for a lock: counter_lock', 'virtual time', '>100 ns<', 'Lab · 2 cores', 'role="img"']) expect(picture).toContain(text);
  });
  it('tells a waiting thread by a pattern, not by colour alone', () => expect(picture).toContain('url(#stripes)'));
  it('stands alone: no style, script, font or picture of anybody', () => {
    expect(picture).not.toMatch(/<(?:style|script|image|foreignObject|use)|var\(|(?:href|src)=/);
  });
  it('shows a part of the axis', () => {
    const part = timelineSvg(snapshot(lane('thread', 1, 'Thread 1', [span('states', 'running', 0, 10), span('states', 'sleeping', 90, 100)])), { title: '', note: '', range: [50, 100] });
    expect(part).toContain('sleeping');
    expect(part).not.toContain('running');
  });
  it('says what it leaves out, and stays small however many spans there are', () => {
    const many = Array.from({ length: 2000 }, (_, at) => span('states', 'running', at * 1e-3, at * 1e-3 + 5e-4));
    const big = timelineSvg(snapshot(lane('thread', 1, 'Thread 1', [...many, span('states', 'sleeping', 1e6, 2e6)], 90_000)), { title: '', note: '' });
    expect(big).toContain('87,999 of 90,000 spans are not drawn');
    expect(big.length).toBeLessThan(6000);
    expect(big.match(/<rect[^>]*><title>running/g)?.length).toBeGreaterThan(0); // folded, not vanished
  });
  it('bad_ names are text', () => {
    const name = '</text><script>alert(1)</script>&"\u0007';
    const picture = timelineSvg(snapshot(lane('thread', 1, name, [span('states', 'running', 0, 9, name)])), { title: name, note: name });
    expect(picture).not.toContain('<script');
    expect(escapeXml(name)).toBe('&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;�');
  });
});

describe('ticks', () => {
  it('are round and few', () => {
    expect(ticks(0, 100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(ticks(7, 31, 6)).toEqual([10, 15, 20, 25, 30]);
    for (const [start, end] of [[0, 1], [3, 4e12], [0, 3]] as const) expect(ticks(start, end, 8).length).toBeLessThan(12);
  });
});

describe('outcomes', () => {
  const found = { verdict: 'bug', complete: true, summary: '', executions: 3, blocked: 0, tooLong: 0, bounds: { eventsPerExecution: 1 }, bugs: [], seconds: 1,
    outcomes: [{ output: 'counter = 1, "half"\n', end: 'exit 0', exit: 0, count: 2, switches: 1, schedule: '0X2.1' }] } as const;
  it('are a table', () => {
    expect(outcomesCsv(exploredOutcomes('x', found))).toBe('result,ends,count,schedule\r\n"counter = 1, ""half""\n",exit 0,2,0X2.1\r\n');
    const runs = repeatedOutcomes('x', { wanted: 2, done: 2, ended: true, milliseconds: 1, results: new Map([['-3', 1], ['7', 1]]) });
    expect(outcomesCsv(runs)).toBe('result,ends,count,schedule\r\n-3,,1,\r\n7,,1,\r\n');
    expect(JSON.parse(outcomesJson(runs))).toMatchObject({ interleave: 1, from: 'runs', complete: false, rows: [{ result: '-3', count: 1 }, { result: '7', count: 1 }] });
  });
  it.each([['=1+1', "'=1+1"], ['@SUM(A1)', "'@SUM(A1)"], ['+cmd|x', "'+cmd|x"], ['-2', '-2'], ['-2+3', "'-2+3"], ['a', 'a']])('bad_ %s is no formula', (text, cell) => expect(csvCell(text)).toBe(cell));
});
