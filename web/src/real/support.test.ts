import { describe, expect, it } from 'vitest';
import { isSupported } from './support.js';

const good = { WebAssembly, SharedArrayBuffer, Worker: class {}, crossOriginIsolated: true, isSecureContext: true };

describe('isSupported', () => {
  it('says yes to an isolated page of a current browser', () => {
    expect(isSupported(good)).toEqual({ supported: true });
  });

  it.each([
    ['WebAssembly', { ...good, WebAssembly: undefined }, /no WebAssembly/],
    ['workers', { ...good, Worker: undefined }, /no Web Workers/],
    ['a secure address', { ...good, isSecureContext: false }, /https/],
    ['isolation', { ...good, crossOriginIsolated: false }, /cross-origin isolated/],
    ['shared memory', { ...good, SharedArrayBuffer: undefined }, /cross-origin isolated/],
    ['exceptions in WebAssembly', { ...good, WebAssembly: { validate: () => false } }, /too old/],
  ])('says why without %s', (_, environment, expected) => {
    const support = isSupported(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)));
    expect(support).toMatchObject({ supported: false });
    expect(support.supported ? '' : support.reason).toMatch(expected);
  });

  it('offers the lab for what it can do, and not without WebAssembly, which it needs as well', () => {
    const reason = (environment: object): string => {
      const support = isSupported(environment);
      return support.supported ? '' : support.reason;
    };
    expect(reason({ ...good, crossOriginIsolated: false })).toContain('programs run there');
    expect(reason({ Worker: class {} })).toContain('neither on real workers nor on the lab');
    expect(reason({ Worker: class {} })).not.toContain('programs run there');
  });
});
