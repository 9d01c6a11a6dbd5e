import { Command } from 'commander';
import type { Header } from '../../container/header.js';
import { decompress } from '../../pipeline/decompress.js';
import type { Context, ContextOf } from '../context.js';
import { openInput } from '../files.js';
import { modelOfFile } from '../models.js';
import { restoredName } from '../names.js';
import { type TransferOptions, transferOptions } from '../options.js';
import { carryOut, checkFiles, forEachInput, nameOf, outputName } from '../transfer.js';

export function decompressCommand(contextOf: ContextOf): Command {
  const command = new Command('decompress')
    .summary('restore data sets')
    .description('Restores what was compressed, byte for byte, and checks that it is.')
    .argument('[files...]', '.cray files; - or nothing for standard input')
    .option('-m, --model <model>', 'name or folder of the model (default: the one the file names)');
  for (const option of transferOptions(
    'output file (default: FILE without .cray, or stdout for stdin)',
  )) {
    command.addOption(option);
  }
  return command
    .addHelpText(
      'after',
      `
Examples:
  $ craystack decompress digits-idx3-ubyte.cray
  $ craystack decompress -c digits.cray | sha256sum`,
    )
    .action((files: string[], options: TransferOptions) => run(files, options, contextOf()));
}

async function run(files: string[], options: TransferOptions, context: Context): Promise<void> {
  checkFiles(files, options);
  const { batch, threads, model } = options;
  await forEachInput(files, 'decompress', context, async (input) => {
    const findModel = (header: Header) => {
      if (header.unordered) {
        context.log.info(`${nameOf(input)}: has no order; its items come back sorted`);
      }
      return modelOfFile(model)(header);
    };
    await carryOut(
      {
        label: 'decompress',
        input,
        output: outputName(input, options, restoredName),
        start: async (onProgress) =>
          decompress(await openInput(input), findModel, { batch, threads, onProgress }),
      },
      options,
      context,
    );
  });
}
