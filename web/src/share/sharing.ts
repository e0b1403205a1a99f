/** What the Share button opens. */
import { byId } from '../base/dom.js';
import type { Shown } from './current_state.js';
import { EmbedPage } from './embed_page.js';
import { FilesPage, type Savable } from './files_page.js';
import { LinkPage } from './link_page.js';
import { ShareDialog } from './share_dialog.js';

export interface SharingSurroundings {
  shown(): Shown;
  savable(): Omit<Savable, 'link'>;
}

export class Sharing {
  private dialog: ShareDialog | undefined;

  constructor(private readonly around: SharingSurroundings) {
    byId('share').addEventListener('click', () => this.open('link'));
  }

  open(page: string): void {
    const shown = (): Shown => this.around.shown();
    this.dialog ??= this.make(shown);
    this.dialog.open(page);
  }

  private make(shown: () => Shown): ShareDialog {
    const link = new LinkPage(shown, pageAddress);
    const savable = (): Savable => ({ ...this.around.savable(), link: () => link.link ?? '' });
    return new ShareDialog([link, new EmbedPage(shown, pageAddress), new FilesPage(savable, () => this.dialog?.close())]);
  }
}

/** The page's own address without a fragment, also from within a frame. */
export function pageAddress(): string {
  return new URL('./', location.href.replace(/#.*/s, '')).href;
}
