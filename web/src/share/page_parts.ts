/** What the page shows and could save, gathered from its parts. */
import { exploredOutcomes, repeatedOutcomes } from '../export/outcomes.js';
import type { ExplorePage } from '../explore/explore_page.js';
import type { LabTime } from '../moment/lab_time.js';
import type { Workbench } from '../programs/workbench.js';
import type { HandControl } from '../run/hand_control.js';
import type { HandPage } from '../run/hand_page.js';
import type { MachineChoice } from '../run/machine_choice.js';
import type { Repetition } from '../run/repeat.js';
import type { ResultsPanel } from '../run/results_panel.js';
import type { Timeline } from '../run/timeline.js';
import type { Shown } from './current_state.js';
import type { Savable } from './files_page.js';

export interface PageParts {
  readonly workbench: Workbench;
  readonly choice: MachineChoice;
  readonly hand: HandControl;
  readonly byHand: HandPage;
  readonly labTime: LabTime;
  readonly results: ResultsPanel;
  readonly timeline: Timeline;
  readonly explorePage: ExplorePage;
  /** The lesson's name. */
  lesson(): string | undefined;
  /** State hash at the end of the run on the lab that is on show. */
  labHash(): string | undefined;
  /** The last of many runs of this program. */
  repetition(): Repetition | undefined;
}

export function shownOn({ workbench, choice, hand, byHand, labTime, results, timeline, lesson, labHash }: PageParts): Shown {
  return {
    lesson: lesson(), title: workbench.title, source: workbench.source, isReadyMade: workbench.isReadyMade, machine: choice.machine, settings: choice.settings,
    hand: hand.state, whole: byHand.whole, labHash: labHash(), cursor: labTime.pastMoment, tab: results.shown, range: timeline.movedRange,
  };
}

export function savableOf({ workbench, choice, results, timeline, explorePage, repetition }: PageParts): Omit<Savable, 'link'> {
  const { title } = workbench;
  const repeated = repetition();
  return {
    title, how: choice.words, snapshot: timeline.snapshot(), range: timeline.movedRange, ending: results.console.endingText, output: results.console.outputLines,
    outcomes: explorePage.found !== undefined ? exploredOutcomes(title, explorePage.found) : repeated !== undefined && repeated.results.size > 0 ? repeatedOutcomes(title, repeated) : undefined,
    trace: () => timeline.chromeJson(),
  };
}
