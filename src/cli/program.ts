import { Command, Option, type OutputConfiguration } from 'commander';
import { modelNames } from '../model/model.js';
import { VERSION } from '../package.js';
import { completionCommand } from './commands/completion.js';
import { compressCommand } from './commands/compress.js';
import { concatCommand } from './commands/concat.js';
import { decompressCommand } from './commands/decompress.js';
import { evalCommand } from './commands/eval.js';
import { infoCommand } from './commands/info.js';
import { initCommand } from './commands/init.js';
import { inspectCommand } from './commands/inspect.js';
import { modelsCommand } from './commands/models.js';
import { reportCommand } from './commands/report.js';
import { testCommand } from './commands/test.js';
import { trainCommand } from './commands/train.js';
import { type Context, createContext } from './context.js';
import { HELP, withExamples } from './help.js';
import { print } from './standardOutput.js';

/**
 * The tree of commands and options. The help, the completions of shells and the man page are all
 * made from it, so that what stands here stands there too.
 *
 * @param columns that help may take.
 */
export function createProgram(columns = 80): Command {
  const program = new Command('craystack')
    .description('Lossless compression of data sets under a model, with bits-back and ANS coding.')
    .version(VERSION, '-V, --version', 'say which version this is')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .option('-q, --quiet', 'say nothing but errors')
    .option(
      '-v, --verbose',
      'say more: which models were tried, and on an error where it came from',
    )
    .option('--no-progress', 'show no progress bar, not even on a terminal')
    .addOption(
      new Option('--log-format <format>', 'form of the messages on stderr')
        .choices(['text', 'json'])
        .default('text'),
    )
    .showSuggestionAfterError()
    .configureHelp(HELP)
    .configureOutput(outputOf(columns))
    .exitOverride()
    .addHelpText('after', ({ command }) => {
      const help = command.createHelp();
      const width = command.configureOutput().getOutHelpWidth?.() ?? 80;
      return `\n${help.boxWrap(`Models: ${modelNames().join(', ')}`, width)}`;
    });
  withExamples(
    program,
    ['craystack compress digits-idx3-ubyte', 'writes digits-idx3-ubyte.cray'],
    ['craystack decompress digits-idx3-ubyte.cray', 'restores digits-idx3-ubyte'],
    ['zcat digits.gz | craystack compress > d.cray', 'works in pipes'],
    ['craystack compress --help', 'has more, as each command'],
  );

  const contextOf = (): Context => createContext(program.opts());
  for (const command of [
    compressCommand(contextOf),
    decompressCommand(contextOf),
    testCommand(contextOf),
    concatCommand(contextOf),
    infoCommand(contextOf),
    evalCommand(contextOf),
    inspectCommand(contextOf),
    initCommand(contextOf),
    trainCommand(contextOf),
    reportCommand(contextOf),
    modelsCommand(),
    completionCommand(),
  ]) {
    // Commands made apart do not inherit how errors are dealt with.
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

/** Where what commander writes goes: errors are reported by who runs the program. */
function outputOf(columns: number): OutputConfiguration {
  return {
    writeOut: print,
    writeErr: () => {},
    getOutHelpWidth: () => columns,
    getErrHelpWidth: () => columns,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  };
}
