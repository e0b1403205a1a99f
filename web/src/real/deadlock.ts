/**
 * When is a run deadlocked? When every live thread waits for another thread (a lock, a condition, an
 * atomic, a join), no wait has a deadline, and nothing has moved for QuietMilliseconds. The quiet time
 * covers what the slots cannot show: a thread that was woken but has not cleared its `blocked` word yet,
 * or one that is just being started. A thread without a slot (more than SlotCount) could do anything,
 * so then nothing is said.
 *
 * What it does not find: a deadlock among some threads while another one runs or waits for input, and
 * loops that spin for ever (livelock). The time limit and Stop end those.
 */
import { Blocked } from '../generated/abi.js';
import type { Observations } from './observations.js';
import type { LiveThread } from './recorder.js';
import type { BlockedKind, BlockedThread } from './types.js';

export const QuietMilliseconds = 800;

const kinds: ReadonlyMap<number, BlockedKind> = new Map<number, BlockedKind>([
  [Blocked.Lock, 'lock'],
  [Blocked.Condition, 'condition'],
  [Blocked.Atomic, 'atomic'],
  [Blocked.Join, 'join'],
  [Blocked.Channel, 'other'],
  [Blocked.Process, 'other'],
]);

export class DeadlockWatch {
  private state = '';
  private since = 0;

  /** `live`: threads alive by the machine's own count; `slots`: those that the recorder shows. */
  isDeadlock(milliseconds: number, live: number, slots: readonly LiveThread[]): boolean {
    const stuck = live > 0 && slots.length === live && slots.every((slot) => kinds.has(slot.blocked) && !slot.timed);
    const state = stuck ? slots.map((slot) => `${slot.thread}:${slot.blocked}:${slot.blockedOn}:${slot.head}`).join(' ') : '';
    if (!stuck || state !== this.state) this.since = milliseconds;
    this.state = state;
    return stuck && milliseconds - this.since >= QuietMilliseconds;
  }
}

/** What each thread waits for, in words. */
export function explainDeadlock(
  slots: readonly LiveThread[], seen: Observations, channelName: (id: number) => string | undefined = () => undefined,
): BlockedThread[] {
  return slots.map((slot) => {
    const kind = kinds.get(slot.blocked) ?? 'other';
    const name = seen.threadName(slot.thread);
    const line = seen.line(slot.thread);
    const objectName = slot.blocked === Blocked.Channel ? channelName(slot.blockedOn) ?? `channel ${slot.blockedOn}`
      : slot.blocked === Blocked.Process ? `process ${slot.blockedOn}`
      : kind === 'join' ? seen.threadName(slot.blockedOn) : seen.objectName(slot.blockedOn);
    const holder = kind === 'lock' ? seen.holder(slot.blockedOn) : undefined;
    const what = { thread: slot.thread, kind, object: slot.blockedOn, name, line, objectName, holder };
    const message = sentence(what, slot.blocked, (thread) => threadTitle(thread, seen.threadName(thread)));
    return { ...withoutUndefined(what), message };
  });
}

type Waiting = { [Key in keyof Omit<BlockedThread, 'message'>]: BlockedThread[Key] | undefined } & { kind: BlockedKind; thread: number; object: number };

function threadTitle(thread: number, name: string | undefined): string {
  if (name !== undefined && name !== '') return `thread ${thread} (${name})`;
  return thread === 0 ? 'the main thread' : `thread ${thread}`;
}

function sentence(waiting: Waiting, blocked: number, title: (thread: number) => string): string {
  const subject = title(waiting.thread);
  const object = waiting.objectName ?? `at address 0x${waiting.object.toString(16)}`;
  const where = waiting.line === undefined ? '' : ` (line ${waiting.line})`;
  const text = {
    lock: `waits for the lock ${object}${holderClause()}`,
    condition: `waits for the condition variable ${object}, and nobody is left to notify it`,
    atomic: `waits for the atomic ${object} to change`,
    join: `waits for ${title(waiting.object)} to finish`,
    other: blocked === Blocked.Channel ? `waits for the channel ${object}` : blocked === Blocked.Process ? `waits for ${object} to end` : 'waits',
  }[waiting.kind];
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${text}${where}.`;

  function holderClause(): string {
    if (waiting.holder === undefined) return '';
    return waiting.holder === waiting.thread ? ', which it holds itself' : `, which ${title(waiting.holder)} holds`;
  }
}

function withoutUndefined(waiting: Waiting): Omit<BlockedThread, 'message'> {
  const { thread, kind, object, name, line, objectName, holder } = waiting;
  return {
    thread,
    kind,
    object,
    ...(name !== undefined && { name }),
    ...(line !== undefined && { line }),
    ...(objectName !== undefined && { objectName }),
    ...(holder !== undefined && { holder }),
  };
}
