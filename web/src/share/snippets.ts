/** What is pasted into another page: the element with its script, and the plain frame. */
import { optionWords, suitableHeight, type EmbedOptions } from '../embed/options.js';
import { plainLink } from './link.js';
import { pack } from './packed.js';
import type { SharedState } from './shared_state.js';

export interface EmbedWish extends Pick<EmbedOptions, 'layout' | 'panel' | 'theme' | 'readonly' | 'start' | 'goal'> {
  /** CSS pixels; undefined: the element asks the frame. */
  readonly height: number | undefined;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The frame's address. `base` ends with a slash. */
export function frameAddress(base: string, state: SharedState, wish: EmbedWish): string {
  const { source, parameters, range, name, ...plain } = state;
  const isPlain = source === undefined && parameters === undefined && range === undefined && name === undefined && (plain.schedule?.length ?? 0) <= 200;
  return `${base}embed.html${isPlain ? plainLink(plain) : `#${pack(state)}`}${optionWords(wish)}`;
}

export function frameSnippet(base: string, state: SharedState, wish: EmbedWish, title: string): string {
  return `<iframe src="${escaped(frameAddress(base, state, wish))}"\n        title="${escaped(`Interleave: ${title}`)}" width="100%" height="${wish.height ?? suitableHeight(wish, 800)}"\n`
    + '        loading="lazy" allow="cross-origin-isolated; clipboard-write" style="border: 0"></iframe>\n';
}

export function elementSnippet(base: string, state: SharedState, wish: EmbedWish): string {
  const attributes = [
    ...(['lesson', 'machine', 'cores', 'quantum', 'seed', 'schedule', 'hash', 'cursor', 'view'] as const).flatMap((name) => (state[name] === undefined ? [] : [`${name}="${String(state[name])}"`])),
    ...(state.whole === true ? ['whole'] : []), ...(state.name === undefined ? [] : [`title="${escaped(state.name)}"`]),
    ...optionWords(wish).split('&').filter((word) => word !== '').map((word) => word.replace(/=(.*)$/, '="$1"')),
    ...(wish.height === undefined ? [] : [`height="${wish.height}"`]),
  ];
  return `<script src="${escaped(base)}interleave-embed.js" defer></script>\n<interleave-playground ${attributes.join(' ')}>${state.source === undefined ? '' : `\n${escaped(state.source)}`}</interleave-playground>\n`;
}
