import type { Logger } from 'pino';

/** What a command needs of the world around it. */
export interface Context {
  readonly log: Logger;
  /** Whether to show progress. */
  readonly progress: boolean;
  /** Says what is damaged though the program goes on, and has it end with status 2 at least. */
  warn(message: string): void;
  /** Says what went wrong, in one line, and has the program end with status 1. */
  report(error: unknown): void;
}

/** Gives the context once the options of the program are known. */
export type ContextOf = () => Context;
