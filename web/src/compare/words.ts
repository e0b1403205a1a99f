/** A step of a kept run in words. Pure. */
import { threadName } from '../moment/words.js';
import type { PictureStep } from './run_picture.js';

const Verbs: Readonly<Record<string, string>> = {
  thread_create: 'started', thread_start: 'began', thread_exit: 'ended', join_begin: 'began to wait for', join_end: 'had waited for', detach: 'detached', yield: 'offered its core',
  lock_request: 'asked for', lock_acquire: 'took', lock_fail: 'did not get', unlock: 'gave back', once_begin: 'began', once_end: 'ended',
  condition_wait: 'began to wait on', condition_wake: 'went on after waiting on', notify_one: 'notified one on', notify_all: 'notified all on',
  atomic_wait: 'began to wait for a change of', atomic_wake: 'went on after waiting for', atomic_notify: 'woke who waited for',
  semaphore_acquire: 'took a permit of', semaphore_release: 'gave permits to', barrier_arrive: 'arrived at', barrier_pass: 'went on past',
  sleep_begin: 'began to sleep', sleep_end: 'woke up', output: 'wrote to the console', input_begin: 'waited for input', input_end: 'got input',
  channel_send: 'sent into', channel_receive: 'received from', process_spawn: 'started', process_exit: 'ended its process',
};

/** What happens once: by a flag, or to a variable that is static in a function. */
const once = (name: string): string => `${/^(static |a static variable$)/.test(name) ? 'the initialisation of' : 'the call_once of'} ${name}`;

export function stepInWords({ thread, kind, object: name }: PictureStep): string {
  const object = kind.startsWith('once_') && name !== '' ? once(name) : name;
  const verb = Verbs[kind] ?? `did ${kind.replaceAll('_', ' ')}`;
  return `${threadName(thread)} ${verb}${object === '' ? '' : ` ${object}`}`;
}
