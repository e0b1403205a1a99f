/**
 * The workspace: chooses the arrangement for its size, keeps the tabs of shared places, the splitters and the folded panels.
 * Other modules only say `reveal('timeline')`.
 */
import { byId } from '../base/dom.js';
import { isBoolean, readSetting, writeSetting } from '../base/settings.js';
import { groupsOf, modeFor, tabShowing, visiblePanels, type Mode, type PanelName } from './arrangement.js';
import { Splitter } from './splitter.js';
import { Tabs } from './tabs.js';

const Panels: readonly PanelName[] = ['lesson', 'code', 'timeline', 'console'];

export class Layout {
  private readonly workspace = byId('workspace');
  private readonly panels: Readonly<Record<PanelName, HTMLElement>> = {
    lesson: byId('lesson-panel'), code: byId('code-panel'), timeline: byId('timeline-panel'), console: byId('console-panel'),
  };
  private readonly bars = [...this.workspace.querySelectorAll<HTMLElement>('.tab-bar')];
  private readonly tabs = this.bars.map((bar, index) =>
    new Tabs(bar, index === 0 ? 'Panels' : 'Results', () => this.show()));
  private readonly splitters: readonly Splitter[];
  private mode: Mode | undefined;

  /** `single`: one panel at a time, whatever the size. */
  constructor(private readonly single = false) {
    this.splitters = this.makeSplitters();
    for (const name of ['lesson', 'code', 'console'] as const) this.makeCollapsible(name);
    new ResizeObserver(() => this.resize()).observe(this.workspace);
    this.resize();
  }

  /** Brings a panel to the front where panels share a place, and unfolds it. */
  reveal(panel: PanelName): void {
    if (this.mode === undefined) return;
    if (this.panels[panel].dataset['collapsed'] !== undefined) this.collapse(panel, false);
    groupsOf(this.mode).forEach((group, index) => {
      const tab = tabShowing(group, panel);
      if (tab >= 0) this.tabs[index]?.show(tab);
    });
    this.show();
  }

  isVisible(panel: PanelName): boolean {
    return !this.panels[panel].hidden;
  }

  private resize(): void {
    const mode = this.single ? 'slim' : modeFor(this.workspace.clientWidth, this.workspace.clientHeight);
    if (mode !== this.mode) this.arrange(mode);
    for (const splitter of this.splitters) splitter.apply();
  }

  private arrange(mode: Mode): void {
    const before = this.mode === undefined ? new Set<PanelName>(['lesson']) : this.visible();
    this.mode = mode;
    this.workspace.dataset['mode'] = mode;
    for (const name of Panels) this.panels[name].hidden = false;
    this.bars.forEach((bar, index) => {
      const group = groupsOf(mode)[index];
      bar.hidden = group === undefined;
      // What was seen stays seen: the last tab of the group that shows something visible before.
      const chosen = group === undefined ? 0 : Math.max(0, group.findLastIndex((tab) => tab.panels.some((panel) => before.has(panel))));
      const entries = (group ?? []).map((tab) => ({ id: tab.panels.join('-'), label: tab.label, panels: tab.panels.map((panel) => this.panels[panel]) }));
      this.tabs[index]?.set(entries, chosen);
    });
    this.show();
  }

  private visible(): Set<PanelName> {
    return visiblePanels(this.mode ?? 'wide', this.tabs.map((tabs) => tabs.current));
  }

  private show(): void {
    const visible = this.visible();
    for (const name of Panels) this.panels[name].hidden = !visible.has(name);
    const between = { lesson: this.mode !== 'narrow' && this.mode !== 'slim', code: this.mode === 'wide', console: this.mode !== 'compact' && this.mode !== 'slim' && visible.has('console') };
    for (const handle of this.workspace.querySelectorAll<HTMLElement>('.splitter')) {
      handle.hidden = !between[handle.dataset['splitter'] as keyof typeof between];
    }
  }

  private makeSplitters(): Splitter[] {
    const handle = (name: string): HTMLElement => {
      const found = this.workspace.querySelector<HTMLElement>(`[data-splitter="${name}"]`);
      if (found === null) throw new Error(`internal bug: the page has no splitter ${name}`);
      return found;
    };
    const common = { workspace: this.workspace, onMove: () => this.splitters.forEach((splitter) => splitter.apply()) };
    const left = (): HTMLElement => (this.panels.lesson.hidden ? this.panels.code : this.panels.lesson);
    return [
      new Splitter({ ...common, handle: handle('lesson'), name: 'lesson', label: 'Width of the lesson', panel: left, side: 'before', vertical: true }),
      new Splitter({ ...common, handle: handle('code'), name: 'code', label: 'Width of the program', panel: () => this.panels.code, side: 'before', vertical: true }),
      new Splitter({ ...common, handle: handle('console'), name: 'console', label: 'Height of the console', panel: () => this.panels.console, side: 'after', vertical: false }),
    ];
  }

  private makeCollapsible(name: PanelName): void {
    const button = this.panels[name].querySelector<HTMLButtonElement>('.collapse');
    if (button === null) throw new Error(`internal bug: the panel ${name} has no fold button`);
    button.addEventListener('click', () => this.collapse(name, this.panels[name].dataset['collapsed'] === undefined));
    if (readSetting(`fold.${name}`, isBoolean) === true) this.collapse(name, true);
    else this.labelCollapse(name, false);
  }

  private collapse(name: PanelName, folded: boolean): void {
    const panel = this.panels[name];
    if (folded) panel.dataset['collapsed'] = '';
    else delete panel.dataset['collapsed'];
    this.workspace.toggleAttribute(`data-fold-${name}`, folded);
    writeSetting(`fold.${name}`, folded ? true : undefined);
    this.labelCollapse(name, folded);
    for (const splitter of this.splitters ?? []) splitter.apply();
  }

  private labelCollapse(name: PanelName, folded: boolean): void {
    const noun = { lesson: 'lesson', code: 'program', timeline: 'timeline', console: 'console' }[name];
    const button = this.panels[name].querySelector<HTMLButtonElement>('.collapse');
    const label = `${folded ? 'Show' : 'Hide'} the ${noun}`;
    button?.setAttribute('aria-label', label);
    button?.setAttribute('aria-expanded', String(!folded));
    if (button) button.title = label;
  }
}
