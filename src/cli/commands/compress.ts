import { stat } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { MAX_LANES } from '../../container/header.js';
import { CrayError } from '../../errors.js';
import { compress, DEFAULT_LANES } from '../../pipeline/compress.js';
import type { Context, ContextOf } from '../context.js';
import { STANDARD } from '../files.js';
import {
  checkFolderOptions,
  checkOutside,
  compressedFolderName,
  isFolder,
  packFolder,
} from '../folders.js';
import { GROUPS, withExamples } from '../help.js';
import { madeOf } from '../input.js';
import { creator, provenanceOf, stampOfFile } from '../metadata.js';
import { chooseModel } from '../models.js';
import { compressedName } from '../names.js';
import {
  batchOption,
  count,
  fileOptions,
  integer,
  memoryOption,
  modelOption,
  type TransferOptions,
} from '../options.js';
import { readBack } from '../readBack.js';
import { carryOut, checkFiles, forEachInput, outputName } from '../transfer.js';

interface CompressOptions extends TransferOptions {
  readonly lanes?: number;
  readonly chunk?: number;
  readonly seed?: number;
  readonly unordered?: boolean;
  readonly verify?: boolean;
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
    .argument('[files...]', 'data to compress; - or nothing for standard input');
  for (const option of [
    modelOption('one that fits the data'),
    new Option(
      '--unordered',
      'do not keep the order of the items: saves log2(n!) bits for n different items, and what ' +
        'is restored has the items of each chunk sorted',
    ),
    new Option('--verify', 'decode each chunk before it is written (the default with --rm)'),
    new Option('--embed-model', 'put the model into the file, so that it is all that is needed'),
    new Option('--comment <text>', 'a line for people, which info shows'),
    new Option('--no-metadata', "leave out the original's name, time and permissions"),
    ...fileOptions('output file (default: FILE.cray, or stdout for stdin)'),
    ...tuningOptions(),
  ]) {
    command.addOption(option);
  }
  withExamples(
    command,
    ['craystack compress digits-idx3-ubyte', 'writes digits-idx3-ubyte.cray'],
    ['craystack compress --rm train.gz test.gz', 'deletes them once verified'],
    ['craystack compress digits -o d.cray', 'names the output'],
    ['craystack compress digits -m mnist-binary-vae', 'names the model'],
    ['zcat digits.gz | craystack compress > d.cray', 'works in pipes'],
  );
  return command.action((files: string[], options: CompressOptions) =>
    run(files, options, contextOf()),
  );
}

function tuningOptions(): Option[] {
  return [
    new Option('--lanes <n>', `lanes of the coder: speed (default: ${DEFAULT_LANES})`)
      .argParser(count(MAX_LANES))
      .helpGroup(GROUPS.tuning),
    new Option(
      '--chunk <n>',
      'items a chunk: memory against size (default: 4 MiB of items; with --unordered all)',
    )
      .argParser(count(0x7fffffff))
      .helpGroup(GROUPS.tuning),
    new Option('--seed <n>', 'seed of the initial bits (default: 0)')
      .argParser(integer(0, 0xffffffff))
      .helpGroup(GROUPS.tuning),
    batchOption(),
    memoryOption(),
  ];
}

async function run(files: string[], options: CompressOptions, context: Context): Promise<void> {
  checkFiles(files, options);
  const findModel = chooseModel(options.model);
  const { batch, threads, memory, lanes, chunk: chunkItems, seed, unordered } = options;
  const { verify = options.rm } = options;
  const { embedModel, comment, metadata } = options;
  await forEachInput(files, 'compress', context, async (input) => {
    const folder = await isFolder(input);
    const output = outputName(input, options, folder ? compressedFolderName : compressedName);
    if (output === STANDARD && process.stdout.isTTY) {
      throw new CrayError(
        'USAGE',
        'compressed data are not written to a terminal: redirect stdout, or name a file with -o FILE',
      );
    }
    if (folder) {
      checkFolderOptions(input, options);
      await checkOutside(input, output);
    }
    await carryOut(
      {
        label: 'compress',
        input,
        output,
        stamp: await stampOfFile(input),
        async start(onProgress) {
          if (folder) {
            const original = metadata ? provenanceOf(input, await stat(input)) : {};
            const provenance = { ...creator(comment), ...original };
            const tuning = { batch, threads, memory, lanes, seed };
            const coding = { ...tuning, embedModel, verify, provenance, onProgress };
            return packFolder(input, options.model, coding, context);
          }
          const tuning = { batch, threads, memory, lanes, chunkItems, seed };
          const coding = { ...tuning, unordered, embedModel, verify };
          return madeOf(input, ({ stream, stats }) => {
            const original = metadata ? provenanceOf(input, stats) : {};
            const provenance = { ...creator(comment), ...original };
            return compress(stream, findModel, { ...coding, provenance, onProgress });
          });
        },
        readBack: () => readBack(output, options.model, { batch, threads, memory }, context),
      },
      options,
      context,
    );
  });
}
