/** Written by tools/vite_artefacts.ts: where the build put what CMake made, relative to the page, with a slash at the end. */
declare module 'virtual:artefacts' {
  export const appBase: string;
  export const engineBase: string;
  export const lessonsBase: string;
  /** guest.archive and marker.wasm: what the compiler works with. */
  export const guestBase: string;
  /** llvm.wasm: clang and wasm-ld. */
  export const compilerBase: string;
  /** Bytes of all that, unpacked. */
  export const compilerSize: number;
}
