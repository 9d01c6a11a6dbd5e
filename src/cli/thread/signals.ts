const windows = process.platform === 'win32';

/** Signals that end the program. */
export const ENDING: readonly NodeJS.Signals[] = windows
  ? ['SIGINT', 'SIGTERM', 'SIGHUP']
  : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGUSR2', 'SIGXCPU' as NodeJS.Signals];

/**
 * Signals that do nothing. Node would open a port for debuggers on SIGUSR1, which job systems send before a
 * limit; of a file that grows larger than is allowed, SIGXFSZ, the write that fails says more.
 */
export const IGNORED: readonly NodeJS.Signals[] = windows
  ? []
  : ['SIGUSR1', 'SIGXFSZ' as NodeJS.Signals];
