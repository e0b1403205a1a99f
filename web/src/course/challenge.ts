/**
 * A lesson's challenge: something to bring about, by hand, by changing the program, or for all interleavings, and how the page
 * recognises that it was. Pure.
 */

/** Which way it is to be solved: stepping by hand, by a run on one of the machines, or by exploring all interleavings. */
export type ChallengeWay = 'hand' | 'lab' | 'real' | 'explore';

export interface Challenge {
  /** What to bring about; a line of Markdown. */
  readonly goal: string;
  readonly by: ChallengeWay;
  /** How the run has to end. With `explore` it is not used: every interleaving must be proved to be without a bug. */
  readonly ends: 'exit' | 'deadlock' | 'trap';
  /** What it has to print, all of it; with `explore` in every interleaving. Undefined: anything. */
  readonly output?: RegExp;
}

/** A run that has ended. */
export interface EndedRun {
  readonly by: 'hand' | 'lab' | 'real';
  readonly ending: string;
  /** The exit code, where it ended with one. */
  readonly code?: number;
  readonly output: string;
}

/** An exploration that has ended. */
export interface EndedExploration {
  readonly verdict: 'proved' | 'bug' | 'budget';
  readonly outcomes: readonly { readonly output: string }[];
}

const Ways: readonly ChallengeWay[] = ['hand', 'lab', 'real', 'explore'];

/** lesson.json's “challenge”; undefined if it has none, or none that can be understood (the build checks them all). */
export function parseChallenge(json: unknown): Challenge | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { goal, by, ends, output } = json as Readonly<Record<string, unknown>>;
  const way = Ways.find((name) => name === by);
  if (typeof goal !== 'string' || goal === '' || way === undefined) return undefined;
  const end = ends === 'deadlock' || ends === 'trap' ? ends : 'exit';
  if (typeof output !== 'string') return { goal, by: way, ends: end };
  try {
    return { goal, by: way, ends: end, output: new RegExp(`^(?:${output})$`) };
  } catch {
    return undefined;
  }
}

const prints = (challenge: Challenge, output: string): boolean => challenge.output?.test(output) ?? true;

/** A run solves it on the machine that it asks for; one that ended with another exit code than 0 does not. */
export function solvedByRun(challenge: Challenge, run: EndedRun): boolean {
  if (challenge.by !== run.by || challenge.ends !== run.ending) return false;
  return (run.ending !== 'exit' || run.code === 0) && prints(challenge, run.output);
}

export function solvedByExploring(challenge: Challenge, explored: EndedExploration): boolean {
  return challenge.by === 'explore' && explored.verdict === 'proved' && explored.outcomes.every(({ output }) => prints(challenge, output));
}

/** Where to go about it, in a few words. */
export function wayInWords(by: ChallengeWay): string {
  switch (by) {
    case 'hand': return 'Choose “by hand” beside Run, then Run.';
    case 'lab': return 'Change the program, and run it on the lab.';
    case 'real': return 'Change the program, and run it on real workers.';
    case 'explore': return 'Change the program, then explore it under “All interleavings”.';
  }
}
