/** What this browser lacks, said at the top of the page; threads may still come with the service worker. */
import { startServiceWorker, type IsolationSurroundings } from '../isolation/isolation.js';
import { isSupported } from '../real/machine.js';
import { shortcomings, thisEnvironment, type Shortcoming } from './capabilities.js';
import { showNotices } from './notices.js';

export interface Able {
  /** Programs can run on real workers. */
  readonly runs: boolean;
  /** Why the timeline cannot be drawn; undefined: it can. */
  readonly drawing: string | undefined;
}

export function checkBrowser(around: IsolationSurroundings): Able {
  const found: Shortcoming[] = shortcomings(thisEnvironment());
  const support = isSupported();
  if (!support.supported && !found.some((item) => item.kind !== 'drawing')) {
    found.push({ kind: 'threads', title: 'Programs cannot run in this browser.', explanation: support.reason });
  }
  showNotices(found.filter(({ kind }) => kind !== 'threads'));
  const threads = found.some(({ kind }) => kind === 'threads');
  void startServiceWorker(around).then(() => { if (threads) showNotices(found); });
  return { runs: !found.some(({ kind }) => kind !== 'drawing'), drawing: found.find(({ kind }) => kind === 'drawing')?.explanation };
}
