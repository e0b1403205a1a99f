/** WASI preview 1 error numbers, which are also those of the guest's C library (wasi/api.h). */
export const Errno = {
  Success: 0,
  Again: 6,
  BadFile: 8,
  Fault: 21,
  Deadlock: 16,
  Invalid: 28,
  MessageSize: 35,
  NoMemory: 48,
  NoSystem: 52,
  Pipe: 64,
  NotSeekable: 70,
  NoProcess: 71,
  TimedOut: 73,
} as const;
