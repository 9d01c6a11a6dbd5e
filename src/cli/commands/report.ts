import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { collect } from '../../bytes/collect.js';
import { ByteSource } from '../../bytes/source.js';
import { isCray } from '../../container/block.js';
import { readFront } from '../../container/front.js';
import { CrayError } from '../../errors.js';
import { hasItems } from '../../eval/evaluate.js';
import { installedPeers } from '../../peers/measure.js';
import { decompress } from '../../pipeline/decode/decompress.js';
import type { ChooseOptions } from '../../pipeline/encode/chooseModel.js';
import type { FindDataModel } from '../../pipeline/encode/compress.js';
import { DEFAULT_MEMORY } from '../../pipeline/memory.js';
import { modelOfFront } from '../../pipeline/models.js';
import type { MeasuredFile } from '../../report/measure.js';
import { counted } from '../../words.js';
import type { Context, ContextOf } from '../context.js';
import { NO_ITEMS } from '../evalReport.js';
import { checkTarget, statIfAny } from '../files.js';
import { isFolder } from '../folders.js';
import { withExamples } from '../help.js';
import { withInput } from '../input.js';
import { creator, provenanceOf } from '../metadata.js';
import { modelFor, modelOfFile } from '../models.js';
import { checkKind } from '../names.js';
import { memoryOption } from '../options.js';
import { createBar } from '../progressBar.js';
import { checkReading, openOptions, type ReadingOptions, readingOptions } from '../reading.js';
import { print } from '../standardOutput.js';
import { removeHalfDone } from '../thread/halfDone.js';
import { halfDone } from '../thread/port.js';
import { aboutInput, forEachInput, nameOf } from '../transfer.js';
import { showingTried, tellingTried } from '../triedModels.js';
import { size } from '../units.js';
import { exists, writeOutput } from '../write.js';

interface ReportOptions extends ReadingOptions {
  readonly model?: string[];
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly peers: boolean;
  readonly memory?: number;
}

const NO_FOLDER =
  'is a folder, and report is about files: name those in it; eval measures a folder';

export function reportCommand(contextOf: ContextOf): Command {
  const command = new Command('report')
    .summary('make a page of where the bits go')
    .description(
      'Measures models on data, as eval does, compares with other compressors that are installed, and makes ' +
        'one page of it: where the bits go, rate against speed, what items and pixels cost, and how well ' +
        'the frequencies that the model codes with are those of the data. Needs no network to be read.',
    )
    .argument('[files...]', '.cray files, or data; - or nothing for standard input')
    .addOption(
      new Option(
        '-m, --model <model>',
        'name or folder of a model; may be given several times (default: that of the .cray file, or one that fits)',
      ).argParser((name: string, before: string[] = []) => [...before, name]),
    )
    .addOption(new Option('-o, --output <html>', 'the page'))
    .addOption(new Option('-f, --force', 'overwrite the page'))
    .addOption(new Option('--no-peers', 'compare with no other compressors'))
    .addOption(new Option('--json', 'its figures, as docs/report.schema.json has them'))
    .addOption(memoryOption());
  for (const option of readingOptions()) command.addOption(option);
  withExamples(
    command,
    ['craystack report digits -o report.html', 'by the best model'],
    ['craystack report -m photo *.png -o r.html', 'several files, one page'],
    ['craystack report d --json > r.json', 'the figures alone'],
  );
  return command.action((files: string[], options: ReportOptions) =>
    run(files, options, contextOf()),
  );
}

async function run(files: string[], options: ReportOptions, context: Context): Promise<void> {
  const { output, json } = options;
  if (output === undefined && !json) {
    throw new CrayError('USAGE', 'expected -o FILE.html for the page, or --json for its figures');
  }
  if (output !== undefined) checkKind('-o', output, ['.html', '.htm']);
  await checkPage(files, output, options.force);
  const measured = await measureAll(files, options, context);
  if (measured.length === 0) return;
  // What draws takes time to load, which other commands do not wait for.
  const [{ reportOf }, { page }] = await Promise.all([
    import('../../report/measure.js'),
    import('../../report/page.js'),
  ]);
  const report = reportOf(measured.map((file) => file.report));
  if (output !== undefined) {
    const bytes = new TextEncoder().encode(page(report, measured));
    await writeOutput(output, pieces(bytes), options.force ?? false);
    const text = `${output}: a page about ${counted(measured.length, 'file')}, ${size(bytes.length)}`;
    context.log.info({ output, bytes: bytes.length }, text);
  }
  if (json) print(`${JSON.stringify(report, null, 2)}\n`);
}

/** Finds out before anything is measured whether the page can be written. */
async function checkPage(
  files: readonly string[],
  output: string | undefined,
  force = false,
): Promise<void> {
  if (output === undefined) return;
  if ((await statIfAny(output))?.isFile() && !force) throw exists(output);
  for (const file of files) await checkTarget(file, output, false).catch(ignoreMissing);
}

/** A file that is not there is said to be when its turn comes. */
function ignoreMissing(error: unknown): void {
  if (!/no such file/.test((error as Error).message)) throw error;
}

async function measureAll(
  files: readonly string[],
  { model: models, peers, memory, ...reading }: ReportOptions,
  context: Context,
): Promise<MeasuredFile[]> {
  const { measureFile } = await import('../../report/measure.js');
  const folder = mkdtempSync(join(tmpdir(), 'craystack-report-'));
  const done = halfDone(folder);
  const measured: MeasuredFile[] = [];
  try {
    const installed = peers ? await installedPeers() : [];
    const bar = createBar('report', context.progress);
    const onStep = (what: string, part?: number) => bar.draw(part, [what]);
    await forEachInput(files, 'report', context, async (input) => {
      if (await isFolder(input)) throw new CrayError('USAGE', `${input}: ${NO_FOLDER}`);
      const [bytes, provenance] = await withInput(
        input,
        async ({ stream, stats }) => [await collect(stream), provenanceOf(input, stats)] as const,
      );
      if (isCray(bytes)) checkReading(nameOf(input), reading);
      await aboutInput(input, async () => {
        const { data, found: finds } = await sourceOf(input, bytes, models ?? [undefined], {
          memory,
          onTried: showingTried(context),
        });
        if (!(await hasItems(data, openOptions(reading)))) {
          return context.log.info(`${nameOf(input)}: ${NO_ITEMS}`);
        }
        const found = finds.map((find) => tellingTried(find, nameOf(input), context.log));
        const options = {
          ...openOptions(reading),
          memory,
          peers: installed,
          folder,
          provenance: { ...creator(undefined), ...provenance },
          onStep,
        };
        measured.push(await measureFile(nameOf(input), data, found, options).finally(bar.stop));
      });
    });
  } finally {
    removeHalfDone(folder);
    done();
  }
  return measured;
}

/** The data of a file, those that it restores where it is a .cray file, and what finds their models. */
async function sourceOf(
  input: string,
  bytes: Uint8Array,
  models: readonly (string | undefined)[],
  { memory = DEFAULT_MEMORY, onTried }: ChooseOptions,
): Promise<{ data: Uint8Array; found: FindDataModel[] }> {
  if (!isCray(bytes)) {
    return { data: bytes, found: models.map((model) => modelFor({ model, memory, onTried })) };
  }
  const front = await readFront(new ByteSource([bytes]), memory);
  const own = modelOfFront(front, modelOfFile(undefined, input));
  const data = await collect(decompress([bytes], () => own, { memory }));
  const found = models.map((model) =>
    model === undefined ? () => own : modelFor({ model, memory, onTried }),
  );
  return { data, found };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
