import { describe, expect, it } from 'vitest';
import { parseChallenge, solvedByExploring, solvedByRun, type Challenge } from './challenge.js';

const one: Challenge = { goal: 'End at 1', by: 'hand', ends: 'exit', output: /^(?:counter = 1\n)$/ };

describe('parseChallenge', () => {
  it('takes the goal, the way and what must be printed', () => {
    expect(parseChallenge({ goal: 'End at 1', by: 'hand', output: 'counter = 1\n' })).toEqual(one);
    expect(parseChallenge({ goal: 'Get stuck', by: 'hand', ends: 'deadlock' })).toEqual({ goal: 'Get stuck', by: 'hand', ends: 'deadlock' });
  });
  it('bad_ ones are none', () => {
    for (const json of [undefined, null, 3, {}, { goal: '', by: 'hand' }, { goal: 'x', by: 'magic' }, { goal: 'x', by: 'lab', output: '(' }]) {
      expect(parseChallenge(json)).toBeUndefined();
    }
  });
});

describe('a run', () => {
  it('solves it when it ended as asked, on the machine asked for', () => {
    expect(solvedByRun(one, { by: 'hand', ending: 'exit', code: 0, output: 'counter = 1\n' })).toBe(true);
    expect(solvedByRun(one, { by: 'lab', ending: 'exit', code: 0, output: 'counter = 1\n' })).toBe(false);
    expect(solvedByRun(one, { by: 'hand', ending: 'exit', code: 0, output: 'counter = 2\n' })).toBe(false);
    expect(solvedByRun(one, { by: 'hand', ending: 'exit', code: 0, output: 'counter = 1\nmore\n' })).toBe(false);
    expect(solvedByRun(one, { by: 'hand', ending: 'exit', code: 1, output: 'counter = 1\n' })).toBe(false);
    expect(solvedByRun(one, { by: 'hand', ending: 'deadlock', output: 'counter = 1\n' })).toBe(false);
  });
  it('may be asked to get stuck', () => {
    const stuck: Challenge = { goal: 'Get stuck', by: 'hand', ends: 'deadlock' };
    expect(solvedByRun(stuck, { by: 'hand', ending: 'deadlock', output: '' })).toBe(true);
    expect(solvedByRun(stuck, { by: 'hand', ending: 'exit', code: 0, output: '' })).toBe(false);
  });
});

describe('an exploration', () => {
  const repair: Challenge = { goal: 'Repair it', by: 'explore', ends: 'exit', output: /^2\n$/ };
  it('solves it only when nothing was left unseen, and everything is right', () => {
    expect(solvedByExploring(repair, { verdict: 'proved', outcomes: [{ output: '2\n' }] })).toBe(true);
    expect(solvedByExploring(repair, { verdict: 'proved', outcomes: [{ output: '2\n' }, { output: '1\n' }] })).toBe(false);
    expect(solvedByExploring(repair, { verdict: 'budget', outcomes: [{ output: '2\n' }] })).toBe(false);
    expect(solvedByExploring(one, { verdict: 'proved', outcomes: [] })).toBe(false);
  });
});
