import { hangupIgnored } from './hangup.js';

const windows = process.platform === 'win32';

const ENDING: readonly NodeJS.Signals[] = windows
  ? ['SIGINT', 'SIGTERM', 'SIGHUP']
  : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGUSR2', 'SIGXCPU' as NodeJS.Signals];

/**
 * Signals that do nothing. Node would open a port for debuggers on SIGUSR1, which job systems send before a
 * limit; of a file that grows larger than is allowed, SIGXFSZ, the write that fails says more.
 */
const IGNORED: readonly NodeJS.Signals[] = windows ? [] : ['SIGUSR1', 'SIGXFSZ' as NodeJS.Signals];

/** Has the signals that end the program do what is given, and others nothing. */
export function onSignals(end: (signal: NodeJS.Signals) => void): void {
  const stays = hangupIgnored();
  for (const signal of ENDING) {
    process.on(signal, stays && signal === 'SIGHUP' ? () => {} : () => end(signal));
  }
  for (const signal of IGNORED) process.on(signal, () => {});
}
