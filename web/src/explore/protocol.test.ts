import { describe, expect, it } from 'vitest';
import { DefaultExploreOptions, exploredRequest, exploreRequest, moreRequest } from './protocol.js';

describe('requests to explore', () => {
  it('have the layout that session/protocol.hpp documents', () => {
    const bytes = exploreRequest({ ...DefaultExploreOptions, budget: 7, events: 9, ignoreOutputOrder: true, input: 'ä3', threads: 2 });
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(4 + 4 + 4 + 8 + 8 + 8 + 4 + 4 + 4 + 4 + 3);
    expect([view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)]).toEqual([40, 0, 1]);
    expect([view.getBigUint64(12, true), view.getBigUint64(20, true)]).toEqual([7n, 9n]);
    expect([view.getUint32(44, true), view.getUint32(48, true)]).toEqual([2, 3]);
    expect(new TextDecoder().decode(bytes.subarray(52))).toBe('ä3');
  });

  it('ask for more, and for the result with the time it took', () => {
    const more = new DataView(moreRequest(1000).buffer);
    expect([more.getUint32(0, true), more.getBigUint64(4, true)]).toEqual([41, 1000n]);
    const explored = new DataView(exploredRequest(1.5).buffer);
    expect([explored.getUint32(0, true), explored.getBigUint64(4, true)]).toEqual([42, 1_500_000n]);
  });
});
