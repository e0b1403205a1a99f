/** The Share dialog: its three pages are built when they are first seen, and told each time that the dialog is opened. */
import { element } from '../base/dom.js';
import { dialog } from '../page/dialogs.js';
import { Tabs } from '../page/tabs.js';

export interface SharePage {
  readonly id: string;
  readonly label: string;
  readonly panel: HTMLElement;
  /** The page comes to be seen: what it shows may be old. */
  refresh(): void;
}

export class ShareDialog {
  private readonly box: HTMLDialogElement;
  private readonly tabs: Tabs;

  constructor(private readonly pages: readonly SharePage[]) {
    const bar = element('div', { class: 'inline-tabs share-tabs' });
    for (const { id, label, panel } of pages) {
      panel.id = `share-${id}`;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-label', label);
    }
    this.box = dialog('share-dialog', 'Share', bar, ...pages.map(({ panel }) => panel));
    this.tabs = new Tabs(bar, 'What to share', (index) => pages[index]?.refresh());
    this.tabs.set(pages.map(({ id, label, panel }) => ({ id: `share-${id}`, label, panels: [panel] })), 0);
  }

  close(): void {
    this.box.close();
  }

  open(id = 'link'): void {
    const at = Math.max(0, this.pages.findIndex((page) => page.id === id));
    this.tabs.show(at);
    this.pages[at]?.refresh();
    this.box.showModal();
  }
}
