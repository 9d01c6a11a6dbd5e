import { isatty } from 'node:tty';
import type { Logger } from 'pino';
import { createLogger } from './log.js';
import { describeError } from './problems.js';

/** Options of the program itself. */
export interface GlobalOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress: boolean;
  readonly logFormat: 'text' | 'json';
}

/** What a command needs of the world around it. */
export interface Context {
  readonly log: Logger;
  /** Whether to show progress. */
  readonly progress: boolean;
  /** Says what is damaged, or left out, though the program goes on, which then ends with status 2. */
  warn(message: string, code?: 'CORRUPT' | 'IO' | 'UNSUPPORTED'): void;
  /** Notes that an input is left as it is, of which the program ends with status 2. */
  skip(message: string): void;
  /** Says what went wrong, in one line, and has the program end with status 1. */
  report(error: unknown): void;
}

/** Gives the context once the options of the program are known. */
export type ContextOf = () => Context;

const EXIT_ERROR = 1;
const EXIT_WARNING = 2;

export function createContext({ quiet, verbose, progress, logFormat }: GlobalOptions): Context {
  const { env } = process;
  const level = (quiet && 'error') || (verbose && 'debug') || 'info';
  const log = createLogger({ json: logFormat === 'json', level });
  return {
    log,
    progress: progress && !quiet && logFormat === 'text' && isatty(2) && env.TERM !== 'dumb',
    warn(message, code = 'CORRUPT') {
      log.error({ code }, message);
      process.exitCode ||= EXIT_WARNING;
    },
    skip(message) {
      log.info(message);
      process.exitCode ||= EXIT_WARNING;
    },
    report(error) {
      const [code, message] = describeError(error);
      log.error({ code }, message);
      if (verbose && error instanceof Error) log.error(error.stack ?? '');
      process.exitCode = EXIT_ERROR;
    },
  };
}
