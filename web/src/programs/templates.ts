/** What a program of one's own can begin with. */
import atomicFlag from './templates/atomic-flag.cpp?raw';
import producerConsumer from './templates/producer-consumer.cpp?raw';
import sharedCounter from './templates/shared-counter.cpp?raw';
import tasks from './templates/tasks.cpp?raw';
import twoThreads from './templates/two-threads.cpp?raw';

export interface Template {
  readonly name: string;
  readonly source: string;
}

export const Templates: readonly Template[] = [
  { name: 'Two threads', source: twoThreads },
  { name: 'Shared counter', source: sharedCounter },
  { name: 'Producer and consumer', source: producerConsumer },
  { name: 'Tasks and futures', source: tasks },
  { name: 'Atomic flag', source: atomicFlag },
];
