/**
 * What this browser and this page's address lack, in words: what does not work, why, and what to do. The rest of the page
 * keeps working.
 */
export interface Environment {
  readonly webAssembly: boolean;
  readonly sharedMemory: boolean;
  /** The page was served with the isolation headers. */
  readonly isolated: boolean;
  /** https, or loopback: browsers isolate nothing else. */
  readonly secure: boolean;
  readonly framed: boolean;
  /** The browser knows it; that the driver is good for it shows when something is drawn. */
  readonly webGl2: boolean;
}

export interface Shortcoming {
  readonly kind: 'webassembly' | 'threads' | 'drawing';
  readonly title: string;
  readonly explanation: string;
  /** Offer to open the page in a tab of its own. */
  readonly offerTab?: boolean;
}

export const NoDrawing: Shortcoming = {
  kind: 'drawing',
  title: 'The timeline cannot be drawn.',
  explanation: 'This browser offers no WebGL 2: graphics acceleration may be switched off in its settings, or the graphics driver is blocked. '
    + 'Programs run and the console works.',
};

export function shortcomings(environment: Environment): Shortcoming[] {
  const found: Shortcoming[] = [];
  if (!environment.webAssembly) {
    found.push({
      kind: 'webassembly',
      title: 'This browser cannot run the programs.',
      explanation: 'It has no WebAssembly, or it is switched off (some hardened modes do that). '
        + 'Lessons and programs can be read; to run them, switch WebAssembly on or use a current Firefox, Chrome, Edge or Safari.',
    });
  } else if (!environment.isolated || !environment.sharedMemory) {
    found.push(threadsShortcoming(environment));
  }
  if (!environment.webGl2) found.push(NoDrawing);
  return found;
}

function threadsShortcoming({ secure, framed, isolated }: Environment): Shortcoming {
  const title = 'Real workers are not available here; programs run on the lab.';
  if (isolated) {
    return { kind: 'threads', title, explanation: 'This browser has no SharedArrayBuffer, the memory that threads share. Use a current Firefox, Chrome, Edge or Safari.' };
  }
  if (framed) {
    return {
      kind: 'threads', title, offerTab: true,
      explanation: 'Browsers share memory between threads only in isolated pages, and the page around this frame is not isolated. In a tab of its own the playground runs.',
    };
  }
  if (!secure) {
    return {
      kind: 'threads', title,
      explanation: 'Browsers share memory between threads only in pages that came over https, or from this computer (localhost). Open the page by such an address.',
    };
  }
  return {
    kind: 'threads', title,
    explanation: 'Browsers share memory between threads only in isolated pages, and this server did not send the two headers for that: '
      + '“Cross-Origin-Opener-Policy: same-origin” and “Cross-Origin-Embedder-Policy: require-corp”. '
      + 'Whoever runs the server can add them; started with “make”, the playground has them.',
  };
}

export function thisEnvironment(): Environment {
  return {
    webAssembly: typeof WebAssembly === 'object',
    sharedMemory: typeof SharedArrayBuffer === 'function',
    isolated: globalThis.crossOriginIsolated === true,
    secure: globalThis.isSecureContext === true,
    framed: window.parent !== window,
    webGl2: typeof WebGL2RenderingContext === 'function',
  };
}

/** Asks for a context, which waits for the graphics driver: 0.3 s after the browser's start. For those who got none. */
export function givesWebGl2(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
