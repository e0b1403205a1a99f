import { describe, expect, it } from 'vitest';
import { parseDiagnostics } from './diagnostics.js';

describe('what clang says', () => {
  it('has line, column, range and words', () => {
    const [found] = parseDiagnostics("/program/main.cpp:5:12:{5:7-5:12}{5:12-5:15}: error: no member named 'lokc' in 'std::mutex'\n");
    expect(found).toEqual({ severity: 'error', line: 5, column: 12, endColumn: 15, message: "no member named 'lokc' in 'std::mutex'", notes: [] });
  });
  it('keeps warnings, without the name of their flag', () => {
    expect(parseDiagnostics('/program/main.cpp:3:7: warning: unused variable \'x\' [-Wunused-variable]\n')).toMatchObject([{ severity: 'warning', line: 3, message: "unused variable 'x'" }]);
  });
  it('puts a mistake that shows inside the library at the line that led there', () => {
    const [found] = parseDiagnostics([
      'In file included from /program/main.cpp:1:',
      '/sys/include/c++/v1/thread:12:3: error: attempt to use a deleted function',
      '/sys/include/c++/v1/thread:80:1: note: in instantiation of something of the library',
      '/program/main.cpp:9:15: note: in instantiation of function template specialization \'std::thread::thread<…>\' requested here',
    ].join('\n'));
    expect(found).toMatchObject({ line: 9, column: 15, message: 'attempt to use a deleted function' });
    expect(found?.notes).toHaveLength(1);
  });
  it('puts an error of a header itself at its #include', () => {
    const text = 'In file included from /program/main.cpp:2:\nIn file included from /sys/include/x.h:1:\n/sys/include/y.h:1:10: fatal error: \'z.h\' file not found\n';
    expect(parseDiagnostics(text)).toMatchObject([{ severity: 'error', line: 2, column: 0 }]);
  });
  it('without a place is about the whole program', () => expect(parseDiagnostics('error: unable to make temporary file\n')).toMatchObject([{ line: 0 }]));
  it('leaves out sums, and warnings of the library about itself', () => {
    expect(parseDiagnostics('/sys/include/x.h:1:1: warning: odd\n3 errors generated.\nfatal error: too many errors emitted, stopping now [-ferror-limit=]\n')).toEqual([]);
  });
  it('keeps the notes of the program beside the error they belong to', () => {
    const [found] = parseDiagnostics('/program/main.cpp:4:1: error: expected \'}\'\n/program/main.cpp:1:12: note: to match this \'{\'\n');
    expect(found?.notes).toEqual([{ line: 1, message: "to match this '{'" }]);
  });
});
