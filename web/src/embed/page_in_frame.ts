/** Puts the page (the template that tools/vite_embed.ts makes of index.html) in the poster's place, shaped for the frame. */
import '../style/main.css';
import '../style/embed.css';
import { byId } from '../base/dom.js';
import type { EmbedOptions } from './options.js';

export function shape({ layout, readonly }: EmbedOptions): void {
  const template = byId('page', HTMLTemplateElement);
  document.documentElement.dataset['embed'] = layout;
  document.documentElement.toggleAttribute('data-readonly', readonly);
  document.body.replaceChildren(template.content);
}
