import { readFile, stat } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { collect } from '../../bytes/collect.js';
import { isCray } from '../../container/block.js';
import { MAX_LANES } from '../../container/header.js';
import { openDirectory } from '../../data/folders.js';
import { CrayError } from '../../errors.js';
import { evaluate, hasItems } from '../../eval/evaluate.js';
import { evaluateFolder } from '../../eval/evaluateFolder.js';
import { parseBaseline, updated, verdicts } from '../../eval/gates.js';
import type { Baseline, Evaluation } from '../../eval/schema.js';
import { VERSION } from '../../package.js';
import { counted } from '../../words.js';
import type { Context, ContextOf } from '../context.js';
import { evalCsv, evalText, NO_ITEMS } from '../evalReport.js';
import { statIfAny } from '../files.js';
import { checkFolderOptions, isFolder, modelsOfFolder, openTold } from '../folders.js';
import { GROUPS, withExamples } from '../help.js';
import { withInput } from '../input.js';
import { describeErrors } from '../ioError.js';
import { creator, provenanceOf } from '../metadata.js';
import { modelFor, neededModel } from '../models.js';
import { batchOption, count, integer, memoryOption } from '../options.js';
import { createBar } from '../progressBar.js';
import { openOptions, type ReadingOptions, readingOptions } from '../reading.js';
import { print } from '../standardOutput.js';
import { aboutInput, forEachInput, nameOf } from '../transfer.js';
import { showingTried, tellingTried } from '../triedModels.js';
import { writeOutput } from '../write.js';

interface EvalOptions extends ReadingOptions {
  readonly model?: string[];
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly maxBpd?: number;
  readonly baseline?: string;
  readonly tolerance: number;
  readonly slower?: number;
  readonly updateBaseline?: boolean;
  readonly lanes?: number;
  readonly chunk?: number;
  readonly seed?: number;
  readonly batch?: number;
  readonly memory?: number;
}

export function evalCommand(contextOf: ContextOf): Command {
  const command = new Command('eval')
    .summary('measure models on data, and see where the bits go')
    .description(
      'Measures models on data: compresses, restores and compares, on one thread, and says what the ' +
        'model alone would cost, what the file costs, and what lies between. With limits, ends ' +
        'with status 1 where a figure is beyond them. Of a folder the whole is measured, and each of its data sets.',
    )
    .argument('[files...]', 'data to measure on, or folders; - or nothing for standard input')
    .addOption(
      new Option(
        '-m, --model <model>',
        'name or folder of a model; may be given several times (default: one that fits the data)',
      ).argParser((name: string, before: string[] = []) => [...before, name]),
    )
    .addOption(new Option('--json', 'one JSON object, as docs/eval.schema.json has it'))
    .addOption(new Option('--csv', 'a line for each result').conflicts('json'));
  for (const option of [...gateOptions(), ...readingOptions(), ...tuningOptions()]) {
    command.addOption(option);
  }
  withExamples(
    command,
    ['craystack eval digits', 'by the best model'],
    ['craystack eval -m photo -m ./mine digits', 'two models in one table'],
    ['craystack eval holidays', 'a folder, and its parts'],
    ['craystack eval -m ./mine digits --max-bpd 0.2', 'fails above it'],
    ['craystack eval d --baseline b.json --update-baseline', 'keeps figures'],
    ['craystack eval d --baseline b.json', 'fails if they got worse'],
  );
  return command.action((files: string[], options: EvalOptions) =>
    run(files, options, contextOf()),
  );
}

const NO_DATA =
  'is a .cray file, and eval measures models on data: decompress it first; info says how large it is, ' +
  'inspect and report take it as it is';

function gateOptions(): Option[] {
  return [
    new Option('--max-bpd <x>', 'fail above so many bits/dim of the whole file').argParser(number),
    new Option('--baseline <file>', 'fail where figures are worse than those in this file'),
    new Option('--tolerance <percent>', 'by how much bits/dim may be above the baseline, as 0.2%')
      .argParser(share)
      .default(0.002, '0.2%'),
    new Option(
      '--slower <percent>',
      'fail where a speed, against a fixed loop in the same process, is so much below the baseline, as 25%',
    ).argParser(share),
    new Option('--update-baseline', 'put the figures into the baseline instead'),
  ].map((option) => option.helpGroup('Gates:'));
}

function tuningOptions(): Option[] {
  return [
    new Option('--lanes <n>', 'as of compress').argParser(count(MAX_LANES)),
    new Option('--chunk <n>', 'as of compress').argParser(count(0x7fffffff)),
    new Option('--seed <n>', 'as of compress').argParser(integer(0, 0xffffffff)),
    batchOption(),
    memoryOption(),
  ].map((option) => option.helpGroup(GROUPS.tuning));
}

