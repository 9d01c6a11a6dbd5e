import { CommanderError } from 'commander';
import { createContext } from './context.js';
import { explainUsage } from './problems.js';
import { createProgram } from './program.js';
import { handleSignals } from './signals.js';

/** Runs the command line. @returns the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  handleSignals();
  // A reader that closes its end has read what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  // Nobody is left to be told.
  process.stderr.on('error', () => {});
  try {
    await program.parseAsync(argv as string[]);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    createContext(program.opts()).report(explainUsage(error, program));
  }
  return Number(process.exitCode ?? 0);
}
