import { stat } from 'node:fs/promises';
import { isatty } from 'node:tty';
import { Command, Option } from 'commander';
import { MAX_LANES } from '../../container/header.js';
import type { Dataset } from '../../data/dataset.js';
import { restoredAsPixels, unwrapped } from '../../data/inWords.js';
import { CrayError } from '../../errors.js';
import { takesFields } from '../../model/build.js';
import type { Model } from '../../model/model.js';
import { compress, type FindDataModel } from '../../pipeline/encode/compress.js';
import { DEFAULT_LANES } from '../../pipeline/encode/plan.js';
import type { OnProgress } from '../../pipeline/progress.js';
import type { Restored } from '../../pipeline/restored.js';
import type { Context, ContextOf } from '../context.js';
import { checkOnlyName, STANDARD } from '../files.js';
import { checkFolderOptions, compressedFolderName, isFolder, packFolder } from '../folders.js';
import { GROUPS, withExamples } from '../help.js';
import { type Input, madeOf } from '../input.js';
import { isCrayFile } from '../look.js';
import { creator, provenanceOf, stampOf, statsOfFile } from '../metadata.js';
import { AUTO, modelFor, modelOfResult, neededModel } from '../models.js';
import { compressedName } from '../names.js';
import { notKeptOf, tellNotKept } from '../notKept.js';
import {
  batchOption,
  count,
  fileOptions,
  integer,
  memoryOption,
  modelOption,
  type TransferOptions,
  threadsOption,
} from '../options.js';
import { readBack } from '../readBack.js';
import { openOptions, type ReadingOptions, readingOptions } from '../reading.js';
import { checkGivenBack } from '../restored.js';
import { carryOut, checkFiles, forEachInput, nameOf, outputName } from '../transfer.js';
import { showingTried, tellingTried } from '../triedModels.js';

interface CompressOptions extends TransferOptions, ReadingOptions {
  readonly effort?: number;
  readonly lanes?: number;
  readonly chunk?: number;
  readonly seed?: number;
  readonly unordered?: boolean;
  readonly verify?: boolean;
  readonly embedModel?: boolean;
  readonly comment?: string;
  /** Undefined where it is left to the size of the file. */
  readonly metadata?: boolean;
}

export function compressCommand(contextOf: ContextOf): Command {
  const command = new Command('compress')
    .summary('compress data sets')
    .description(
      'Compresses data sets, images, arrays and any other file. What is restored later is byte for ' +
        'byte the file that went in; unless --exact is given, where that would take over 1 % more, of ' +
        `${restoredAsPixels()} a new file of the same pixels and metadata, and of a known file inside ` +
        `${unwrapped()} the file inside; with --unordered, the file with its items in sorted order. A folder becomes one file, with ` +
        'all that is in it; what cannot be read, and devices, sockets and FIFOs, are left out, with status 2. ' +
        'Owners, setuid, setgid and sticky bits, access lists and extended attributes are not kept. Files that are .cray files already are skipped, with status 2, but by -f.',
    )
    .argument('[files...]', 'data to compress; - or nothing for standard input');
  for (const option of [
    modelOption(`${AUTO}, the one that makes a sample smallest`),
    new Option(
      '--effort <n>',
      'of pictures, numbers and bytes: 1 is fast, 9 is small (default: 5)',
    ).argParser(integer(1, 9)),
    new Option(
      '--unordered',
      'do not keep the order of the items: saves log2(n!) bits for n different items by models that do not need it ' +
        '(the others may still take less, which is then said), and what is restored has the items of each chunk sorted',
    ).conflicts('exact'),
    new Option('--verify', 'decode each chunk before it is written (the default with --rm)'),
    new Option('--embed-model', 'put the model into the file, so that it is all that is needed'),
    new Option('--comment <text>', 'a line for people, which info shows'),
    new Option(
      '--metadata',
      "keep the original's name, time and permissions also where it is under 1 KiB",
    ),
    new Option('--no-metadata', 'leave them out in any case, and where its model is'),
    ...fileOptions('output file (default: FILE.cray, or stdout for stdin)'),
    new Option('--rm-anyway', 'the same, also where the very file is not what comes back')
      .conflicts('keep')
      .implies({ rm: true })
      .helpGroup(GROUPS.files),
    ...readingOptions(),
    ...tuningOptions(),
  ]) {
    command.addOption(option);
  }
  withExamples(
    command,
    ['craystack compress digits-idx3-ubyte', 'writes digits-idx3-ubyte.cray'],
    ['craystack compress --rm train.npy test.npy', 'deletes them once verified'],
    ['craystack compress digits -o d.cray', 'names the output'],
    ['craystack compress digits -m mnist-binary-vae', 'names the model'],
    ['craystack compress photo.png --effort 9', 'takes its time'],
    ['craystack compress holidays', 'a folder, to holidays.cray'],
    ['craystack compress scan --dtype u16', 'numbers and nothing else'],
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
      'items a chunk: memory against size, of which each takes some 26 bytes (default: 4 MiB of items, or what the model asks for; with --unordered all)',
    )
      .argParser(count(0x7fffffff))
      .helpGroup(GROUPS.tuning),
    new Option('--seed <n>', 'seed of the initial bits (default: 0)')
      .argParser(integer(0, 0xffffffff))
      .helpGroup(GROUPS.tuning),
    batchOption(),
    threadsOption(),
    memoryOption('make smaller chunks, or else refuse what takes more memory'),
  ];
}

