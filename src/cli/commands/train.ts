import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { CrayError } from '../../errors.js';
import { counted } from '../../words.js';
import type { Context, ContextOf } from '../context.js';
import { withExamples } from '../help.js';
import { integer } from '../options.js';
import { type Bar, createBar } from '../progressBar.js';
import { openOptions, type ReadingOptions, readingOptions } from '../reading.js';
import { halfDone, onInterrupt } from '../thread/port.js';
import { dataOption, leftOut, several } from '../trainingOptions.js';
import { duration } from '../units.js';

/** Most lines that say how far training is, where there is no bar. */
const LINES = 10;

interface TrainOptions extends ReadingOptions {
  readonly data: readonly string[];
  readonly valid?: readonly string[];
  readonly output: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly steps?: number;
  readonly seed?: number;
}

export function trainCommand(contextOf: ContextOf): Command {
  const command = new Command('train')
    .summary('train a model on data of your own')
    .description(
      'Trains the networks of a spec, as init writes it: what it makes small is the rate that will be ' +
        'paid, in bits/dim. The folder has the best model so far at any time, checkpoints from which ' +
        '--resume goes on exactly, and the curve as curve.jsonl and curve.svg. Ctrl-C saves.',
    )
    .argument('<spec>', 'a spec with a section "training", or the folder of a model that has one')
    .addOption(dataOption('data to train on'))
    .addOption(
      new Option(
        '--valid <files...>',
        'data to validate on (default: every 20th item of the others, 1000 at most; none of fewer than 20)',
      ).argParser(several),
    )
    .addOption(
      new Option(
        '-o, --output <folder>',
        "where the model goes; its name is the folder's",
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option('--resume', 'go on from the checkpoint in that folder, to more or fewer --steps'),
    )
    .addOption(new Option('-f, --force', 'begin anew, whatever is there').conflicts('resume'))
    .addOption(
      new Option('--steps <n>', "in place of the spec's").argParser(integer(1, 100_000_000)),
    )
    .addOption(
      new Option('--seed <n>', "in place of the spec's").argParser(integer(0, 0xffffffff)),
    );
  for (const option of readingOptions()) command.addOption(option);
  withExamples(
    command,
    ['craystack train vae.json --data digits -o models/own', 'trains it'],
    ['craystack train vae.json --data digits -o models/own --resume', 'on'],
    ['craystack compress digits -m models/own', 'by that model'],
  );
  return command.action((spec: string, options: TrainOptions) => run(spec, options, contextOf()));
}

async function run(path: string, options: TrainOptions, context: Context): Promise<void> {
  const { log } = context;
  const { output, resume = false, force = false, steps, seed } = options;
  const { readItems, sameItems, split } = await import('../../train/data.js');
  const { asTrained, checkFits, readSource } = await import('../../train/source.js');
  const { FILES } = await import('../../train/folder.js');
  const training = await import('../../train/run.js');
  if (!resume && !force) checkNew(output, Object.values(FILES));
  const source = readSource(path, output, {
    ...(steps === undefined ? {} : { steps }),
    ...(seed === undefined ? {} : { seed }),
  });
  const read = async (files: readonly string[]) => {
    const items = await readItems(files, openOptions(options), leftOut(log));
    checkFits(source, items, files.join(', '));
    return asTrained(source, items);
  };
  const data = await read(options.data);
  const others = options.valid && (await read(options.valid));
  if (others && sameItems(data, others)) {
    const where = options.valid?.join(', ');
    throw new CrayError('USAGE', `--valid ${where}: the data to validate are those to train on`);
  }
  const { train, valid } = others ? { train: data, valid: others } : split(data);
  for (const name of Object.values(FILES)) halfDone(`${join(output, name)}.part`);
  const bar = createBar('train', context.progress);
  const kept = valid?.shapes.length;
  const measured = kept ?? train.shapes.length;
  const noun = source.stretch === undefined ? ITEM : STRETCH;
  try {
    const result = await training.run({
      source,
      train,
      valid,
      folder: output,
      resume,
      onInterrupt: (save) =>
        onInterrupt(() => {
          const saved = save();
          bar.stop();
          log.info({ ...saved }, `${output}: ${savedText(saved)}`);
        }),
      onStart(engine, parameters, step) {
        const items = `${counted(train.shapes.length, ...noun)}, ${kept ?? TOO_FEW} to validate`;
        const from = step > 0 ? `, from step ${step} of ${source.training.steps}` : '';
        log.info(`${output}: ${counted(parameters, 'parameter')} on ${engine}, ${items}${from}`);
      },
      onKept: (spec) => log.info(`${output}: ${keptText(spec)}`),
      onProgress: showing(bar, context),
      onMeasured: (done) => bar.draw(done / measured, [`coding ${noun[0]} ${done}/${measured}`]),
    });
    bar.stop();
    log.info({ ...result }, `${output}: ${resultText(result, kept !== undefined, noun)}`);
  } finally {
    bar.stop();
  }
}

/** What is counted: items, or stretches of a series of them. */
type Noun = readonly [one: string, many: string];
const ITEM: Noun = ['item', 'items'];
const STRETCH: Noun = ['stretch', 'stretches'];

/** In place of how many items there are to validate with. */
const TOO_FEW = 'too few (under 20) for any';

/** What an interrupt leaves. */
function savedText({ step, best }: { readonly step: number; readonly best: number }): string {
  const model = best < step ? `, the model is that of step ${best}, the best so far` : '';
  return `stopped at step ${step}${model}; --resume goes on`;
}

/** Where the model is that another took the place of. */
function keptText(spec: string): string {
  return `the model that was there before is kept as ${spec}, for files that need it`;
}

/** What came of it, as its room, which is loaded only when it is used, has it. */
interface Result {
  readonly steps: number;
  readonly best: number;
  readonly seconds: number;
  readonly items: number;
  readonly estimate: number;
  readonly coded: number;
}

/** @param validated whether it is measured by items that it was not trained on. */
function resultText(result: Result, validated: boolean, noun: Noun): string {
  const { steps, best, seconds, items, estimate, coded } = result;
  const of = validated
    ? `${counted(items, ...noun)}, all there are to validate`
    : `${counted(items, ...noun)} of those it was trained on, since there were too few to keep any to validate`;
  return [
    `${steps} steps in ${duration(seconds)}`,
    ...(best < steps ? [`the model is that of step ${best}, the best`] : []),
    `estimate ${estimate.toFixed(4)} bits/dim`,
    `the codec takes ${coded.toFixed(4)} (of ${of})`,
  ].join(', ');
}

/** How far training is, as its room, which is loaded only when it is used, has it. */
interface Reached {
  readonly step: number;
  readonly steps: number;
  readonly training: number;
  readonly point: { readonly validation?: number } | undefined;
  readonly fresh: boolean;
}

/** Shows how far training is: in a bar, or without one in a few lines. */
function showing(bar: Bar, { log, progress }: Context): (reached: Reached) => void {
  const started = performance.now();
  let first: number | undefined;
  let spoken = 0;
  return ({ step, steps: all, training: bits, point, fresh }) => {
    first ??= step - 1;
    const seconds = (performance.now() - started) / 1000;
    const left = (seconds * (all - step)) / (step - first);
    const validation = point?.validation;
    const facts = [
      `step ${step}/${all}`,
      `${bits.toFixed(4)} bits/dim`,
      ...(validation === undefined ? [] : [`validation ${validation.toFixed(4)}`]),
    ];
    bar.draw(step / all, facts);
    const told = Math.floor((LINES * step) / all) > Math.floor((LINES * spoken) / all);
    if (!fresh || progress || !told) return;
    spoken = step;
    const [at, ...status] = [...facts, `${duration(left)} left`];
    log.info({ ...point }, `${at}: ${status.join(', ')}`);
  };
}

/** @throws CrayError IO where a model or a checkpoint is there already. */
function checkNew(folder: string, names: readonly string[]): void {
  const there = names.find((name) => existsSync(join(folder, name)));
  if (there === undefined) return;
  const message = 'already exists; --resume goes on, -f begins anew';
  throw new CrayError('IO', `${join(folder, there)}: ${message}`);
}
