import { beforeEach, describe, expect, it } from 'vitest';
import { writeSetting } from '../base/settings.js';
import { Progress } from './progress.js';

describe('progress', () => {
  beforeEach(() => writeSetting('progress', undefined));

  it('is kept', () => {
    const progress = new Progress();
    expect(progress.note('2-mutex', 'run')).toBe(true);
    expect(progress.note('2-mutex', 'run')).toBe(false);
    expect(progress.note('2-deadlock', 'solved')).toBe(true);
    const later = new Progress();
    expect([later.of('2-mutex'), later.of('2-deadlock'), later.of('2-livelock'), later.count]).toEqual(['run', 'solved', undefined, 2]);
  });
  it('never goes back', () => {
    const progress = new Progress();
    progress.note('2-deadlock', 'solved');
    expect(progress.note('2-deadlock', 'run')).toBe(false);
    expect(progress.of('2-deadlock')).toBe('solved');
  });
  it('bad_ entries in the storage are left out', () => {
    writeSetting('progress', '2-mutex=run <b>=run 2-x=flown =run  2-deadlock=solved');
    const progress = new Progress();
    expect([progress.of('2-mutex'), progress.of('2-deadlock'), progress.count]).toEqual(['run', 'solved', 2]);
  });
});
