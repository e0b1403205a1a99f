/** How far a learner is: which lessons' programs were run to an end, and which challenges solved. Kept in this browser only. */
import { readSetting, writeSetting } from '../base/settings.js';

/** `run`: its program was run to an end. `solved`: its challenge too. */
export type Reached = 'run' | 'solved';

const Name = 'progress';
const isText = (value: unknown): value is string => typeof value === 'string';

export class Progress {
  private readonly reached = new Map<string, Reached>();

  constructor() {
    for (const entry of (readSetting(Name, isText) ?? '').split(' ')) {
      const [lesson, reached] = entry.split('=');
      if (lesson !== undefined && /^[\w-]{1,64}$/.test(lesson) && (reached === 'run' || reached === 'solved')) this.reached.set(lesson, reached);
    }
  }

  of(lesson: string): Reached | undefined {
    return this.reached.get(lesson);
  }

  /** Returns whether that is news; what was solved stays solved. */
  note(lesson: string, reached: Reached): boolean {
    const before = this.reached.get(lesson);
    if (before === reached || before === 'solved') return false;
    this.reached.set(lesson, reached);
    writeSetting(Name, [...this.reached].map(([name, value]) => `${name}=${value}`).join(' '));
    return true;
  }

  get count(): number {
    return this.reached.size;
  }
}
