/** The glossary on the page: fetched after the lesson, linked into its prose, and shown as a dialog. */
import { byId, element } from '../base/dom.js';
import { dialog } from '../page/dialogs.js';
import { Glossary, glossaryList, parseGlossary, type Term } from './glossary.js';

export class GlossaryPage {
  private glossary: Glossary | undefined;
  private made: HTMLDialogElement | undefined;
  private prose: HTMLElement | undefined;

  constructor(private readonly url: URL) {
    byId('glossary').addEventListener('click', () => this.open());
  }

  /** Without it the page works as before: a failure is only not having it. */
  async load(): Promise<void> {
    try {
      const response = await fetch(this.url);
      if (response.ok) this.glossary = new Glossary(parseGlossary(await response.json()));
    } catch {
      return;
    }
    byId('glossary').hidden = this.glossary === undefined;
    if (this.prose !== undefined) this.link(this.prose);
  }

  /** Links the terms of a lesson's text, now or when the glossary has come. */
  link(prose: HTMLElement): void {
    this.prose = prose;
    this.glossary?.link(prose, (term) => this.open(term));
  }

  private open(term?: Term): void {
    if (this.glossary === undefined) return;
    this.made ??= dialog('glossary-dialog', 'Glossary', glossaryList(this.glossary, () => this.made?.close()));
    this.made.showModal();
    const entry = [...this.made.querySelectorAll<HTMLElement>('dt')].find(({ dataset }) => dataset['term'] === term?.term);
    for (const marked of this.made.querySelectorAll('dt[data-chosen]')) marked.removeAttribute('data-chosen');
    entry?.setAttribute('data-chosen', '');
    entry?.scrollIntoView({ block: 'center' });
    if (entry === undefined) this.made.querySelector('.dialog-body')?.scrollTo(0, 0);
  }
}

/** For the end of a lesson. */
export const glossaryLink = (): HTMLElement => element('button', { type: 'button', class: 'link-button', onclick: () => byId('glossary').click() }, 'Glossary');
