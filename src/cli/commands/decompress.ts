import { Command, Option } from 'commander';
import { CrayError } from '../../errors.js';
import type { Range } from '../../pipeline/decode/ranges.js';
import type { FindModel } from '../../pipeline/models.js';
import type { Context, ContextOf } from '../context.js';
import { checkOnlyName, STANDARD } from '../files.js';
import { unpackFolder } from '../folders.js';
import { GROUPS, withExamples } from '../help.js';
import { withInput } from '../input.js';
import { parseRanges } from '../itemRanges.js';
import { lookInto } from '../look.js';
import { originalOf } from '../metadata.js';
import { modelOfFile } from '../models.js';
import {
  batchOption,
  fileOptions,
  memoryOption,
  modelOption,
  type TransferOptions,
  threadsOption,
} from '../options.js';
import { restore } from '../restore.js';
import { restoreTarget } from '../restoreTarget.js';
import { carryOut, checkFiles, forEachInput, nameOf, perform } from '../transfer.js';

interface DecompressOptions extends TransferOptions {
  readonly items?: readonly Range[];
  readonly keepGoing?: boolean;
  readonly name?: boolean;
}

export function decompressCommand(contextOf: ContextOf): Command {
  const command = new Command('decompress')
    .summary('restore data sets')
    .description(
      'Restores what was compressed, byte for byte, and checks that it is; to a file or a ' +
        'folder, with the time and the permissions of the original. What was inside FILE.gz comes back as ' +
        'FILE, or FILE.inside where its name does not end so, never over another file unless that is named with -o. With -f a folder that is there is ' +
        'replaced by the one restored, with all that is in it.',
    )
    .argument('[files...]', '.cray files; - or nothing for standard input');
  for (const option of [
    modelOption('the one of the file, by its digests'),
    new Option(
      '--items <ranges>',
      'restore only these items, counted from 0: 100:200, :10, -5: or several between commas, each ' +
        'once and in their order in the file; to FILE.part, or before the ending of FILE to FILE.part.EXT, unless the output is named',
    ).argParser(parseRanges),
    new Option(
      '--keep-going',
      'restore all that is not damaged, say which items or files are missing, and end with status 2; of a folder ' +
        'only whole files, and none where the first chunk, which has their names, or what is before it is damaged; ' +
        'of joined files that make none together the first, and those that can follow it',
    ).conflicts('items'),
    ...fileOptions('output file (default: FILE without .cray, or stdout for stdin)'),
    new Option('-N, --name', 'give the restored file the name of the original').helpGroup(
      GROUPS.files,
    ),
    batchOption(),
    threadsOption(),
    memoryOption(),
  ]) {
    command.addOption(option);
  }
  withExamples(
    command,
    ['craystack decompress digits.cray', 'restores digits'],
    ['craystack decompress -c digits.cray | sha256sum', 'works in pipes'],
    ['craystack decompress holidays.cray', 'restores the folder'],
    ['craystack decompress --items 100:200 d.cray -o hundred', 'a part of it'],
    ['craystack decompress --keep-going bad.cray -o rest', 'what can be saved'],
  );
  return command.action((files: string[], options: DecompressOptions) =>
    run(files, options, contextOf()),
  );
}

async function run(files: string[], options: DecompressOptions, context: Context): Promise<void> {
  checkFiles(files, options);
  checkTogether(options);
  const { batch, threads, memory, model, items, keepGoing } = options;
  await forEachInput(files, 'decompress', context, async (input) => {
    if (options.rm && !options.force) await checkOnlyName(input);
    await withInput(input, async (opened) => {
      const findModel: FindModel = (header, provenance) => {
        if (header.unordered) {
          context.log.info(`${nameOf(input)}: has no order; its items come back sorted`);
        }
        return modelOfFile(model, input)(header, provenance);
      };
      let lost = false;
      const warn = (message: string, code?: 'CORRUPT' | 'UNSUPPORTED') => {
        lost = true;
        context.warn(`${nameOf(input)}: ${message}`, code);
      };
      const someItems = () => items !== undefined || lost;
      const looked = await lookInto(opened);
      const { provenance, stamp } = originalOf(opened, looked);
      const { output, force } = await restoreTarget(input, options, provenance);
      if (looked.folder) {
        checkForFolder(input, output, options);
        await perform(
          {
            label: 'decompress',
            input,
            output,
            someItems,
            async make(onProgress) {
              const onDamage = keepGoing ? warn : undefined;
              const how = { batch, threads, memory, model, force, onProgress, onDamage };
              return { to: await unpackFolder(input, looked, output, how) };
            },
          },
          options,
          context,
        );
        return;
      }
      await carryOut(
        {
          label: 'decompress',
          input,
          output,
          someItems,
          // A part of the original is as private as the whole, but as new as it is.
          stamp: items || keepGoing ? { mode: stamp.mode } : stamp,
          async start(onProgress) {
            const how = { items, keepGoing, batch, threads, memory, onProgress, warn };
            return restore(looked.stream, findModel, how);
          },
        },
        { ...options, force },
        context,
      );
    });
  });
}

/** @throws CrayError USAGE for options that make no sense together. */
function checkTogether({ rm, items, keepGoing, name, output, stdout }: DecompressOptions): void {
  if (rm && (items || keepGoing)) {
    throw new CrayError('USAGE', '--rm wants the whole data set restored, not a part of it');
  }
  if (name && (output !== undefined || stdout)) {
    throw new CrayError('USAGE', '-N names the output itself, so leave out -o and -c');
  }
}

/** @throws CrayError USAGE for what cannot be done with a folder. */
function checkForFolder(input: string, output: string, { items }: DecompressOptions): void {
  const reason =
    (output === STANDARD && 'restored to a folder, not to stdout: name it with -o FOLDER') ||
    (items && 'restored whole: --items is for data sets');
  if (reason) throw new CrayError('USAGE', `${nameOf(input)}: holds a folder, which is ${reason}`);
}
