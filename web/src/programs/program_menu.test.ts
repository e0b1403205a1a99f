import { expect, it } from 'vitest';
import { nameOfFile } from './program_menu.js';

it('a program is called after its file', () => {
  expect(nameOfFile('my bank.cpp')).toBe('my bank');
  expect(nameOfFile('C:\\work\\bank.v2.cc')).toBe('bank.v2');
});
