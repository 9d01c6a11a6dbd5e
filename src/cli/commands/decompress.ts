import { Command } from 'commander';
import type { Header } from '../../container/header.js';
import { decompress } from '../../pipeline/decompress.js';
import type { Context, ContextOf } from '../context.js';
import { openInput } from '../files.js';
import { withExamples } from '../help.js';
import { modelOfFile } from '../models.js';
import { restoredName } from '../names.js';
import { batchOption, fileOptions, modelOption, type TransferOptions } from '../options.js';
import { carryOut, checkFiles, forEachInput, nameOf, outputName } from '../transfer.js';

export function decompressCommand(contextOf: ContextOf): Command {
  const command = new Command('decompress')
    .summary('restore data sets')
    .description('Restores what was compressed, byte for byte, and checks that it is.')
    .argument('[files...]', '.cray files; - or nothing for standard input');
  for (const option of [
    modelOption('the one the file names'),
    ...fileOptions('output file (default: FILE without .cray, or stdout for stdin)'),
    batchOption(),
  ]) {
    command.addOption(option);
  }
  withExamples(
    command,
    ['craystack decompress digits-idx3-ubyte.cray', 'restores digits-idx3-ubyte'],
    ['craystack decompress -c digits.cray | sha256sum', 'works in pipes'],
  );
  return command.action((files: string[], options: TransferOptions) =>
    run(files, options, contextOf()),
  );
}

async function run(files: string[], options: TransferOptions, context: Context): Promise<void> {
  checkFiles(files, options);
  const { batch, model } = options;
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
          decompress(await openInput(input), findModel, { batch, onProgress }),
      },
      options,
      context,
    );
  });
}
