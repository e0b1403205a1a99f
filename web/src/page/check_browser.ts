/** What this browser lacks, said at the top of the page; threads may still come with the service worker. */
import { startServiceWorker, type IsolationSurroundings } from '../isolation/isolation.js';
import { isSupported } from '../real/machine.js';
import { givesWebGl2, NoDrawing, shortcomings, thisEnvironment, type Shortcoming } from './capabilities.js';
import { showNotices } from './notices.js';

export interface Able {
  /** Programs can run on real workers. */
  readonly runs: boolean;
  /** Why the timeline cannot be drawn; undefined: it can. */
  readonly drawing: string | undefined;
  /** The timeline's app did not start. Where that is the browser's fault, says so at the top of the page and gives the reason. */
  findFault(): string | undefined;
}

export function checkBrowser(around: IsolationSurroundings): Able {
  const found: Shortcoming[] = shortcomings(thisEnvironment());
  const support = isSupported();
  if (!support.supported && !found.some((item) => item.kind !== 'drawing')) {
    found.push({ kind: 'threads', title: 'Programs cannot run in this browser.', explanation: support.reason });
  }
  let staysSo = false;
  const show = (): void => showNotices(staysSo ? found : found.filter(({ kind }) => kind !== 'threads'));
  show();
  void startServiceWorker(around).then(() => {
    staysSo = true;
    if (found.some(({ kind }) => kind === 'threads')) show();
  });
  return {
    runs: !found.some(({ kind }) => kind !== 'drawing'),
    drawing: found.find(({ kind }) => kind === 'drawing')?.explanation,
    findFault() {
      if (givesWebGl2()) return undefined;
      found.push(NoDrawing);
      show();
      return NoDrawing.explanation;
    },
  };
}
