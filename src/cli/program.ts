import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { MAX_LANES } from '../container/header.js';
import { CrayError } from '../errors.js';
import { VERSION } from '../package.js';
import { DEFAULT_LANES } from '../pipeline/compress.js';
import { DEFAULT_BATCH } from '../spec/build.js';
import { modelNames } from '../spec/model.js';
import { removeTemporaries } from './files.js';
import { createLogger } from './log.js';
import {
  type CommonOptions,
  type CompressCommandOptions,
  type Context,
  runCompress,
  runDecompress,
  runInfo,
} from './run.js';

/** Options of the program itself. */
interface GlobalOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress: boolean;
  readonly logFormat: string;
}

const EXIT_ERROR = 1;
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
    return 0;
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

  program
    .command('compress')
    .summary('compress a data set')
    .description(
      'Compresses a data set: an idx file, also inside gzip. What is restored later is byte for\n' +
        'byte the file that went in; of a .gz, the idx file inside; with --unordered, the file with\n' +
        'its items in sorted order.',
    )
    .argument('[file]', 'data to compress; - or nothing for standard input')
    .option('-m, --model <model>', 'name or folder of the model (default: one that fits the data)')
    .option('-o, --output <file>', 'output file (default: FILE.cray, or stdout for stdin)')
    .option('-c, --stdout', 'write to standard output')
    .option('-f, --force', 'overwrite the output file')
    .option(
      '--lanes <n>',
      `lanes of the coder: speed (default: ${DEFAULT_LANES})`,
      count(MAX_LANES),
    )
    .option(
      '--chunk <n>',
      'items a chunk: memory against size (default: 4 MiB of items; with --unordered all)',
      count(0x7fffffff),
    )
    .option(
      '--unordered',
      'do not keep the order of the items: saves log2(n!) bits for n different items, and what\n' +
        'is restored has the items of each chunk sorted',
    )
    .option(
      '--batch <n>',
      `most items a network call: speed (default: ${DEFAULT_BATCH})`,
      count(65536),
    )
    .option('--seed <n>', 'seed of the initial bits (default: 0)', integer(0, 0xffffffff))
    .addHelpText(
      'after',
      `
Examples:
  $ craystack compress digits-idx3-ubyte
  $ craystack compress digits.gz -m mnist-binary-vae -o digits.cray
  $ craystack compress - < digits-idx3-ubyte > digits.cray`,
    )
    .action((file: string | undefined, options: CompressCommandOptions) =>
      runCompress(file, options, contextOf(program.opts())),
    );

  program
    .command('decompress')
    .summary('restore a data set')
    .description('Restores what was compressed, byte for byte, and checks that it is.')
    .argument('[file]', '.cray file; - or nothing for standard input')
    .option('-m, --model <model>', 'name or folder of the model (default: the one the file names)')
    .option('-o, --output <file>', 'output file (default: FILE without .cray, or stdout for stdin)')
    .option('-c, --stdout', 'write to standard output')
    .option('-f, --force', 'overwrite the output file')
    .option(
      '--batch <n>',
      `most items a network call: speed (default: ${DEFAULT_BATCH})`,
      count(65536),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ craystack decompress digits-idx3-ubyte.cray
  $ craystack decompress -c digits.cray | sha256sum`,
    )
    .action((file: string | undefined, options: CommonOptions) =>
      runDecompress(file, options, contextOf(program.opts())),
    );

  program
    .command('info')
    .summary('say what is in a .cray file')
    .description('Says what is in a .cray file and checks its checksums; needs no model.')
    .argument('[file]', '.cray file; - or nothing for standard input')
    .option('--json', 'one JSON object instead of text')
    .addHelpText('after', '\nExample:\n  $ craystack info digits.cray --json | jq .model')
    .action((file: string | undefined, options: { json?: boolean }) =>
      runInfo(file, options.json === true),
    );

  return program;
}

function contextOf(options: GlobalOptions): Context {
  return {
    log: createLogger({
      json: options.logFormat === 'json',
      level: options.quiet ? 'error' : 'info',
    }),
    progress: options.progress && !options.quiet && process.stderr.isTTY === true,
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

function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`expected an integer from ${least} to ${most}.`);
    }
    return value;
  };
}

function count(most: number): (text: string) => number {
  return integer(1, most);
}

function logFormat(text: string): string {
  if (text !== 'text' && text !== 'json') throw new InvalidArgumentError('expected text or json.');
  return text;
}
