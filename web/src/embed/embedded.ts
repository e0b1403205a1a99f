/**
 * The page as it is in a frame: what it hides, what it tells the page around it, what that page may ask of it. Set up by the poster
 * (poster.ts) before main.ts is loaded; undefined in a tab of its own.
 */
import { byId } from '../base/dom.js';
import type { Explored } from '../explore/protocol.js';
import type { Outcome } from '../real/types.js';
import type { SharedMachine } from '../share/shared_state.js';
import { withOptions } from './address.js';
import type { Host } from './host.js';
import type { CompletedMessage, OutcomeMessage, ToFrame } from './messages.js';
import { GoalWatch } from './goal.js';
import { suitableHeight, type EmbedOptions } from './options.js';

export interface Frame {
  readonly host: Host;
  readonly options: EmbedOptions;
  /** The reader, or the page around us, has asked for a run already. */
  readonly run: boolean;
}

declare global {
  /** Left by the poster for main.ts. */
  var interleaveFrame: Frame | undefined;
}

export interface EmbeddedSurroundings {
  lesson(): string | undefined;
  changed(): boolean;
  run(): void;
  stop(): void;
  theme(theme: EmbedOptions['theme']): void;
}

export class Embedded {
  private readonly goal: GoalWatch;

  constructor(readonly frame: Frame, private readonly around: EmbeddedSurroundings) {
    this.goal = new GoalWatch(frame.options.goal, performance.now(), () => performance.now());
    frame.host.onMessage((message) => this.obey(message));
    frame.host.tell({ type: 'ready', stage: 'running', isolated: globalThis.crossOriginIsolated === true });
    new ResizeObserver(() => this.tellHeight()).observe(document.documentElement);
  }

  began(machine: SharedMachine): void {
    this.frame.host.tell({ type: 'run', machine });
  }

  finished(machine: SharedMachine, outcome: Outcome): void {
    const message = {
      type: 'finished' as const, machine, ending: outcome.kind, threads: outcome.threads,
      ...(outcome.kind === 'exit' ? { code: outcome.code } : {}),
    };
    this.frame.host.tell(message);
    this.watch(message);
  }

  explored({ verdict, executions, outcomes, bugs }: Explored): void {
    const message: OutcomeMessage = { type: 'outcome', verdict, executions, outcomes: outcomes.length, bugs: [...new Set(bugs.map(({ kind }) => kind))] };
    this.frame.host.tell(message);
    this.watch(message);
  }

  /** The lesson's challenge was solved. */
  solved(): void {
    this.tellCompleted(this.goal.solved(this.around.lesson(), this.around.changed()));
  }

  private watch(message: Parameters<GoalWatch['watch']>[0]): void {
    this.tellCompleted(this.goal.watch(message, this.around.lesson(), this.around.changed()));
  }

  private tellCompleted(completed: CompletedMessage | undefined): void {
    if (completed === undefined) return;
    this.frame.host.tell(completed);
    document.documentElement.dataset['completed'] = completed.goal;
    byId('embed-goal').hidden = false;
  }

  private obey(message: ToFrame): void {
    if (message.type === 'run') this.around.run();
    else if (message.type === 'stop') this.around.stop();
    else if (message.type === 'theme') this.around.theme(message.theme);
    else if (message.type === 'open') location.hash = withOptions(message.fragment);
  }

  private width = 0;

  private tellHeight(): void {
    if (this.width === innerWidth) return;
    this.width = innerWidth;
    this.frame.host.tell({ type: 'height', pixels: suitableHeight(this.frame.options, innerWidth) });
  }
}
