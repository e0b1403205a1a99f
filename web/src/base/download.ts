/** Files for the visitor, and their clipboard. */
import { element } from './dom.js';

export function download(name: string, content: BlobPart, type: string): void {
  const link = element('a', { download: name });
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** “The mutex” → “the-mutex” */
export const fileName = (title: string): string => title.normalize('NFKD').toLowerCase().replace(/[^\w]+/g, '-').replace(/^-+|-+$/g, '') || 'run';

/** Copies what a field shows, also where the browser does not let pages use the clipboard. False: neither way worked; the text is selected. */
export async function copyField(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand('copy');
  }
}
