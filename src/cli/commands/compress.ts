import { Command, Option } from 'commander';
import { MAX_LANES } from '../../container/header.js';
import { CrayError } from '../../errors.js';
import { compress, DEFAULT_LANES } from '../../pipeline/compress.js';
import type { Context, ContextOf } from '../context.js';
import { STANDARD } from '../files.js';
import { madeOf } from '../input.js';
import { creator, provenanceOf, stampOfFile } from '../metadata.js';
import { chooseModel } from '../models.js';
import { compressedName } from '../names.js';
import { count, integer, type TransferOptions, transferOptions } from '../options.js';
import { readBack } from '../readBack.js';
import { carryOut, checkFiles, forEachInput, outputName } from '../transfer.js';

interface CompressOptions extends TransferOptions {
  readonly lanes?: number;
  readonly chunk?: number;
  readonly seed?: number;
  readonly unordered?: boolean;
  readonly embedModel?: boolean;
  readonly comment?: string;
  readonly metadata: boolean;
}

export function compressCommand(contextOf: ContextOf): Command {
  const command = new Command('compress')
    .summary('compress data sets')
    .description(
      'Compresses data sets: idx files, also inside gzip. What is restored later is byte for byte ' +
        'the file that went in; of a .gz, the idx file inside; with --unordered, the file with its ' +
        'items in sorted order.',
    )
    .argument('[files...]', 'data to compress; - or nothing for standard input')
    .option('-m, --model <model>', 'name or folder of the model (default: one that fits the data)');
  for (const option of transferOptions('output file (default: FILE.cray, or stdout for stdin)')) {
    command.addOption(option);
  }
  return command
    .addOption(
      new Option('--lanes <n>', `lanes of the coder: speed (default: ${DEFAULT_LANES})`).argParser(
        count(MAX_LANES),
      ),
    )
    .addOption(
      new Option(
        '--chunk <n>',
        'items a chunk: memory against size (default: 4 MiB of items; with --unordered all)',
      ).argParser(count(0x7fffffff)),
    )
    .option(
      '--unordered',
      'do not keep the order of the items: saves log2(n!) bits for n different items, and what ' +
        'is restored has the items of each chunk sorted',
    )
    .addOption(
      new Option('--seed <n>', 'seed of the initial bits (default: 0)').argParser(
        integer(0, 0xffffffff),
      ),
    )
    .option('--embed-model', 'put the model into the file, so that it is all that is needed')
    .option('--comment <text>', 'a line for people, which info shows')
    .option('--no-metadata', "leave out the original's name, time and permissions")
    .addHelpText(
      'after',
      `
Examples:
  $ craystack compress digits-idx3-ubyte
  $ craystack compress --rm train.gz test.gz        deletes them when all is verified
  $ craystack compress digits.gz -m mnist-binary-vae -o digits.cray
  $ craystack compress - < digits-idx3-ubyte > digits.cray`,
    )
    .action((files: string[], options: CompressOptions) => run(files, options, contextOf()));
}

async function run(files: string[], options: CompressOptions, context: Context): Promise<void> {
  checkFiles(files, options);
  const findModel = chooseModel(options.model);
  const { batch, threads, memory, lanes, chunk: chunkItems, seed, unordered } = options;
  const { embedModel, comment, metadata } = options;
  await forEachInput(files, 'compress', context, async (input) => {
    const output = outputName(input, options, compressedName);
    if (output === STANDARD && process.stdout.isTTY) {
      throw new CrayError(
        'USAGE',
        'compressed data are not written to a terminal: redirect stdout, or name a file with -o FILE',
      );
    }
    await carryOut(
      {
        label: 'compress',
        input,
        output,
        stamp: await stampOfFile(input),
        start(onProgress) {
          const coding = { batch, threads, memory, lanes, chunkItems, seed, unordered, embedModel };
          return madeOf(input, ({ stream, stats }) => {
            const original = metadata ? provenanceOf(input, stats) : {};
            const provenance = { ...creator(comment), ...original };
            return compress(stream, findModel, { ...coding, provenance, onProgress });
          });
        },
        verify: () => readBack(output, options.model, { batch, threads, memory }),
      },
      options,
      context,
    );
  });
}
