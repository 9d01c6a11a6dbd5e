import { Argument, Command, Option } from 'commander';
import { counted } from '../../words.js';
import type { Context, ContextOf } from '../context.js';
import { STANDARD } from '../files.js';
import { withExamples } from '../help.js';
import { openOptions, type ReadingOptions, readingOptions } from '../reading.js';
import { writeStandard } from '../standardOutput.js';
import { dataOption, leftOut } from '../trainingOptions.js';
import { writeOutput } from '../write.js';

interface InitOptions extends ReadingOptions {
  readonly data: readonly string[];
  readonly output?: string;
  readonly force?: boolean;
}

type Kind = 'vae' | 'neighbourhood';

export function initCommand(contextOf: ContextOf): Command {
  const command = new Command('init')
    .summary('write a starter spec for a model of your own')
    .description(
      'Writes a spec that fits data, to be trained as it is or changed first: of a variational ' +
        'autoencoder, or of a network that sees the neighbours of each pixel, which makes smaller files.',
    )
    .addArgument(new Argument('<kind>', 'what model').choices(['vae', 'neighbourhood']))
    .addOption(dataOption('data that the model is for'))
    .addOption(new Option('-o, --output <spec>', 'where to write it (default: KIND.json)'))
    .addOption(new Option('-f, --force', 'overwrite that file'));
  for (const option of readingOptions()) command.addOption(option);
  withExamples(
    command,
    ['craystack init neighbourhood --data digits', 'writes neighbourhood.json'],
    ['craystack init vae --data photos/ -o photos.json', 'of a folder of images'],
  );
  return command.action((kind: Kind, options: InitOptions) => run(kind, options, contextOf()));
}

async function run(kind: Kind, options: InitOptions, { log }: Context): Promise<void> {
  const { readItems, nameOfData } = await import('../../train/data.js');
  const { starter } = await import('../../train/starter.js');
  const { data, output = `${kind}.json`, force = false } = options;
  const items = await readItems(data, openOptions(options), leftOut(log));
  const where = data.join(', ');
  const text = starter(kind, items, nameOfData(data[0] as string) || kind, where);
  const pieces = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  if (output === STANDARD) return writeStandard(pieces);
  await writeOutput(output, pieces, force);
  const { shapes, dtype } = items;
  const kindOfItems = `${counted(shapes.length, `${dtype} item`)} of ${shapes[0]?.join(' x ') || '1'}`;
  log.info({ output, items: shapes.length }, `${output}: a spec for ${kindOfItems}`);
}
