/** Switches a program's recorder on or off before it runs. An address outside the memory is left alone. */
import { RecorderLayout } from '../generated/abi.js';

export function enableRecorder(memory: WebAssembly.Memory, recorder: number, on: boolean): void {
  const address = (recorder >>> 0) + RecorderLayout.enabled;
  if (address % 4 !== 0 || address + 4 > memory.buffer.byteLength) return;
  Atomics.store(new Uint32Array(memory.buffer), address / 4, on ? 1 : 0);
}
