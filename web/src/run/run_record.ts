/**
 * The last run, on whichever machine: where its output goes and what is known of it afterwards, for comparing, charts and links. A run by
 * hand is told anew from its beginning whenever moves are taken back.
 */
import type { CompareView } from '../compare/compare_view.js';
import { pictureOf } from '../compare/run_picture.js';
import { tellOutcome } from '../console/outcome_text.js';
import type { Course } from '../course/course.js';
import type { LabRun } from '../engine/lab.js';
import type { Layout } from '../page/layout.js';
import type { RunFacts } from '../plots/run_facts.js';
import { factsOf } from '../plots/run_facts.js';
import type { Outcome } from '../real/types.js';
import type { MachineChoice } from './machine_choice.js';
import type { Repetition } from './repeat.js';
import type { ResultsPanel } from './results_panel.js';
import type { Timeline } from './timeline.js';

export interface RunRecordParts {
  readonly course: Course;
  results(): ResultsPanel;
  readonly timeline: Timeline;
  readonly layout: Layout;
  readonly compare: CompareView;
  readonly choice: MachineChoice;
  /** What is other than the lesson has it, in words; '' if nothing is. */
  changes(): string;
}

export class RunRecord {
  /** The last run on the lab, while it is on show. */
  lab: LabRun | undefined;
  /** The last of many runs of this program. */
  repetition: Repetition | undefined;
  axis: 'real' | 'virtual' = 'real';
  /** What it ran on. */
  words = '';
  /** The text of the program that ran; undefined before the first run. */
  source: string | undefined;
  private cores: number | undefined;

  constructor(private readonly parts: RunRecordParts) {}

  /** `cores`: virtual ones; undefined on real workers. */
  begin(title: string, cores: number | undefined): void {
    const { course, timeline, layout, choice } = this.parts;
    this.axis = cores === undefined ? 'real' : 'virtual';
    this.cores = cores;
    this.words = choice.words;
    course.begin();
    this.parts.results().console.begin();
    timeline.begin(title, this.axis);
    layout.reveal('timeline');
  }

  write(fd: 1 | 2, bytes: Uint8Array): void {
    this.parts.course.wrote(fd, bytes);
    this.parts.results().console.write(fd === 1 ? 'out' : 'err', bytes);
  }

  askForInput(wanted: boolean): void {
    const results = this.parts.results();
    if (wanted) {
      this.parts.layout.reveal('console');
      results.show('console');
    }
    results.console.askForInput(wanted);
  }

  /** The run has ended and joins those that can be compared. */
  keepForComparison(outcome: Outcome): void {
    const { timeline, compare, choice } = this.parts;
    const snapshot = timeline.snapshot();
    if (snapshot === undefined || snapshot.lanes.length === 0) return;
    const changes = this.parts.changes();
    compare.add(pictureOf(snapshot, compare.next, changes === '' ? choice.words : `${choice.words} · ${changes}`, tellOutcome(outcome).title));
  }

  /** What charts are made of; undefined while nothing is recorded. */
  facts(): RunFacts | undefined {
    const snapshot = this.parts.timeline.snapshot();
    return snapshot === undefined || snapshot.lanes.length === 0 ? undefined : factsOf(snapshot, this.cores);
  }
}
