import { createHash } from 'node:crypto';
import { canonicalSpec } from '../model/parse.js';
import { unhurried } from '../pipeline/chunk/steps.js';
import type { Items } from './data.js';
import { ModelFolder } from './folder.js';
import { checkBuilds, type Measured, measure } from './measure.js';
import { prepare } from './prepare.js';
import { type Saved, Session, type TrainingProgress } from './session.js';
import type { Source } from './source.js';

/** What came of it: what the items kept for validation take, or where there are none some of the others. */
export interface TrainingResult extends Measured {
  readonly steps: number;
  /** The step whose parameters are the model. */
  readonly best: number;
  readonly seconds: number;
  readonly parameters: number;
  readonly engine: string;
}

export interface RunOptions {
  readonly source: Source;
  readonly train: Items;
  /** What validates it; nothing does where it is undefined. */
  readonly valid: Items | undefined;
  /** Where the model goes; checkpoints and the curve too. */
  readonly folder: string;
  /** Whether to go on from the checkpoint there. */
  readonly resume: boolean;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Has an action carried out should the program be interrupted. @returns what takes that back. */
  readonly onInterrupt: (action: () => Saved) => () => void;
  /** Is told what computes, once that is known. */
  readonly onStart: (engine: string, parameters: number, step: number) => void;
  /** Is told where a model is kept that was in the folder before, once another takes its place. */
  readonly onKept: (spec: string) => void;
  /** Is told how many items have been coded in the end, to see what they take. */
  readonly onMeasured: (items: number) => void;
}

/** About how many elements are coded in the end where none are kept for validation. */
const ELEMENTS = 1 << 17;

/**
 * Trains a model, with checkpoints and a curve, and writes it: at any time the best so far.
 *
 * @throws CrayError SPEC_INVALID where the spec's parts do not meet, TRAINING_FAILED at a loss that is no
 * number, IO.
 */
export async function run(options: RunOptions): Promise<TrainingResult> {
  const { source, train, valid, resume } = options;
  const data = { train, measured: valid ?? train };
  const { objective, engine, measured } = await prepare(source.spec, source.training, data);
  const folder = new ModelFolder(options.folder, source, options.onKept);
  // What does not fit together shows before anything is learned.
  checkBuilds(folder.modelOf(objective, 0), measured);
  const validates = valid !== undefined;
  const digest = digestOf(options);
  const session = new Session({ source, objective, folder, validates, digest });
  if (resume) session.resume();
  folder.make();
  const parameters = objective.parameters.values.length;
  options.onStart(engine, parameters, session.step);
  const forget = options.onInterrupt(() => session.save());
  try {
    await session.learn(options.onProgress);
  } finally {
    forget();
  }
  const [steps, seconds, best] = [session.step, session.seconds, session.takeBest()];
  folder.writeModel(objective, best);
  const coding = measure(
    folder.modelOf(objective, best),
    objective,
    measured,
    validates ? Infinity : ELEMENTS,
  );
  let items = 0;
  const result = await unhurried(coding, (more) => {
    items += more;
    options.onMeasured(items);
  });
  return { steps, best, seconds, parameters, engine, ...result };
}

/** SHA-256 of all that training starts from; how many steps it takes may change on the way. */
function digestOf({ source: { spec, training }, train, valid }: RunOptions): string {
  const { steps: _, ...others } = training;
  const hash = createHash('sha256').update(canonicalSpec(spec)).update(JSON.stringify(others));
  for (const { levels, shapes } of valid ? [train, valid] : [train]) {
    hash.update(JSON.stringify([shapes.length, shapes[0]]));
    hash.update(new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength));
  }
  return hash.digest('hex');
}
