/** The column with the lesson list, the prose and what to try. */
import { byId, element } from '../base/dom.js';
import { byPart, type Lesson, type LessonEntry } from './catalogue.js';
import { glossaryLink } from '../course/glossary_page.js';
import { plainLink } from '../share/link.js';
import { ParameterControls, type OnParameter } from './parameter_controls.js';
import { inlineHtml, parseLineLink, proseHtml, type LineRange } from './prose.js';

export interface LessonPanelEvents {
  /** A link to lines of the program was followed. */
  onLines(lines: LineRange): void;
  /** A control of the program's settings was moved. */
  onParameter: OnParameter;
}

export class LessonPanel {
  private readonly prose = byId('prose');
  private readonly list = byId('lesson-list', HTMLDetailsElement);
  private entries: readonly LessonEntry[] = [];
  private parameters: ParameterControls | undefined;

  constructor(private readonly events: LessonPanelEvents) {
    this.prose.addEventListener('click', (event) => this.followLine(event));
  }

  setIndex(entries: readonly LessonEntry[]): void {
    this.entries = entries;
    const nav = this.list.querySelector('nav');
    nav?.replaceChildren(...byPart(entries).flatMap((part) => [
      element('h3', {}, `Part ${part.part} · ${part.title}`),
      element('ul', {}, ...part.lessons.map((entry) => element('li', {},
        element('a', { href: plainLink({ lesson: entry.name }), 'data-lesson': entry.id },
          element('span', { class: 'number' }, String(entry.order)), element('span', {}, entry.title),
          entry.minutes > 0 ? element('span', { class: 'minutes' }, `${entry.minutes} min`) : undefined)))),
    ]));
    const summary = this.list.querySelector('summary');
    if (summary) summary.textContent = `All ${entries.length} lessons`;
  }

  /** Marks the lesson as the current one while its texts are still on their way. */
  setLoading(entry: LessonEntry): void {
    for (const link of this.list.querySelectorAll<HTMLAnchorElement>('a[data-lesson]')) {
      if (link.dataset['lesson'] === entry.id) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    const position = this.entries.indexOf(entry) + 1;
    byId('lesson-position').textContent = `${position} of ${this.entries.length}`;
    this.prose.setAttribute('aria-busy', 'true');
    this.prose.replaceChildren(...this.opening(entry));
  }

  /** `challenge`: its section, if the lesson has one. */
  show(lesson: Lesson, challenge?: HTMLElement): void {
    const body = element('div');
    body.innerHTML = proseHtml(lesson.prose);
    this.parameters = new ParameterControls(lesson.details.parameters, this.events.onParameter);
    this.parameters.setSource(lesson.source);
    this.prose.replaceChildren(...this.opening(lesson.entry), ...body.childNodes, this.parameters.section, ...this.tries(lesson), ...(challenge === undefined ? [] : [challenge]), this.neighbours(lesson.entry));
    this.prose.removeAttribute('aria-busy');
    this.prose.closest('.scroll')?.scrollTo(0, 0);
  }

  /** The lesson's program as it is now. */
  setSource(source: string): void {
    this.parameters?.setSource(source);
  }

  showFailure(message: string): void {
    this.prose.replaceChildren(element('div', { class: 'failure', role: 'alert' }, element('h4', {}, 'The lesson did not arrive'), element('p', {}, message)));
    this.prose.removeAttribute('aria-busy');
  }

  private opening(entry: LessonEntry): HTMLElement[] {
    const before = this.entries.filter(({ id }) => entry.prerequisites.includes(id));
    const links = before.flatMap(({ name, title }, at) => [at === 0 ? '' : ', ', element('a', { href: plainLink({ lesson: name }) }, title)]);
    return [
      element('h3', {}, entry.title), element('p', { class: 'lesson-summary' }, entry.summary),
      ...(links.length === 0 ? [] : [element('p', { class: 'lesson-before' }, 'Builds on ', ...links, '.')]),
    ];
  }

  private tries(lesson: Lesson): HTMLElement[] {
    if (lesson.details.tries.length === 0) return [];
    const items = lesson.details.tries.map((text) => {
      const item = element('li');
      item.innerHTML = inlineHtml(text);
      return item;
    });
    return [element('section', { class: 'try', 'aria-label': 'Try' }, element('h4', {}, 'Try'), element('ul', {}, ...items))];
  }

  private neighbours(entry: LessonEntry): HTMLElement {
    const at = this.entries.indexOf(entry);
    const link = (to: LessonEntry | undefined, words: (title: string) => string): HTMLElement =>
      (to === undefined ? element('span') : element('a', { href: plainLink({ lesson: to.name }) }, words(to.title)));
    return element('p', { class: 'lesson-end' },
      link(this.entries[at - 1], (title) => `← ${title}`), glossaryLink(), link(this.entries[at + 1], (title) => `${title} →`));
  }

  private followLine(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a.line-link') : null;
    const lines = parseLineLink(link?.getAttribute('href') ?? '');
    if (lines === undefined) return;
    event.preventDefault();
    this.events.onLines(lines);
  }
}
