/**
 * A lesson's parameters: constants of its program that are worth playing with. `constexpr int Rounds = 1'000;` is the truth;
 * the controls beside the prose read it from the text and write it there.
 */

export interface Parameter {
  /** The constant's name in the program. */
  readonly name: string;
  readonly label: string;
  /** Absent: true or false. */
  readonly range?: { readonly minimum: number; readonly maximum: number };
}

/** What cannot be understood is left out: the lesson works without it. */
export function parseParameters(json: unknown): Parameter[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((item: unknown): Parameter[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { name, label, type, minimum, maximum } = item as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || !/^\w+$/.test(name)) return [];
    const words = typeof label === 'string' ? label : name;
    if (type === 'boolean') return [{ name, label: words }];
    return typeof minimum === 'number' && typeof maximum === 'number' && minimum < maximum ? [{ name, label: words, range: { minimum, maximum } }] : [];
  });
}

/** “Cores = 4, WithGil = false”: the parameters that have other values in `source` than in `original`; '' if none has. */
export function changedParameters(source: string, original: string, parameters: readonly Parameter[]): string {
  return parameters.flatMap((parameter) => {
    const value = valueIn(source, parameter);
    return value === undefined || value === valueIn(original, parameter) ? [] : [`${parameter.name} = ${value}`];
  }).join(', ');
}

export type ParameterValue = number | boolean;

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where the value stands in the program: digits, perhaps with marks between them, or true or false. */
function placeOf(source: string, { name, range }: Parameter): Place | undefined {
  const value = range === undefined ? 'true|false' : "-?\\d[\\d']*";
  const match = new RegExp(`^([ \\t]*(?:inline[ \\t]+|static[ \\t]+)?constexpr[ \\t]+[\\w:]+[ \\t]+${name}[ \\t]*=[ \\t]*)(${value})[ \\t]*;`, 'm').exec(source);
  if (match === null) return undefined;
  const from = match.index + (match[1] ?? '').length;
  return { from, to: from + (match[2] ?? '').length };
}

/** Undefined: the program has no such constant (any more), or computes it. */
export function valueIn(source: string, parameter: Parameter): ParameterValue | undefined {
  const place = placeOf(source, parameter);
  if (place === undefined) return undefined;
  const text = source.slice(place.from, place.to);
  return parameter.range === undefined ? text === 'true' : Number(text.replaceAll("'", ''));
}

/** What to put in place of which characters, so that the constant has this value. */
export function changeTo(source: string, parameter: Parameter, value: ParameterValue): (Place & { readonly text: string }) | undefined {
  const place = placeOf(source, parameter);
  return place === undefined ? undefined : { ...place, text: typeof value === 'boolean' ? String(value) : digits(value) };
}

/** 1500000 → 1'500'000, as a person writes it in C++. */
export function digits(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "'");
}

/** A slider has 100 steps; over wide ranges each is as much more as the one before, in numbers that one would choose. */
const Steps = 100;
const isWide = (minimum: number, maximum: number): boolean => minimum >= 0 && maximum - minimum > 1000;

export function positionOf(value: number, { minimum, maximum }: { readonly minimum: number; readonly maximum: number }): number {
  if (!isWide(minimum, maximum)) return (Steps * (value - minimum)) / (maximum - minimum);
  const least = Math.max(minimum, 1);
  return (Steps * Math.log(Math.max(value, least) / least)) / Math.log(maximum / least);
}

export function valueAt(position: number, { minimum, maximum }: { readonly minimum: number; readonly maximum: number }): number {
  if (!isWide(minimum, maximum)) return Math.round(minimum + (position / Steps) * (maximum - minimum));
  if (position <= 0) return minimum;
  const least = Math.max(minimum, 1);
  const exact = least * (maximum / least) ** (position / Steps);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return Math.min(maximum, Math.max(minimum, Math.round(exact / unit) * unit));
}
