/** The real machine as a page offers it, reachable from a test: window.real. */
import { isSupported, loadProgram, prewarm, start } from '../../../web/src/real/machine.js';

const real = { isSupported, loadProgram, prewarm, start };

declare global {
  interface Window {
    real: typeof real;
  }
}

window.real = real;
