/**
 * The page's side of the service worker: registers it, and where the server did not isolate the page, loads it once more through
 * the worker, which does. In a frame of another page a worker can give no isolation (only the server's own Document-Isolation-Policy,
 * or an isolated host, can), and there is nothing to keep: none is registered.
 */
const Tried = 'interleave.isolating';

export interface IsolationSurroundings {
  /** Nothing of the visitor's would be lost. */
  mayReload(): boolean;
}

/** What is to be done about isolation; decides nothing by itself, so that tests can ask it. */
export function plan(environment: { readonly isolated: boolean; readonly workers: boolean; readonly framed: boolean; readonly controlled: boolean; readonly tried: boolean }): 'nothing' | 'register' | 'isolate' {
  if (!environment.workers || environment.framed) return 'nothing';
  return environment.isolated || environment.tried || environment.controlled ? 'register' : 'isolate';
}

function session(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}

function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return globalThis.isSecureContext ? navigator.serviceWorker : undefined;
  } catch {
    return undefined; // a sandbox
  }
}

/** Ends when it is known that the page stays as it is; before that it may be loaded anew. Never throws. */
export async function startServiceWorker(around: IsolationSurroundings): Promise<void> {
  const container = serviceWorkers();
  const what = plan({
    isolated: globalThis.crossOriginIsolated === true, workers: container !== undefined, framed: window.parent !== window,
    controlled: container?.controller !== null, tried: session()?.getItem(Tried) === '1',
  });
  if (container === undefined || what === 'nothing') return;
  try {
    await container.register('./sw.js', { scope: './' });
    if (what === 'isolate') {
      session()?.setItem(Tried, '1'); // once: where it does not help, the page says so and stays
      const controlled = container.controller !== null ? Promise.resolve()
        : new Promise<unknown>((resolve) => container.addEventListener('controllerchange', resolve, { once: true }));
      const reload = controlled.then(() => {
        if (container.controller !== null && around.mayReload() && session()?.getItem(Tried) === '1') location.reload();
      });
      await Promise.race([reload, patience()]); // a worker that takes longer still isolates the page, if it is idle then
    } else if (globalThis.crossOriginIsolated === true) {
      session()?.removeItem(Tried);
    }
    void keepForOffline(container);
  } catch {
    // Blocked, or the site has no sw.js: the page works without.
  }
}

const patience = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5000));

/** When the page has become quiet. */
async function keepForOffline(container: ServiceWorkerContainer): Promise<void> {
  const { active } = await container.ready;
  setTimeout(() => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    active?.postMessage({ keep: loaded });
  }, 3000);
}
