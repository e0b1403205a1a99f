/** What the address says after the #: which lesson. Unknown names are kept out, so that later parameters can join. */

export interface PageState {
  readonly lesson?: string;
}

export function parseFragment(hash: string): PageState {
  const lesson = new URLSearchParams(hash.replace(/^#/, '')).get('lesson');
  return lesson !== null && /^[\w-]{1,64}$/.test(lesson) ? { lesson } : {};
}

export function formatFragment(state: PageState): string {
  return state.lesson === undefined ? '' : `#lesson=${state.lesson}`;
}