async function run(files: string[], options: EvalOptions, context: Context): Promise<void> {
  const { baseline: path, updateBaseline, json, csv } = options;
  for (const [name, value] of Object.entries({ slower: options.slower, updateBaseline })) {
    if (value === undefined || path !== undefined) continue;
    const option = name === 'slower' ? '--slower' : '--update-baseline';
    throw new CrayError('USAGE', `${option} needs --baseline FILE`);
  }
  const baseline = path === undefined ? undefined : await readBaseline(path, updateBaseline);
  const results: Evaluation[] = [];
  let empty = 0;
  const measure = measuring(options, context);
  await forEachInput(files, 'eval', context, async (input) => {
    const some = await measure(input);
    results.push(...some);
    if (some.length > 0) return;
    empty++;
    context.log.info(`${nameOf(input)}: ${NO_ITEMS}`);
  });
  if (results.length === 0 && empty === 0) return;
  const report = { schema: 'craystack-eval-1', craystack: VERSION, results };
  const text = csv ? evalCsv(results) : evalText(results);
  print(json ? `${JSON.stringify(report, null, 2)}\n` : text);
  if (path !== undefined && updateBaseline) {
    await writeBaseline(path, updated(baseline, results));
    const of = counted(results.length, 'result');
    context.log.info(`${path}: a baseline with the figures of ${of} in it`);
  }
  const { maxBpd, tolerance, slower } = options;
  const compared = updateBaseline ? undefined : baseline;
  const limits = { maxBpd, tolerance, slower, baseline: compared };
  for (const { passed, text } of verdicts(results, limits)) {
    if (passed) context.log.info(text);
    else context.report(new CrayError('GATE_FAILED', text));
  }
}

/** Measures all models on an input: nothing where that has no items. */
function measuring(
  options: EvalOptions,
  context: Context,
): (input: string) => Promise<Evaluation[]> {
  const { chunk: chunkItems, lanes, seed, batch, memory } = options;
  const tuning = { lanes, seed, batch, memory };
  const reading = openOptions(options);
  const onTried = showingTried(context);
  const models = (options.model ?? [undefined]).map((model) => ({
    findModel: modelFor({ model, chunkItems, ...tuning, onTried }),
    ofFolder: modelsOfFolder({ model, ...tuning, onTried }),
    modelPlace: neededModel({ model, metadata: true }).modelPlace,
  }));
  // What is to be said of a folder is said once.
  const open = (input: string, again: boolean) =>
    (again ? openDirectory : openTold)(input, { exact: reading.exact }, context);
  return async (input) => {
    const results: Evaluation[] = [];
    const folder = await isFolder(input);
    if (folder) checkFolderOptions(input, options);
    const { file, stats } = folder
      ? { file: undefined, stats: await stat(input) }
      : await read(input);
    if (file && !(await aboutInput(input, () => hasItems(file, reading)))) return [];
    const provenance = { ...creator(undefined), ...provenanceOf(input, stats) };
    for (const { findModel, ofFolder, modelPlace } of models) {
      const find = tellingTried(folder ? ofFolder.find : findModel, nameOf(input), context.log);
      const bar = createBar('eval', context.progress);
      const onStep = (step: string, part: number) => bar.draw(part, [step]);
      const coding = { ...tuning, provenance, modelPlace, onStep };
      const work = async () =>
        file
          ? [await evaluate(nameOf(input), file, find, { ...coding, ...reading, chunkItems })]
          : evaluateFolder(input, await open(input, results.length > 0), find, coding);
      results.push(...(await aboutInput(input, () => work().finally(bar.stop))));
      const unused = folder && results.length > 0 ? ofFolder.unused() : undefined;
      if (unused) context.log.info(`${nameOf(input)}: ${unused}`);
    }
    return results;
  };
}

/** The bytes of a file that is not a .cray file. @throws CrayError USAGE for one that is */
async function read(input: string) {
  const given = await aboutInput(input, () =>
    withInput(input, async ({ stream, stats }) => ({ file: await collect(stream), stats })),
  );
  if (isCray(given.file)) throw new CrayError('USAGE', `${nameOf(input)}: ${NO_DATA}`);
  return given;
}

/** One that is to be updated need not be there yet. */
async function readBaseline(path: string, mayBeNew = false): Promise<Baseline | undefined> {
  if (mayBeNew && !(await statIfAny(path))) return undefined;
  return parseBaseline(await describeErrors(path, () => readFile(path, 'utf8')), path);
}

async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
  const text = `${JSON.stringify(baseline, null, 2)}\n`;
  await writeOutput(
    path,
    (async function* () {
      yield new TextEncoder().encode(text);
    })(),
    true,
  );
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('expected a number above 0.');
}

/** A share in percent: without the sign, 0.2 would be 20 % for some and 0.2 % for others. */
function share(text: string): number {
  const [, digits] = /^(\d*\.?\d+)\s*%$/.exec(text) ?? [];
  const value = Number(digits) / 100;
  if (value >= 0 && value < 1) return value;
  throw new InvalidArgumentError('expected percent with their sign, below 100%, as 0.2%.');
}
