import { CommanderError } from 'commander';
import { createContext } from './context.js';
import { explainUsage } from './problems.js';
import { createProgram } from './program.js';
import { handleSignals } from './signals.js';
import { letReadersGo, printed } from './standardOutput.js';

/** Runs the command line. @returns the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  const report = (error: unknown) => createContext(program.opts()).report(error);
  handleSignals();
  letReadersGo();
  // Nobody is left to be told.
  process.stderr.on('error', () => {});
  try {
    await program.parseAsync(argv as string[]);
  } catch (error) {
    // Help and version, which commander ends with.
    const asked = error instanceof CommanderError && error.exitCode === 0;
    if (!asked) report(explainUsage(error, program));
  }
  await printed().catch(report);
  return Number(process.exitCode ?? 0);
}
