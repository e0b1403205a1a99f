/**
 * What the page remembers between visits: theme, sizes of the panels, which are folded. In a frame of another site storage
 * may be blocked; then the settings last as long as the page.
 */
const Prefix = 'interleave.';
const fallback = new Map<string, string>();

function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** The stored value, if there is one and `accepts` it. */
export function readSetting<T>(name: string, accepts: (value: unknown) => value is T): T | undefined {
  try {
    const text = storage()?.getItem(Prefix + name) ?? fallback.get(name);
    if (text === undefined || text === null) return undefined;
    const value: unknown = JSON.parse(text);
    return accepts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined forgets the setting. */
export function writeSetting(name: string, value: string | number | boolean | undefined): void {
  const text = value === undefined ? undefined : JSON.stringify(value);
  if (text === undefined) fallback.delete(name);
  else fallback.set(name, text);
  try {
    if (text === undefined) storage()?.removeItem(Prefix + name);
    else storage()?.setItem(Prefix + name, text);
  } catch {
    // Full or blocked: the setting lasts as long as the page.
  }
}

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
