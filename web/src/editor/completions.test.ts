import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { completeCpp, wordsOf } from './completions.js';

/** The labels offered at the end of a text, and from where they replace it. */
function offered(doc: string, explicit = false): { labels: string[]; typed: string } | null {
  const result = completeCpp(new CompletionContext(EditorState.create({ doc }), doc.length, explicit));
  return result === null ? null : { labels: result.options.map((option) => option.label), typed: doc.slice(result.from) };
}

describe('completions', () => {
  it('are headers after #include, ours too', () => {
    const found = offered('#include <mu');
    expect(found?.typed).toBe('mu');
    expect(found?.labels).toEqual(expect.arrayContaining(['mutex', 'shared_mutex', 'interleave/trace.hpp']));
    expect(offered('#include <interleave/tr')?.typed).toBe('interleave/tr');
  });
  it('are the library’s names after std::', () => {
    const found = offered('int main() { std::lo');
    expect(found?.typed).toBe('lo');
    expect(found?.labels).toEqual(expect.arrayContaining(['lock_guard', 'thread', 'jthread', 'barrier', 'cout']));
  });
  it('are what a thread can do with itself after this_thread::', () => expect(offered('std::this_thread::')?.labels).toContain('sleep_for'));
  it('are the program’s own words and the language’s elsewhere', () => {
    const found = offered('int counter = 0;\nint main() { ret', true);
    expect(found?.labels).toEqual(expect.arrayContaining(['counter', 'return']));
    expect(found?.labels).not.toContain('ret');
  });
  it('are not pushed on members and single letters', () => {
    expect(offered('x.si')).toBeNull();
    expect(offered('int i')).toBeNull();
  });
});

it('the words of a text come once, without keywords', () => expect(wordsOf('int sum = sum + other; return sum;', 'other')).toEqual(['sum']));
