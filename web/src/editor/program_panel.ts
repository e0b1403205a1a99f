/** The panel with main.cpp, which can be changed, its twin in Python, and the strip that says in words where the threads are. */
import { byId, element } from '../base/dom.js';
import type { Finding } from '../compile/builder.js';
import type { LineRange } from '../lesson/prose.js';
import { Tabs } from '../page/tabs.js';
import type { Expansion } from './expansion.js';
import { SourceView } from './source_view.js';
import type { ThreadPlace } from './thread_marks.js';

/** More threads than this are counted, not listed. */
const MostChips = 12;

export class ProgramPanel {
  private readonly hosts = [
    element('div', { class: 'source-view', id: 'source-cpp', role: 'tabpanel', 'aria-label': 'main.cpp' }, element('div', { class: 'editor-host' })),
    element('div', { class: 'source-view', id: 'source-python', role: 'tabpanel', 'aria-label': 'The same in Python' }, element('div', { class: 'editor-host' })),
  ] as const;
  private readonly program: SourceView;
  private readonly python: SourceView;
  private readonly tabs: Tabs;
  private readonly strip = byId('threads-now');
  private shown: { readonly threads: readonly ThreadPlace[]; readonly at: string; readonly ran: string | undefined } = { threads: [], at: '', ran: undefined };

  /** `onChange`: the learner has changed the program; undefined: it can only be read. `onOpenLine`: wants to see a line's machine operations, or no more. */
  constructor(onChange: ((text: string) => void) | undefined, onOpenLine: (line: number) => void) {
    byId('source-views').append(...this.hosts);
    const onText = onChange && ((text: string): void => {
      onChange(text);
      this.showThreads();
    });
    this.program = new SourceView(host(this.hosts[0]), 'cpp', 'Program in C++', onText, onOpenLine);
    this.python = new SourceView(host(this.hosts[1]), 'python', 'The same in Python, read only');
    this.tabs = new Tabs(byId('source-tabs'), 'Program texts', () => this.measure());
    this.setTexts('', '');
  }

  /** An empty `python` means that there is no twin. `name`: under which the program's undo history is kept. */
  setTexts(cpp: string, python: string, name = ''): void {
    this.program.setText(cpp, name);
    this.program.setFindings([]);
    this.python.setText(python);
    const [first, second] = this.hosts;
    const entries = [{ id: 'main-cpp', label: 'main.cpp', panels: [first] }, { id: 'python', label: 'Python', panels: [second] }];
    second.hidden = true;
    this.tabs.set(python === '' ? entries.slice(0, 1) : entries, 0);
    this.setThreads([], '');
  }

  get text(): string {
    return this.program.text;
  }

  /** Another text for the same program; Undo brings the old one back. */
  replaceText(text: string): void {
    this.tabs.show(0);
    this.program.replaceText(text);
    this.program.focus();
  }

  /** Another text in place of these characters; Undo brings the old one back. */
  replaceRange(from: number, to: number, text: string): void {
    this.tabs.show(0);
    this.program.replaceRange(from, to, text);
  }

  setFindings(findings: readonly Finding[]): void {
    this.program.setFindings(findings);
  }

  showLines(lines: LineRange): void {
    this.tabs.show(0);
    this.program.mark(lines);
  }

  /**
   * Where the threads are at a moment, which is named in words; none takes all marks away. `ran`: the text that the run is of. While the learner has
   * another one, its lines get no marks.
   */
  setThreads(threads: readonly ThreadPlace[], at: string, ran?: string): void {
    this.shown = { threads, at, ran };
    this.showThreads();
  }

  /** Whether another text than that one is here. Undefined: nothing is known of another. */
  isChangedSince(ran: string | undefined): boolean {
    return ran !== undefined && ran.replace(/\r\n?/g, '\n') !== this.program.text;
  }

  private showThreads(): void {
    const { threads, at, ran } = this.shown;
    const isOther = this.isChangedSince(ran);
    this.program.setThreads(isOther ? [] : threads);
    this.strip.hidden = threads.length === 0;
    const chips = threads.slice(0, MostChips).map((thread) => this.chip(thread, isOther));
    const rest = threads.length - chips.length;
    this.strip.replaceChildren(element('span', { class: 'at' }, isOther ? `At ${at}, in the program before your changes` : `At ${at}`), ...chips,
      ...(rest > 0 ? [element('span', { class: 'at' }, `and ${rest} more`)] : []));
  }

  /** The line that is open, or none. */
  setExpansion(shown: Expansion | undefined): void {
    if (shown !== undefined) this.tabs.show(0);
    this.program.setExpansion(shown);
  }

  private chip(thread: ThreadPlace, isOther: boolean): HTMLElement {
    const badge = element('span', { class: 'badge' }, String(thread.id));
    badge.style.backgroundColor = thread.color;
    const place = thread.line > 0 ? `, line ${thread.line}` : '';
    return element('button', {
      type: 'button', class: 'thread-chip', disabled: isOther || thread.line === 0,
      onclick: () => this.showLines({ first: thread.line, last: thread.line }),
    }, badge, thread.name, element('span', { class: 'state' }, `${thread.state}${place}`));
  }

  private measure(): void {
    this.program.measure();
    this.python.measure();
  }
}

function host(panel: HTMLElement): HTMLElement {
  const found = panel.querySelector<HTMLElement>('.editor-host');
  if (found === null) throw new Error('internal bug: a source view has no host');
  return found;
}
