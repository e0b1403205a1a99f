/**
 * The learner's way through the course: watches what runs and explorations show, keeps which lessons were run and which
 * challenges solved, and says so in the prose, in the list of lessons and above the workspace.
 */
import { element, icon } from '../base/dom.js';
import type { Lesson } from '../lesson/catalogue.js';
import { inlineHtml } from '../lesson/prose.js';
import type { Outcome } from '../real/types.js';
import { solvedByExploring, solvedByRun, wayInWords, type Challenge, type EndedExploration, type EndedRun } from './challenge.js';
import { Progress } from './progress.js';

const Tick = 'm3 8.5 3.2 3.2L13 4.8';
/** Programs print more than this only when the answer is wrong anyway. */
const MostOutput = 100_000;

export interface CourseEvents {
  /** A challenge was solved just now, perhaps again. */
  onSolved(lesson: string): void;
}

export class Course {
  private readonly progress = new Progress();
  private lesson: Lesson | undefined;
  private section: HTMLElement | undefined;
  private decoder = new TextDecoder();
  private output = '';

  /** `list`: the list of lessons; `place`: where good news are told. */
  constructor(private readonly list: HTMLElement, private readonly place: HTMLElement, private readonly events: CourseEvents) {}

  /** Undefined: an own program is shown. Returns the lesson's challenge for the prose, if it has one. */
  show(lesson: Lesson | undefined): HTMLElement | undefined {
    this.lesson = lesson;
    this.section = undefined;
    this.place.querySelector('.news')?.remove();
    this.mark();
    const challenge = lesson?.details.challenge;
    if (challenge === undefined) return undefined;
    const goal = element('p');
    goal.innerHTML = inlineHtml(challenge.goal);
    this.section = element('section', { class: 'try challenge', 'aria-label': 'Challenge' },
      element('h4', {}, 'Challenge'), goal, element('p', { class: 'muted' }, wayInWords(challenge.by)), element('p', { class: 'challenge-state' }));
    this.showState();
    return this.section;
  }

  begin(): void {
    this.output = '';
    this.decoder = new TextDecoder();
    this.place.querySelector('.news')?.remove();
  }

  wrote(fd: 1 | 2, bytes: Uint8Array): void {
    if (fd === 1 && this.output.length < MostOutput) this.output += this.decoder.decode(bytes, { stream: true });
  }

  ended(by: EndedRun['by'], outcome: Outcome): void {
    if (this.lesson === undefined || outcome.kind === 'stopped') return;
    const run: EndedRun = { by, ending: outcome.kind, output: this.output, ...(outcome.kind === 'exit' ? { code: outcome.code } : {}) };
    this.reached((challenge) => solvedByRun(challenge, run));
  }

  explored(found: EndedExploration): void {
    this.reached((challenge) => solvedByExploring(challenge, found));
  }

  /** Writes into the list of lessons how far the learner is. */
  mark(): void {
    for (const link of this.list.querySelectorAll<HTMLAnchorElement>('a[data-lesson]')) {
      const reached = this.progress.of(link.dataset['lesson'] ?? '');
      link.querySelector('.reached')?.remove();
      if (reached === undefined) continue;
      const words = reached === 'solved' ? 'challenge solved' : 'run';
      link.querySelector('.number')?.after(element('span', { class: 'reached', 'data-reached': reached, role: 'img', 'aria-label': words, title: words }, icon(Tick)));
    }
    const summary = this.list.querySelector('summary');
    const links = this.list.querySelectorAll('a[data-lesson]').length;
    if (summary !== null && links > 0) summary.textContent = this.progress.count === 0 ? `All ${links} lessons` : `All ${links} lessons · ${this.progress.count} done`;
  }

  private reached(solves: (challenge: Challenge) => boolean): void {
    if (this.lesson === undefined) return;
    const { entry: { id }, details: { challenge } } = this.lesson;
    const solved = challenge !== undefined && solves(challenge);
    const news = this.progress.note(id, solved ? 'solved' : 'run');
    if (news) this.mark();
    if (!solved) return;
    this.showState();
    this.tell(challenge);
    this.events.onSolved(id);
  }

  private showState(): void {
    const state = this.section?.querySelector('.challenge-state');
    if (this.section === undefined || state === null || state === undefined) return;
    const solved = this.lesson !== undefined && this.progress.of(this.lesson.entry.id) === 'solved';
    this.section.toggleAttribute('data-solved', solved);
    state.replaceChildren(...(solved ? [icon(Tick), 'Solved'] : []));
  }

  private tell(challenge: Challenge): void {
    this.place.querySelector('.news')?.remove();
    const text = element('p');
    text.innerHTML = inlineHtml(challenge.goal);
    text.prepend(element('strong', {}, 'Challenge solved. '));
    const news = element('div', { class: 'notice news', role: 'status' }, icon(Tick), text,
      element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', title: 'Close', onclick: () => news.remove() }, '✕'));
    this.place.append(news);
  }
}
