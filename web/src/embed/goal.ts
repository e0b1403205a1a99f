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
    if (this.goal === undefined || !reaches(this.goal, message)) return undefined;
    return this.complete(this.goal, lesson, changed);
  }

  /** The lesson's challenge was solved. */
  solved(lesson: string | undefined, changed: boolean): CompletedMessage | undefined {
    return this.goal === 'challenge' ? this.complete(this.goal, lesson, changed) : undefined;
  }

  private complete(goal: Goal, lesson: string | undefined, changed: boolean): CompletedMessage | undefined {
    if (this.told) return undefined;
    this.told = true;
    return { type: 'completed', goal, lesson: lesson ?? null, changed, seconds: Math.round((this.now() - this.begun) / 1000) };
  }
}
