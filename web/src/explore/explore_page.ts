/**
 * Exploring on the page: which program is looked at (a lesson's small one, where it has one and its text is as it came), the tab
 * that shows what is found, and the way from an outcome to its execution on the timeline.
 */
import type { Tone } from '../console/outcome_text.js';
import { NoProgram } from '../run/program_source.js';
import { ExploreView } from './explore_view.js';
import { Explorer } from './explorer.js';
import { DefaultExploreOptions, type Explored } from './protocol.js';
import { headline } from './words.js';

export interface ExploreSurroundings {
  /** The lesson's small program; undefined where there is none, or the text was changed. */
  small(): { readonly url: URL; readonly words: string } | undefined;
  /** The program as it stands there, for the lab. */
  program(): Promise<ArrayBuffer>;
  /** Whether the lab can run the program at all. */
  possible(): boolean;
  onReplay(schedule: string, whole: boolean): void;
  onLine(line: number): void;
  /** An exploration has ended. */
  onFound(found: Explored): void;
  onState(tone: Tone, title: string, detail: string): void;
}

export class ExplorePage {
  readonly view: ExploreView;
  private readonly explorer: Explorer;
  private attempt = 0;
  private whole = false;
  /** The last result, of the program as it is. */
  found: Explored | undefined;

  /** `engineFolder`: of engine.js and engine-mt.js, with a slash at its end. */
  constructor(private readonly around: ExploreSurroundings, engineFolder: string) {
    this.view = new ExploreView({
      onStart: () => void this.start(),
      onFinish: () => this.explorer.finish(),
      onReplay: (schedule) => around.onReplay(schedule, this.whole),
      onLine: (line) => around.onLine(line),
    });
    this.explorer = new Explorer(engineFolder, {
      onProgress: (state, seconds, threads) => this.view.progress(state, seconds, threads),
      onFound: (found) => {
        this.view.show(found);
        this.found = found;
        around.onFound(found);
        const { tone, title } = headline(found);
        around.onState(tone, title, '');
      },
      onFailure: (message) => this.fail(message),
    });
  }

  /** Another program: what was found before is of no use. */
  reset(): void {
    this.attempt++;
    this.found = undefined;
    this.explorer.leave();
    const words = this.around.small()?.words;
    this.view.clear(words === undefined ? '' : `Small enough to see all of it: ${words}.`);
  }

  async start(): Promise<void> {
    if (!this.around.possible()) return this.fail('This program cannot run on the lab here.');
    const attempt = ++this.attempt;
    const small = this.around.small();
    this.view.begin(small === undefined ? 'Compiling the program' : 'Loading the program');
    this.around.onState('running', 'Exploring all interleavings', '');
    try {
      const program = small === undefined ? await this.around.program() : await fetched(small.url);
      if (attempt !== this.attempt) return;
      this.whole = small === undefined;
      this.view.prepare('Loading the lab');
      this.explorer.start(program, DefaultExploreOptions);
    } catch (error) {
      if (attempt !== this.attempt) return;
      this.fail(error instanceof NoProgram ? `${error.told.title}. ${error.told.sentences.join(' ')}` : error instanceof Error ? error.message : String(error));
    }
  }

  private fail(message: string): void {
    this.view.fail(message);
    this.around.onState('bad', 'It could not be explored', '');
  }
}

async function fetched(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The server answered ${response.status} for the program. Load the page again.`);
  return response.arrayBuffer();
}
