import { describe, expect, it } from 'vitest';
import { Glossary, parseGlossary } from './glossary.js';

const json = [
  { term: 'data race', also: ['race'], text: 'Two accesses without order.', lesson: '2-lost-update' },
  { term: 'Amdahl’s law', also: [], text: 'The serial part limits.', lesson: '2-amdahl' },
];

describe('the glossary', () => {
  it('finds a term by any of its words, as the prose writes them', () => {
    const glossary = new Glossary(parseGlossary(json));
    expect(glossary.find('data race')?.lesson).toBe('2-lost-update');
    expect(glossary.find('Race.')?.term).toBe('data race');
    expect(glossary.find("Amdahl's law")?.lesson).toBe('2-amdahl');
    expect(glossary.find('order')).toBeUndefined();
  });
  it('bad_ entries are left out', () => {
    expect(parseGlossary([{ term: 'x' }, null, 7, ...json])).toHaveLength(2);
    expect(parseGlossary({})).toEqual([]);
  });
});
