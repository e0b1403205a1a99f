import { describe, expect, it } from 'vitest';
import { meaningOf } from './transport_keys.js';

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

describe('keys of the transport', () => {
  it.each([['p', 'play'], ['P', 'play'], ['b', 'back'], ['n', 'forward'], ['Home', 'beginning'], ['End', 'end'], ['j', 'jump'], ['u', 'undo']])('%s means %s', (key, kind) => {
    expect(meaningOf({ ...plain, key })).toEqual({ kind });
  });
  it('choose the unit and the thread', () => {
    expect(meaningOf({ ...plain, key: 'i' })).toEqual({ kind: 'unit', unit: 'instruction' });
    expect(meaningOf({ ...plain, key: '2' })).toEqual({ kind: 'thread', place: 2 });
    expect(meaningOf({ ...plain, key: 'J', shiftKey: true })).toEqual({ kind: 'jumpBack' });
  });
  it('leave the browser its own', () => {
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) expect(meaningOf({ ...plain, key: 'p', [modifier]: true })).toBeUndefined();
    expect(meaningOf({ ...plain, key: 'Tab' })).toBeUndefined();
    expect(meaningOf({ ...plain, key: 'x' })).toBeUndefined();
  });
});
