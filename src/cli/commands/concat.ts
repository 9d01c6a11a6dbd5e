import { Command } from 'commander';
import { isSeekable } from '../../bytes/seekable.js';
import { CrayError } from '../../errors.js';
import { concat, type Joined } from '../../pipeline/concat.js';
import type { OnProgress } from '../../pipeline/progress.js';
import type { Context, ContextOf } from '../context.js';
import { checkTarget, STANDARD } from '../files.js';
import { withExamples } from '../help.js';
import { type Input, openInput } from '../input.js';
import { creator } from '../metadata.js';
import { memoryOption } from '../options.js';
import { carryOut, nameOf, outputOf } from '../transfer.js';

interface ConcatOptions {
  readonly output?: string;
  readonly stdout?: boolean;
  readonly force?: boolean;
  readonly comment?: string;
  readonly memory?: number;
}

export function concatCommand(contextOf: ContextOf): Command {
  const command = new Command('concat')
    .summary('join .cray files')
    .description(
      'Joins .cray files of the same model and kind of data into one with a single index, without ' +
        'decoding them and without the model. What it restores has the items of all. The files ' +
        'that cat makes are .cray files as well, also of different models, where their data are of one kind; concat gives them one index, by which they are quicker ' +
        'to look into, and takes less where chunks are many, some hundred bytes more where they are few.',
    )
    .argument('<files...>', '.cray files, in order')
    .option('-o, --output <file>', 'output file')
    .option('-c, --stdout', 'write to standard output')
    .option('-f, --force', 'overwrite the output file')
    .option('--comment <text>', 'a line for people, which info shows')
    .addOption(memoryOption())
    .action((files: string[], options: ConcatOptions) => run(files, options, contextOf()));
  return withExamples(
    command,
    ['craystack concat monday.cray tuesday.cray -o week.cray', 'joins two'],
    ['craystack concat cat-made.cray -o indexed.cray', 'gives it a new index'],
  );
}

async function run(files: string[], options: ConcatOptions, context: Context): Promise<void> {
  const { output: named, stdout, comment, memory } = options;
  if (stdout ? named !== undefined : named === undefined) {
    throw new CrayError('USAGE', 'name the output with -o FILE, or -c for stdout');
  }
  const output = named === undefined ? STANDARD : outputOf(named);
  for (const file of files) await checkTarget(file, output, false);
  let from = 0;
  const settings = {
    memory,
    provenance: creator(comment),
    onWarning: (message: string) => context.warn(message),
  };
  await carryOut(
    {
      label: 'concat',
      output,
      start: async (onProgress) =>
        joined(files, settings, onProgress, (bytes) => {
          from += bytes;
        }),
      from: () => from,
    },
    options,
    context,
  );
}

/** Opens all files, and closes them in the end. @param onOpened is told the bytes of each. */
async function* joined(
  files: readonly string[],
  settings: Omit<Parameters<typeof concat>[1], 'onProgress'>,
  onProgress: OnProgress,
  onOpened: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const inputs: Input[] = [];
  try {
    const sources: Joined[] = [];
    for (const file of files) {
      const input = await openInput(file);
      inputs.push(input);
      const { stream } = input;
      if (!isSeekable(stream)) {
        throw new CrayError('IO', `${nameOf(file)}: is no file, which concat reads twice`);
      }
      onOpened(stream.size);
      sources.push({ name: nameOf(file), input: stream });
    }
    yield* concat(sources, { ...settings, onProgress });
  } finally {
    for (const input of inputs) await input.close();
  }
}
