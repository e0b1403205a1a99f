import { describe, expect, it } from 'vitest';
import { extent, shares, type LaneFacts } from './threads_table.js';

const lane: LaneFacts = {
  kind: 'thread', name: 'worker',
  spans: [
    { track: 'states', state: 'running', start: 10, end: 20 }, { track: 'states', state: 'sleeping', start: 20, end: 90 },
    { track: 'states', state: 'running', start: 90, end: 100 }, { track: 'notes', state: 'phase 1', start: 0, end: 100 },
  ],
};

describe('shares', () => {
  it('adds up the spans of a state, the longest first', () => {
    expect(shares(lane)).toEqual([{ state: 'sleeping', nanoseconds: 70, spans: 1 }, { state: 'running', nanoseconds: 20, spans: 2 }]);
  });
  it('leaves out what lies over the states, such as notes', () => expect(shares(lane).map((share) => share.state)).not.toContain('phase 1'));
  it('accounts for the whole extent of a lane without gaps', () => {
    const { start, end } = extent(lane) ?? { start: 0, end: 0 };
    expect(shares(lane).reduce((sum, share) => sum + share.nanoseconds, 0)).toBe(end - start);
  });
});

describe('extent', () => {
  it('is unknown for a lane without spans', () => expect(extent({ ...lane, spans: [] })).toBeUndefined());
});
