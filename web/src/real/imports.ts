/** Every import that a program may have on the real machine. thread.ts must offer exactly these. */
const functions = {
  wasi: ['thread-spawn'],
  wasi_snapshot_preview1: [
    'fd_write', 'fd_read', 'fd_seek', 'fd_close', 'fd_fdstat_get', 'clock_time_get', 'random_get', 'proc_exit', 'sched_yield',
    'args_sizes_get', 'args_get', 'environ_sizes_get', 'environ_get',
  ],
  interleave: ['operation'],
} as const;

export const knownImports: ReadonlyMap<string, WebAssembly.ImportExportKind> = new Map<string, WebAssembly.ImportExportKind>([
  ['env.memory', 'memory'],
  ['interleave.lab', 'global'],
  ...Object.entries(functions).flatMap(([module, names]) =>
    names.map((name): [string, WebAssembly.ImportExportKind] => [`${module}.${name}`, 'function'])),
]);
