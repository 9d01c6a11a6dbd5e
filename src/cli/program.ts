import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { CrayError } from '../errors.js';
import { VERSION } from '../package.js';
import { modelNames } from '../spec/model.js';
import { compressCommand } from './commands/compress.js';
import { concatCommand } from './commands/concat.js';
import { decompressCommand } from './commands/decompress.js';
import { infoCommand } from './commands/info.js';
import { modelsCommand } from './commands/models.js';
import { testCommand } from './commands/test.js';
import type { Context } from './context.js';
import { removeTemporaries } from './files.js';
import { createLogger } from './log.js';

/** Options of the program itself. */
interface GlobalOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress: boolean;
  readonly logFormat: string;
}

const EXIT_ERROR = 1;
const EXIT_WARNING = 2;
const EXIT_INTERRUPTED = 130;

/** Runs the command line. @returns the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  process.on('SIGINT', () => void interrupt());
  process.on('SIGTERM', () => void interrupt());
  // A reader that closes its end has read what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  try {
    await program.parseAsync(argv as string[]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    report(error, program.opts<GlobalOptions>());
    return EXIT_ERROR;
  }
}

function createProgram(): Command {
  const program = new Command('craystack')
    .description('Lossless compression of data sets under a model, with bits-back and ANS coding.')
    .version(VERSION)
    .option('-q, --quiet', 'say nothing but errors')
    .option('-v, --verbose', 'say more: on an error, where it came from')
    .option('--no-progress', 'show no progress bar, not even on a terminal')
    .option('--log-format <format>', 'messages on stderr as "text" or "json"', logFormat, 'text')
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeErr: () => {} })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ craystack compress digits-idx3-ubyte            writes digits-idx3-ubyte.cray
  $ craystack decompress digits-idx3-ubyte.cray     restores digits-idx3-ubyte
  $ zcat digits.gz | craystack compress > d.cray    works in pipes

Models: ${modelNames().join(', ')}`,
    );

  const contextOf = (): Context => createContext(program.opts());
  for (const command of [
    compressCommand(contextOf),
    decompressCommand(contextOf),
    testCommand(contextOf),
    concatCommand(contextOf),
    infoCommand(contextOf),
    modelsCommand(),
  ]) {
    // Commands made apart do not inherit how errors are dealt with.
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

function createContext(options: GlobalOptions): Context {
  const json = options.logFormat === 'json';
  const log = createLogger({ json, level: options.quiet ? 'error' : 'info' });
  return {
    log,
    progress: options.progress && !options.quiet && process.stderr.isTTY === true,
    warn(message) {
      log.error({ code: 'CORRUPT' }, message);
      process.exitCode ||= EXIT_WARNING;
    },
    report(error) {
      report(error, options);
      process.exitCode = EXIT_ERROR;
    },
  };
}

function report(error: unknown, options: GlobalOptions): void {
  const log = createLogger({ json: options.logFormat === 'json', level: 'error' });
  const [code, message] = describeError(error);
  log.error({ code }, message);
  if (options.verbose && error instanceof Error) log.error({}, error.stack ?? '');
}

/** A stable code and one line. An error without a code is a bug of ours; it is said to be one. */
function describeError(error: unknown): [string, string] {
  if (error instanceof CrayError) return [error.code, error.message];
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
    return ['USAGE', error.code === 'commander.help' ? 'expected a command; see --help' : message];
  }
  if (error instanceof RangeError) return ['USAGE', error.message];
  return ['INTERNAL', `${(error as Error)?.message ?? error} (this is a bug; please report it)`];
}

async function interrupt(): Promise<void> {
  await removeTemporaries();
  process.exit(EXIT_INTERRUPTED);
}

function logFormat(text: string): string {
  if (text !== 'text' && text !== 'json') throw new InvalidArgumentError('expected text or json.');
  return text;
}
