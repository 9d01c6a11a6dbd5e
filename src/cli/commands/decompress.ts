import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import type { Header } from '../../container/header.js';
import { CrayError } from '../../errors.js';
import type { Range } from '../../pipeline/ranges.js';
import type { Context, ContextOf } from '../context.js';
import { madeOf } from '../input.js';
import { parseRanges } from '../itemRanges.js';
import { originalOf } from '../metadata.js';
import { modelOfFile } from '../models.js';
import { restoredName } from '../names.js';
import { type TransferOptions, transferOptions } from '../options.js';
import { restore } from '../restore.js';
import { carryOut, checkFiles, forEachInput, nameOf, outputName } from '../transfer.js';

interface DecompressOptions extends TransferOptions {
  readonly items?: readonly Range[];
  readonly keepGoing?: boolean;
  readonly name?: boolean;
}

export function decompressCommand(contextOf: ContextOf): Command {
  const command = new Command('decompress')
    .summary('restore data sets')
    .description(
      'Restores what was compressed, byte for byte, and checks that it is; to a file, with the time ' +
        'and the permissions of the original.',
    )
    .argument('[files...]', '.cray files; - or nothing for standard input')
    .option('-m, --model <model>', 'name or folder of the model (default: the one the file names)');
  for (const option of transferOptions(
    'output file (default: FILE without .cray, or stdout for stdin)',
  )) {
    command.addOption(option);
  }
  return command
    .option('-N, --name', 'give the restored file the name of the original')
    .addOption(
      new Option(
        '--items <ranges>',
        'restore only these items, counted from 0: 100:200, :10, -5: or several between commas',
      ).argParser(parseRanges),
    )
    .addOption(
      new Option(
        '--keep-going',
        'restore all that is not damaged, say which items are missing, and end with status 2',
      ).conflicts('items'),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ craystack decompress digits-idx3-ubyte.cray
  $ craystack decompress -c digits.cray | sha256sum
  $ craystack decompress --items 100:200 digits.cray -o hundred
  $ craystack decompress --keep-going damaged.cray -o rest`,
    )
    .action((files: string[], options: DecompressOptions) => run(files, options, contextOf()));
}

async function run(files: string[], options: DecompressOptions, context: Context): Promise<void> {
  checkFiles(files, options);
  const { batch, threads, memory, model, items, keepGoing, name } = options;
  if (options.rm && (items || keepGoing)) {
    throw new CrayError('USAGE', '--rm wants the whole data set restored, not a part of it');
  }
  if (name && (options.output !== undefined || options.stdout)) {
    throw new CrayError('USAGE', '-N names the output itself, so leave out -o and -c');
  }
  await forEachInput(files, 'decompress', context, async (input) => {
    const findModel = (header: Header) => {
      if (header.unordered) {
        context.log.info(`${nameOf(input)}: has no order; its items come back sorted`);
      }
      return modelOfFile(model)(header);
    };
    const { provenance, stamp } = await originalOf(input);
    const named = () => join(dirname(input), provenance.name ?? '');
    await carryOut(
      {
        label: 'decompress',
        input,
        output: outputName(input, options, name && provenance.name ? named : restoredName),
        // A part of the original is as private as the whole, but as new as it is.
        stamp: items || keepGoing ? { mode: stamp.mode } : stamp,
        start(onProgress) {
          const warn = (message: string) => context.warn(`${nameOf(input)}: ${message}`);
          const how = { items, keepGoing, batch, threads, memory, onProgress, warn };
          return madeOf(input, ({ stream }) => restore(stream, findModel, how));
        },
      },
      options,
      context,
    );
  });
}
