/**
 * A run by hand as the page has it: which program it is of, what the status line and the address say of it, and its link. The
 * small program of a lesson is taken unless the run goes on from one of the whole program.
 */
import { outcomeDetail, tellOutcome, type Told, type Tone } from '../console/outcome_text.js';
import { count } from '../base/format.js';
import { replaceAddress } from '../embed/address.js';
import type { HandState } from '../engine/moments.js';
import type { LabSettings } from '../engine/protocol.js';
import type { LabTime } from '../moment/lab_time.js';
import type { Outcome } from '../real/types.js';
import type { HandControl } from './hand_control.js';
import { LongestPlainSchedule, plainLink } from '../share/link.js';
import type { SharedState } from '../share/shared_state.js';
import { NoProgram } from './program_source.js';

export interface HandPageSurroundings {
  /** What the address says of the program, without a run. */
  address(): SharedState;
  settings(): LabSettings;
  title(): string;
  /** The lesson's small program; undefined where there is none, or the text was changed. */
  small(): { readonly url: URL; readonly words: string } | undefined;
  /** The program as it stands there, for the lab. */
  program(): Promise<ArrayBuffer>;
  onStart(): void;
  onState(tone: Tone, title: string, detail: string): void;
  onEnding(told: Told, detail: string): void;
}

export class HandPage {
  /** The run is of the program as it stands there, though there may be a small one. */
  whole = false;
  private attempt = 0;
  /** The last thing said was how the run ended. */
  private ended: Told | undefined;

  constructor(private readonly hand: HandControl, private readonly labTime: LabTime, private readonly around: HandPageSurroundings) {}

  get title(): string {
    return this.around.title();
  }

  /** `whole`: of the program as it stands there, though there is a small one. */
  async start(schedule: string, whole: boolean): Promise<void> {
    const attempt = ++this.attempt;
    this.around.onStart();
    this.around.onState('running', 'Loading the program', '');
    const small = whole ? undefined : this.around.small();
    try {
      const program = small === undefined ? await this.around.program() : await fetched(small.url);
      if (attempt !== this.attempt) return;
      this.whole = whole;
      this.labTime.parameters = small?.words ?? '';
      const fromRun = document.activeElement?.id === 'run';
      this.hand.start(program, this.around.settings(), schedule);
      if (fromRun) this.focusSoon = true;
    } catch (error) {
      if (attempt === this.attempt) this.fail(error);
    }
  }

  private focusSoon = false;

  /** Another run begins, or another program is shown. */
  leave(): void {
    this.attempt++;
    const was = this.hand.active;
    this.hand.leave();
    if (was) replaceAddress(plainLink(this.around.address()));
  }

  show(state: HandState): void {
    const { moves } = state.hand;
    if (state.status === 'running') {
      this.ended = undefined;
      this.around.onState('waiting', 'Your turn: who goes next?', count(moves.length - 1, 'move'));
    } else if (state.status === 'input') {
      this.around.onState('waiting', 'Waits for your input', '');
    } else if (this.ended !== undefined) {
      this.around.onState(this.ended.tone, this.ended.title, count(moves.length - 1, 'move'));
    }
    const link = this.link();
    if (link !== undefined) replaceAddress(link);
    if (!this.focusSoon) return;
    this.focusSoon = false;
    this.labTime.focusChoices();
  }

  end(outcome: Outcome): void {
    this.ended = tellOutcome(outcome);
    this.around.onEnding(this.ended, outcomeDetail(outcome));
  }

  fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const told: Told = error instanceof NoProgram ? error.told : { tone: 'bad', title: 'The run by hand did not start', sentences: [message], items: [] };
    this.around.onEnding(told, '');
    this.around.onState(told.tone, told.title, '');
  }

  /** The address of the run; undefined: there is none, or it is too long for one. */
  private link(): string | undefined {
    const state = this.hand.state;
    if (state === undefined) return undefined;
    const { schedule, moves } = state.hand;
    if (schedule.length > LongestPlainSchedule) return undefined;
    const run: SharedState = moves.length > 1 ? { schedule, ...(this.whole ? { whole: true } : {}) } : {};
    return plainLink({ ...this.around.address(), ...run });
  }
}

async function fetched(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The server answered ${response.status} for the program. Load the page again.`);
  return response.arrayBuffer();
}