async function run(files: string[], options: CompressOptions, context: Context): Promise<void> {
  checkFiles(files, options);
  const findModel = modelFor({ ...options, onTried: showingTried(context) });
  const reading = openOptions(options);
  const { batch, threads, memory, lanes, chunk: chunkItems, seed, unordered } = options;
  const tuning = { batch, threads, memory, lanes, seed };
  const { verify = options.rm, embedModel, comment } = options;
  const [metadata, keepProvenance] = [options.metadata !== false, options.metadata];
  await forEachInput(files, 'compress', context, async (input) => {
    const folder = await isFolder(input);
    const output = outputName(input, options, folder ? compressedFolderName : compressedName);
    checkNoTerminal(output);
    if (options.rm && !options.force && !folder) await checkOnlyName(input);
    if (folder) checkFolderOptions(input, options);
    else if (!options.force && (await isCrayFile(input))) {
      return context.skip(`${input}: is a .cray file, and skipped; -f compresses it`);
    }
    let note: string | undefined;
    const file = await statsOfFile(input);
    const { modelPlace, needs } = neededModel({ ...options, metadata });
    const findAndTell: FindDataModel = async (dataset) => {
      if (isCertain(dataset, options)) checkDeletion(promised(dataset, options), options);
      const found = await tellingTried(findModel, nameOf(input), context.log)(dataset);
      note = dataset.note && keptText(dataset.note, 'model' in found ? found.model : found);
      return found;
    };
    await carryOut(
      {
        label: 'compress',
        input,
        output,
        stamp: file && stampOf(file),
        async start(onProgress) {
          if (folder) {
            const stats = await stat(input);
            const provenance = { ...creator(comment), ...(metadata && provenanceOf(input, stats)) };
            const coding = { ...tuning, embedModel, modelPlace, verify, provenance, onProgress };
            return packFolder(input, output, options, coding, context);
          }
          const placing = { embedModel, modelPlace, keepProvenance };
          const coding = { ...reading, ...tuning, ...placing, chunkItems, unordered, verify };
          const make = ({ stream, stats }: Input) => {
            const provenance = { ...creator(comment), ...(metadata && provenanceOf(input, stats)) };
            const telling = { ...coding, provenance, onProgress };
            return checkedFirst(options, telling, (to) => compress(stream, findAndTell, to));
          };
          // With --rm that is an error, and the file is kept.
          return madeOf(input, make, () => options.rm || context.warn(changedText(input), 'IO'));
        },
        needs,
        readBack: () =>
          readBack(output, modelOfResult(options), { batch, threads, memory }, context),
      },
      options,
      context,
    );
    if (note) context.log.info(`${nameOf(input)}: ${note}`);
    if (file) tellNotKept(input, [notKeptOf(file)], context);
  });
}

/** @throws CrayError USAGE */
function checkNoTerminal(output: string): void {
  if (output !== STANDARD || !isatty(1)) return;
  throw new CrayError(
    'USAGE',
    'compressed data are not written to a terminal: redirect stdout, or name a file with -o FILE',
  );
}

/** What is said of a file that is not read as what it looks like, and why. */
function keptText(note: string, model: Model): string {
  const how = takesFields(model) ? ' and taken apart by what lies in them' : '';
  return `is kept as bytes${how}: ${note}`;
}

function changedText(input: string): string {
  return `${nameOf(input)}: changed while it was read, so what was made of it may be neither what it was nor what it is`;
}

/**
 * The bytes that something makes, before the first of which it is checked that the file may be deleted: which form
 * is taken, and so what comes back, may be known only then.
 */
async function* checkedFirst<T extends { readonly onProgress: OnProgress }>(
  options: CompressOptions,
  telling: T,
  make: (telling: T) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let restores: Restored | undefined;
  const onProgress: OnProgress = (progress) => {
    restores = progress.restores;
    telling.onProgress(progress);
  };
  for await (const bytes of make({ ...telling, onProgress })) {
    if (restores) checkDeletion(restores, options);
    yield bytes;
  }
}

/** @throws CrayError USAGE where the file shall be deleted, and not its very bytes come back. */
function checkDeletion(restores: Restored, { rm, rmAnyway }: CompressOptions): void {
  if (rm && !rmAnyway) checkGivenBack(restores);
}

/** Whether it is known before a data set is coded what will come back of it. */
function isCertain({ asBytes }: Dataset, { unordered }: CompressOptions): boolean {
  return unordered || !asBytes;
}

/** What will come back of a data set, as far as it is known before it is coded. */
function promised(
  { fidelity, inside, fileBytes }: Dataset,
  { unordered = false }: Pick<CompressOptions, 'unordered'>,
): Restored {
  return { fidelity, unordered, inside, fileBytes };
}
