/**
 * proc_exit must not return, and must not throw either: a JavaScript exception would run through the
 * guest's frames and be caught by its `catch (...)`, its destructors and its noexcept functions. A trap
 * is what WebAssembly cannot catch, so proc_exit is a tiny module of its own:
 *
 *   (module (import "host" "exit" (func (param i32)))
 *           (func (export "proc_exit") (param i32) local.get 0 call 0 unreachable))
 */
const gate = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // \0asm, version 1
  0x01, 0x05, 0x01, 0x60, 0x01, 0x7f, 0x00, // type 0: (i32) -> ()
  0x02, 0x0d, 0x01, 0x04, 0x68, 0x6f, 0x73, 0x74, 0x04, 0x65, 0x78, 0x69, 0x74, 0x00, 0x00, // import host.exit: type 0
  0x03, 0x02, 0x01, 0x00, // one function of type 0
  0x07, 0x0d, 0x01, 0x09, 0x70, 0x72, 0x6f, 0x63, 0x5f, 0x65, 0x78, 0x69, 0x74, 0x00, 0x01, // export proc_exit: function 1
  0x0a, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x10, 0x00, 0x00, 0x0b, // local.get 0, call 0, unreachable
);

const compiled = new WebAssembly.Module(gate);

/** A proc_exit that calls `exit` and then traps. */
export function exitGate(exit: (code: number) => void): WebAssembly.ExportValue {
  const instance = new WebAssembly.Instance(compiled, { host: { exit } });
  const gated = instance.exports['proc_exit'];
  if (gated === undefined) throw new Error('internal bug: the exit gate has no proc_exit');
  return gated;
}
