/** What was explored, in words. */
import type { Explored, ExploredBug, ExploredOutcome, ExploreProgress } from './protocol.js';

const number = new Intl.NumberFormat('en');
export const counted = (count: number, noun: string): string => `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;

const BugTitles: Record<string, string> = {
  deadlock: 'Deadlock',
  'no-progress': 'No progress',
  'data-race': 'Data race',
  abort: 'The program aborts',
  trap: 'The program crashes',
  uncaught: 'An exception nobody catches',
  'exit-code': 'Exit code',
  misuse: 'Misuse',
  invalid: 'It cannot go on',
};
export const bugTitle = (bug: Pick<ExploredBug, 'kind'>): string => BugTitles[bug.kind] ?? bug.kind;

/** How an execution ended, short enough for a table. */
export function endWords(outcome: Pick<ExploredOutcome, 'end' | 'exit'>): string {
  if (outcome.end === 'stuck') return 'never ends';
  if (outcome.end === 'exit 0') return 'ends';
  return outcome.end.startsWith('exit') ? `ends with code ${outcome.exit}` : outcome.end;
}

export function headline(found: Explored): { readonly tone: 'good' | 'bad' | 'waiting'; readonly title: string; readonly detail: string } {
  const seen = found.executions + found.outcomes.filter((outcome) => outcome.end === 'stuck').reduce((sum, outcome) => sum + outcome.count, 0);
  const all = seen === 1 ? 'the one execution that there is' : `all ${counted(seen, 'different execution')}`;
  const how = found.complete ? all : `${counted(seen, 'execution')} so far`;
  const under = 'Different means: the order of operations that affect each other. Memory is sequentially consistent.';
  if (found.bugs.length > 0) {
    const kinds = [...new Set(found.bugs.map((bug) => bugTitle(bug).toLowerCase()))];
    return { tone: 'bad', title: `Found: ${kinds.join(', ')}`, detail: `Looked at ${how}. ${under}` };
  }
  if (found.tooLong > 0 && seen === 0) {
    return {
      tone: 'waiting',
      title: 'Too long to explore',
      detail: `No execution ends within ${counted(found.bounds.eventsPerExecution, 'operation')} that others can notice, and the number of interleavings grows with every one. Make the program smaller: fewer rounds, fewer threads.`,
    };
  }
  if (found.complete) return { tone: 'good', title: 'Proved: nothing goes wrong in any interleaving', detail: `Looked at ${how}: no data race, no deadlock, no failed assertion. ${under}` };
  return { tone: 'waiting', title: 'Nothing wrong so far', detail: `Looked at ${how}, not at all there are: this is no proof. Make the program smaller (fewer threads, fewer rounds) to see them all. ${under}` };
}

/** While it goes on. `estimate` only once it means something. */
export function progressWords(state: ExploreProgress, seconds: number, threads = 1): string {
  const rate = seconds > 0.2 ? `, ${counted(Math.round(state.executions / seconds), 'a second').replace(/a seconds$/, 'a second')}` : '';
  const share = state.progress;
  const left = share > 0.001 && seconds > 1 ? `, about ${counted(Math.max(1, Math.round(seconds * (1 - share) / share)), 'second')} left` : '';
  const together = threads > 1 ? ` on ${threads} processors` : '';
  return `${counted(state.executions, 'execution')}${rate}${rate === '' ? '' : together}${left}`;
}

/** Output as one line of a table: line ends are shown, long texts cut. */
export function outputWords(output: string, longest = 120): string {
  if (output === '') return '(no output)';
  const shown = output.replace(/\n$/, '').replaceAll('\n', ' ⏎ ');
  return shown.length <= longest ? shown : `${shown.slice(0, longest - 1)}…`;
}
