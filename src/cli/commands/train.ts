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
import { onInterrupt } from '../signals.js';
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
        'paid, in bits/dim. The folder gets the model, checkpoints from which --resume goes on exactly, ' +
        'and the curve as curve.jsonl and curve.svg. Ctrl-C saves.',
    )
    .argument('<spec>', 'a spec with a section "training", or the folder of a model that has one')
    .addOption(dataOption('data to train on'))
    .addOption(
      new Option(
        '--valid <files...>',
        'data to validate on (default: every 20th item of the others, 1000 at most)',
      ).argParser(several),
    )
    .addOption(
      new Option(
        '-o, --output <folder>',
        "where the model goes; its name is the folder's",
      ).makeOptionMandatory(),
    )
    .addOption(new Option('--resume', 'go on from the checkpoint in that folder'))
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
  const { readItems, split } = await import('../../train/data.js');
  const { checkFits, readSource } = await import('../../train/source.js');
  const training = await import('../../train/run.js');
  if (!resume && !force) checkNew(output, Object.values(training.FILES));
  const source = readSource(path, output, {
    ...(steps === undefined ? {} : { steps }),
    ...(seed === undefined ? {} : { seed }),
  });
  const read = async (files: readonly string[]) => {
    const items = await readItems(files, openOptions(options), leftOut(log));
    checkFits(source, items, files.join(', '));
    return items;
  };
  const data = await read(options.data);
  const { train, valid } = options.valid
    ? { train: data, valid: await read(options.valid) }
    : split(data);
  const bar = createBar('train', context.progress);
  try {
    const result = await training.run({
      source,
      train,
      valid,
      folder: output,
      resume,
      onInterrupt,
      onStart(engine, parameters, step) {
        const items = `${counted(train.shapes.length, 'item')}, ${valid.shapes.length} to validate`;
        const from = step > 0 ? `, from step ${step}` : '';
        log.info(`${output}: ${counted(parameters, 'parameter')} on ${engine}, ${items}${from}`);
      },
      onProgress: showing(bar, context),
    });
    bar.stop();
    const { estimate, coded, items } = result;
    const text = [
      `${output}: ${counted(result.steps, 'step')} in ${duration(result.seconds)}`,
      `estimate ${estimate.toFixed(4)} bits/dim`,
      `the codec takes ${coded.toFixed(4)} (of ${counted(items, 'item')} of ${options.valid ? 'the data to validate' : 'those kept to validate'})`,
    ].join(', ');
    log.info({ ...result }, text);
  } finally {
    bar.stop();
  }
}

/** How far training is, as its room, which is loaded only when it is used, has it. */
interface Reached {
  readonly step: number;
  readonly steps: number;
  readonly training: number;
  readonly point: { readonly validation: number } | undefined;
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
    const status = [
      `${bits.toFixed(4)} bits/dim`,
      ...(point ? [`validation ${point.validation.toFixed(4)}`] : []),
      `${duration(left)} left`,
    ].join(', ');
    bar.draw(step / all, `step ${step}/${all}, ${status}`);
    const told = Math.floor((LINES * step) / all) > Math.floor((LINES * spoken) / all);
    if (!fresh || progress || !told) return;
    spoken = step;
    log.info({ ...point }, `step ${step}/${all}: ${status}`);
  };
}

/** @throws CrayError IO where a model or a checkpoint is there already. */
function checkNew(folder: string, names: readonly string[]): void {
  const there = names.find((name) => existsSync(join(folder, name)));
  if (there === undefined) return;
  const message = 'already exists; --resume goes on, -f begins anew';
  throw new CrayError('IO', `${join(folder, there)}: ${message}`);
}
