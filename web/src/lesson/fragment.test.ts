import { describe, expect, it } from 'vitest';
import { formatFragment, parseFragment } from './fragment.js';

describe('the fragment', () => {
  it('names the lesson, also among other parameters', () => {
    expect(parseFragment('#lesson=mutex')).toEqual({ lesson: 'mutex' });
    expect(parseFragment('#theme=dark&lesson=five-sleepers')).toEqual({ lesson: 'five-sleepers' });
  });
  it('comes back as it was written', () => expect(parseFragment(formatFragment({ lesson: 'lost-update' }))).toEqual({ lesson: 'lost-update' }));
  it('names an own program instead', () => {
    expect(parseFragment('#program=ab3z')).toEqual({ program: 'ab3z' });
    expect(parseFragment(formatFragment({ program: 'x1' }))).toEqual({ program: 'x1' });
    expect(parseFragment('#program=<x>&lesson=mutex')).toEqual({ lesson: 'mutex' });
  });
  it('carries a run by hand, if it is one and not too long', () => {
    expect(parseFragment('#lesson=mutex&schedule=0X1I5.1')).toEqual({ lesson: 'mutex', schedule: '0X1I5.1' });
    expect(parseFragment(formatFragment({ lesson: 'mutex', schedule: '0.1' }))).toEqual({ lesson: 'mutex', schedule: '0.1' });
    expect(parseFragment(formatFragment({ lesson: 'mutex', schedule: '0.1', whole: true }))).toEqual({ lesson: 'mutex', schedule: '0.1', whole: true });
    for (const schedule of ['', '<b>', '0'.repeat(6001)]) expect(parseFragment(`#lesson=mutex&schedule=${schedule}`)).toEqual({ lesson: 'mutex' });
    expect(parseFragment('#schedule=0.1')).toEqual({});
  });
  it('bad_ values name no lesson', () => {
    for (const hash of ['', '#', '#lesson=', '#lesson=../../x', '#lesson=%00', `#lesson=${'x'.repeat(65)}`]) expect(parseFragment(hash)).toEqual({});
  });
});
