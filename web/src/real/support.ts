/** Can this page run programs on real workers? If not, why, in words for the learner. */
export type Support = { readonly supported: true } | { readonly supported: false; readonly reason: string };

interface Environment {
  readonly WebAssembly?: { validate(bytes: Uint8Array<ArrayBuffer>): boolean };
  readonly SharedArrayBuffer?: unknown;
  readonly Worker?: unknown;
  readonly crossOriginIsolated?: boolean;
  readonly isSecureContext?: boolean;
}

// (module (memory 1 1 shared) (func try atomic.fence catch_all end)): threads and legacy exception handling
const probe = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x05, 0x04, 0x01, 0x03,
  0x01, 0x01, 0x0a, 0x0b, 0x01, 0x09, 0x00, 0x06, 0x40, 0xfe, 0x03, 0x00, 0x19, 0x0b, 0x0b,
);

const lab = 'The lab needs none of this: programs run there.';

export function isSupported(environment: Environment = globalThis): Support {
  const no = (reason: string): Support => ({ supported: false, reason: `${reason} ${lab}` });
  if (environment.WebAssembly === undefined) {
    return { supported: false, reason: 'This browser has no WebAssembly (or it is switched off), so it can run programs neither on real workers nor on the lab.' };
  }
  if (environment.Worker === undefined) return no('This browser has no Web Workers, which real threads run on.');
  if (environment.isSecureContext === false) return no('Real threads need a page from an https address (or from this computer).');
  if (environment.crossOriginIsolated !== true || environment.SharedArrayBuffer === undefined) {
    return no('Real threads share memory, which browsers allow only in a cross-origin isolated page, and this page is not: '
      + 'its server does not send the isolation headers, or it is inside a frame of another site. Opening it in a tab of its own may help.');
  }
  if (!environment.WebAssembly.validate(probe)) return no('This browser is too old: its WebAssembly has no threads or no exceptions.');
  return { supported: true };
}
