import { describe, expect, it } from 'vitest';
import type { Explored } from './protocol.js';
import { bugTitle, counted, endWords, headline, outputWords, progressWords } from './words.js';

const nothing: Explored = { verdict: 'proved', complete: true, summary: '', executions: 6, blocked: 0, tooLong: 0, bounds: { eventsPerExecution: 5000 }, outcomes: [], bugs: [], seconds: 1 };
const outcome = { output: '1\n', end: 'exit 0', exit: 0, count: 3, switches: 1, schedule: '0' };
const deadlock = { kind: 'deadlock', message: '', count: 1, switches: 2, schedule: '0', locations: [] };

describe('what was explored', () => {
  it('is a proof only when everything was seen', () => {
    expect(headline(nothing)).toMatchObject({ tone: 'good' });
    expect(headline(nothing).detail).toContain('all 6 different executions');
    expect(headline({ ...nothing, executions: 1 }).detail).toContain('Looked at the one execution that there is: no data race');
    expect(headline({ ...nothing, complete: false, verdict: 'budget' }).title).toBe('Nothing wrong so far');
    expect(headline({ ...nothing, complete: false, verdict: 'budget' }).detail).toContain('no proof');
  });

  it('names what was found, each kind once', () => {
    const found = headline({ ...nothing, verdict: 'bug', bugs: [deadlock, deadlock, { ...deadlock, kind: 'data-race' }] });
    expect(found).toMatchObject({ tone: 'bad', title: 'Found: deadlock, data race' });
  });

  it('says that a program is too long to explore, and what to do', () => {
    const found = headline({ ...nothing, complete: false, verdict: 'budget', executions: 0, tooLong: 3 });
    expect(found.title).toBe('Too long to explore');
    expect(found.detail).toContain('5,000 operations');
    expect(found.detail).toContain('fewer rounds');
  });

  it('counts executions that never end as well', () => {
    expect(headline({ ...nothing, outcomes: [{ ...outcome, end: 'stuck', count: 2 }] }).detail).toContain('all 8');
  });

  it('says how an execution ended', () => {
    expect([endWords(outcome), endWords({ end: 'stuck', exit: 0 }), endWords({ end: 'exit 7', exit: 7 }), endWords({ end: 'trap', exit: 0 })])
      .toEqual(['ends', 'never ends', 'ends with code 7', 'trap']);
    expect(bugTitle({ kind: 'data-race' })).toBe('Data race');
  });

  it('shows output in one line', () => {
    expect(outputWords('a\nb\n')).toBe('a ⏎ b');
    expect(outputWords('')).toBe('(no output)');
    expect(outputWords('x'.repeat(200)).length).toBe(120);
  });

  it('tells the rate and the time left', () => {
    const state = { more: true, verdict: 'budget', executions: 3000, outcomes: 1, bugs: 0, progress: 0.25 } as const;
    expect(progressWords(state, 2)).toBe('3,000 executions, 1,500 a second, about 6 seconds left');
    expect(progressWords(state, 2, 4)).toBe('3,000 executions, 1,500 a second on 4 processors, about 6 seconds left');
    expect(progressWords({ ...state, progress: 0 }, 0)).toBe('3,000 executions');
    expect(counted(1, 'execution')).toBe('1 execution');
  });
});
