/** WASI preview 1 error numbers, which are also those of the guest's C library (wasi/api.h). */
export const Errno = {
  Success: 0,
  Again: 6,
  BadFile: 8,
  Fault: 21,
  Invalid: 28,
  NoSystem: 52,
  NotSeekable: 70,
} as const;
