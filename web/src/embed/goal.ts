/** Whether a frame's goal is reached; it is told once. */
import type { CompletedMessage, FinishedMessage, Goal, OutcomeMessage } from './messages.js';

export function reaches(goal: Goal, message: FinishedMessage | OutcomeMessage): boolean {
  if (message.type === 'outcome') {
    if (goal === 'explored') return message.verdict !== 'budget';
    return (goal === 'bug' && message.verdict === 'bug') || (goal === 'proved' && message.verdict === 'proved');
  }
  if (goal === 'finished') return message.ending === 'exit';
  return goal === 'deadlock' && message.ending === 'deadlock';
}

export class GoalWatch {
  private told = false;

  constructor(private readonly goal: Goal | undefined, private readonly begun: number, private readonly now: () => number) {}

  /** The message to send, if this reached the goal for the first time. */
  watch(message: FinishedMessage | OutcomeMessage, lesson: string | undefined, changed: boolean): CompletedMessage | undefined {
    const { goal } = this;
    if (goal === undefined || this.told || !reaches(goal, message)) return undefined;
    this.told = true;
    return { type: 'completed', goal, lesson: lesson ?? null, changed, seconds: Math.round((this.now() - this.begun) / 1000) };
  }
}
