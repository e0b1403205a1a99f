/** Completions for C++: headers after #include, names after `std::`, words of the program and of the language elsewhere. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { StandardHeaders, StandardNames } from '../compile/standard_names.js';
import { OurHeaders } from '../generated/headers.js';

const Keywords = ('alignas auto bool break case catch char class co_await co_return co_yield concept const constexpr continue default delete do double else enum '
  + 'explicit false float for if inline int long mutable namespace new noexcept nullptr operator private protected public requires return short sizeof '
  + 'static struct switch template this thread_local throw true try typename unsigned using virtual void volatile while').split(' ');

const headers: readonly Completion[] = [...StandardHeaders, ...OurHeaders].map((label) => ({ label, type: 'namespace' }));
const names: readonly Completion[] = [...StandardNames].map(([label, header]) => ({ label, type: 'class', detail: `<${header}>` }));
const keywords: readonly Completion[] = Keywords.map((label) => ({ label, type: 'keyword' }));

/** What may be said of one's own thread; the names behind `std::this_thread::`. */
const thisThread: readonly Completion[] = ['sleep_for', 'sleep_until', 'yield', 'get_id'].map((label) => ({ label, type: 'function', detail: '<thread>' }));

export function completeCpp(context: CompletionContext): CompletionResult | null {
  const header = context.matchBefore(/#\s*include\s*[<"][\w/.]*/);
  if (header !== null) return { from: header.from + header.text.search(/[<"]/) + 1, options: headers, validFor: /^[\w/.]*$/ };
  const inThread = context.matchBefore(/\bthis_thread::\w*/);
  if (inThread !== null) return { from: inThread.to - (inThread.text.length - 'this_thread::'.length), options: thisThread, validFor: /^\w*$/ };
  const standard = context.matchBefore(/\bstd::\w*/);
  if (standard !== null) return { from: standard.from + 5, options: names, validFor: /^\w*$/ };
  const word = context.matchBefore(/[A-Za-z_]\w{1,}/);
  if (word === null || (!context.explicit && /[.>\w]$/.test(before(context, word.from)))) return null;
  const own = wordsOf(context.state.doc.toString(), word.text).map((label): Completion => ({ label, type: 'variable' }));
  return { from: word.from, options: [...own, ...keywords], validFor: /^\w*$/ };
}

const before = (context: CompletionContext, at: number): string => context.state.doc.sliceString(Math.max(0, at - 1), at);

/** The names in a text, but for the one that is just being written. */
export function wordsOf(text: string, without: string): string[] {
  const found = new Set(text.match(/[A-Za-z_]\w{2,}/g) ?? []);
  found.delete(without);
  for (const keyword of Keywords) found.delete(keyword);
  return [...found].sort();
}
