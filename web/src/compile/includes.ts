/**
 * Whether a program may be compiled with the precompiled header. That one declares everything of the standard library, so a
 * forgotten #include would go unnoticed, while the same program fails elsewhere. So: when a program uses a name whose header
 * it neither includes nor gets through another one, it is compiled exactly, which takes some seconds, and clang decides.
 *
 * Does not read C++: comments and texts are left out, then words are looked at. A doubtful case costs time, never truth:
 * the exact way is always right.
 */
import { offers, StandardGlobals, StandardNames } from './standard_names.js';

/** header → what comes with it; includes.json of the archive. */
export type IncludeTable = Readonly<Record<string, readonly string[]>>;

/** The program without comments, and with texts and characters empty. Lines stay where they are. */
export function codeOnly(source: string): string {
  const pattern = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|R"([^(\s]*)\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|(?<![\w'])'(?:[^'\\\n]|\\.)*'/g;
  return source.replace(pattern, (piece) => {
    const lines = piece.replace(/[^\n]/g, '');
    return piece.startsWith('/') ? ` ${lines}` : `""${lines}`;
  });
}

/** The names in `#include <…>`. */
export function includedHeaders(source: string): string[] {
  const uncommented = source.replace(/\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, ' ');
  return [...uncommented.matchAll(/^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]/gm)].map((match) => match[1] ?? '');
}

/** The headers that a program needs and does not get, so far as its words tell. */
export function missingHeaders(source: string, table: IncludeTable): string[] {
  const included = new Set(includedHeaders(source).flatMap((header) => [header, ...(table[header] ?? [])]));
  const code = codeOnly(source);
  const needed = new Set<string>();
  for (const [, name] of code.matchAll(/\bstd\s*::\s*(\w+)/g)) add(StandardNames.get(name ?? ''));
  for (const [, name] of code.matchAll(/(?<![\w.:>]|->)(\w+)\b(?=\s*\()/g)) add(StandardGlobals.get(name ?? ''));
  return [...needed].filter((header) => !offers(included, header)).sort();

  function add(header: string | undefined): void {
    if (header !== undefined) needed.add(header);
  }
}

/** Whether an error may come from names that only the precompiled header shows: `using namespace std` and an own `count`. */
export function mayBeOurFault(messages: readonly string[]): boolean {
  return messages.some((message) => /ambiguous|redefinition|different kind of symbol|conflicts with/.test(message));
}
