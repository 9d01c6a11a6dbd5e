import { Command, Option } from 'commander';
import { collect } from '../../bytes/collect.js';
import { isCray } from '../../container/block.js';
import { ownShape } from '../../data/dataset.js';
import { CrayError } from '../../errors.js';
import { heatmap } from '../../eval/heatmap.js';
import { inspect } from '../../eval/inspect.js';
import { compress } from '../../pipeline/encode/compress.js';
import type { Progress } from '../../pipeline/progress.js';
import { counted } from '../../words.js';
import type { Context, ContextOf } from '../context.js';
import { checkTarget, statIfAny } from '../files.js';
import { isFolder } from '../folders.js';
import { withExamples } from '../help.js';
import { withInput } from '../input.js';
import { inspectText } from '../inspectReport.js';
import { modelFor, modelOfFile } from '../models.js';
import { checkKind } from '../names.js';
import { count, memoryOption, modelOption } from '../options.js';
import { createBar } from '../progressBar.js';
import { checkReading, openOptions, type ReadingOptions, readingOptions } from '../reading.js';
import { print } from '../standardOutput.js';
import { aboutInput, forEachInput, nameOf } from '../transfer.js';
import { showingTried, tellingTried } from '../triedModels.js';
import { size } from '../units.js';
import { exists, writeOutput } from '../write.js';

interface InspectOptions extends ReadingOptions {
  readonly model?: string;
  readonly heatmap?: string;
  readonly items: number;
  readonly sort?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly memory?: number;
}

const NO_FOLDER =
  'is a folder, and inspect shows what the items of one data set cost: name a file in it; eval measures a folder';

export function inspectCommand(contextOf: ContextOf): Command {
  const command = new Command('inspect')
    .summary('show what items and pixels cost')
    .description(
      'Shows what each item costs under a model, as a histogram with the dearest and the cheapest, ' +
        'what each pixel costs, as a picture, and of files of numbers what each field costs and was taken for.',
    )
    .argument('[file]', 'a .cray file, or data; - or nothing for standard input')
    .addOption(modelOption('that of the .cray file, or one that fits the data'))
    .addOption(new Option('--heatmap <png>', 'paint the bits of each pixel'))
    .addOption(
      new Option('--items <n>', 'most items in the picture').argParser(count(10000)).default(64),
    )
    .addOption(new Option('--sort', 'the dearest items first'))
    .addOption(new Option('-f, --force', 'overwrite the picture'))
    .addOption(new Option('--json', 'the bits of all items, as one JSON object'))
    .addOption(memoryOption());
  for (const option of readingOptions()) command.addOption(option);
  withExamples(
    command,
    ['craystack inspect digits.cray', 'bits of items'],
    ['craystack inspect d.cray --heatmap d.png --sort', 'and of pixels'],
    ['craystack inspect p.png -m photo --heatmap h.png', 'of plain data'],
  );
  return command.action((file: string | undefined, options: InspectOptions) =>
    run(file === undefined ? [] : [file], options, contextOf()),
  );
}

async function run(files: string[], options: InspectOptions, context: Context): Promise<void> {
  const { heatmap: output, items, sort = false, force = false, json, model, memory } = options;
  const reading = openOptions(options);
  if (output !== undefined) {
    checkKind('--heatmap', output, ['.png']);
    if ((await statIfAny(output))?.isFile() && !force) throw exists(output);
  }
  await forEachInput(files, 'inspect', context, async (input) => {
    if (await isFolder(input)) throw new CrayError('USAGE', `${input}: ${NO_FOLDER}`);
    if (output !== undefined) await checkTarget(input, output, false);
    const bytes = await withInput(input, ({ stream }) => collect(stream));
    if (isCray(bytes)) checkReading(nameOf(input), options);
    await aboutInput(input, async () => {
      const find = tellingTried(
        modelFor({ model, memory, onTried: showingTried(context) }),
        nameOf(input),
        context.log,
      );
      const bar = createBar('inspect', context.progress);
      // Bytes have no pixels that could be painted.
      const asBytes = output === undefined ? ('arrays' as const) : false;
      const packing = { memory, embedModel: true, asBytes, ...reading };
      const onProgress = ({ part }: Progress) => bar.draw(part, ['compressing']);
      const cray = isCray(bytes)
        ? bytes
        : await collect(compress([bytes], find, { ...packing, onProgress }));
      const onElements = (done: number) =>
        bar.draw(undefined, [`${counted(done, 'element')} gone through`]);
      const inspection = await inspect(cray, modelOfFile(model, input), {
        memory,
        onElements,
      }).finally(bar.stop);
      if (output !== undefined) {
        const png = await heatmap(inspection, { most: items, sorted: sort });
        await writeOutput(output, pieces(png), force);
        const { pictures } = inspection;
        const shown = pictures
          ? `blocks of ${counted(Math.min(items, pictures.length), 'picture')}`
          : `pixels of ${counted(Math.min(items, inspection.items), 'item')}`;
        const text = `${output}: a PNG of what the ${shown} cost, ${size(png.length)}`;
        context.log.info({ output, bytes: png.length }, text);
      }
      const { itemBits, fields, numbers, items: number, model: name } = inspection;
      const kind = { dtype: numbers, shape: ownShape(inspection.shape, numbers) };
      const record = {
        model: name,
        ...kind,
        items: number,
        itemBits: itemBits && [...itemBits],
        fields,
      };
      print(json ? `${JSON.stringify(record)}\n` : inspectText(nameOf(input), inspection));
    });
  });
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
