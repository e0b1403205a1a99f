import { describe, expect, it } from 'vitest';
import { codeOnly, includedHeaders, mayBeOurFault, missingHeaders } from './includes.js';

describe('code without comments and texts', () => {
  it('keeps its lines', () => {
    const source = 'int a; // std::mutex\n/* std::\nmutex */ int b = 1\'000; const char* c = "std::mutex"; char d = \'"\';\nauto e = R"x(std::\nmutex)x";\n';
    const code = codeOnly(source);
    expect(code).not.toContain('mutex');
    expect(code.split('\n')).toHaveLength(source.split('\n').length);
    expect(code).toContain("1'000");
  });
  it('does not hang on what is not closed', () => expect(codeOnly('int a; /* never')).toBe('int a;  '));
});

describe('includes', () => {
  it('are found however they are written, but not in comments', () => {
    expect(includedHeaders('#include <mutex>\n  #  include "interleave/io.hpp"\n// #include <thread>\n/* #include <map>\n*/')).toEqual(['mutex', 'interleave/io.hpp']);
  });
});

describe('a missing header', () => {
  const table = { thread: ['mutex', 'string'], iostream: ['string'] };
  it('is one whose names are used', () => expect(missingHeaders('#include <thread>\nstd::vector<int> v; std::thread t;', table)).toEqual(['vector']));
  it('is none that another header brings along', () => expect(missingHeaders('#include <thread>\nstd::mutex m; std::string s;', table)).toEqual([]));
  it('is not claimed for comments, texts and own names', () => {
    expect(missingHeaders('// std::mutex\nconst char* a = "std::vector"; struct S { int assert(int); }; int x = s.printf(1);', {}).filter((name) => name !== 'cassert')).toEqual([]);
  });
  it('may be one of C', () => expect(missingHeaders('int main() { printf("x"); assert(true); }', {})).toEqual(['cassert', 'cstdio']));
});

it('ambiguities may come from names that the program does not include', () => {
  expect(mayBeOurFault(["reference to 'count' is ambiguous"])).toBe(true);
  expect(mayBeOurFault(["expected ';' after expression"])).toBe(false);
});
