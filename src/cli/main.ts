import { CommanderError } from 'commander';
import { createContext } from './context.js';
import { flagsApart } from './flags.js';
import { explainUsage } from './problems.js';
import { createProgram } from './program.js';
import type { CommandSetup } from './thread/messages.js';

/** Runs the command line. @returns the exit status. */
export async function main({ argv, columns }: CommandSetup): Promise<number> {
  const program = createProgram(columns);
  try {
    await program.parseAsync(flagsApart(argv.slice(2), program), { from: 'user' });
  } catch (error) {
    // Help and version, which commander ends with.
    const asked = error instanceof CommanderError && error.exitCode === 0;
    if (!asked) createContext(program.opts()).report(explainUsage(error, program));
  }
  return Number(process.exitCode ?? 0);
}
