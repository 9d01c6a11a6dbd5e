import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, fits } from '../data/dataset.js';
import { refused } from '../data/walk.js';
import { CrayError } from '../errors.js';
import { type Model, makeModel } from '../model/model.js';
import { parseSpec } from '../model/parse.js';
import type { ModelSpec } from '../model/schema.js';
import { specError } from '../model/specError.js';
import type { TrainingSpec } from '../model/trainingSchema.js';
import { stretchShape } from '../model/types/series.js';
import type { Items } from './data.js';

/** A spec that is to be trained. */
export interface Source {
  /** The name that the model gets. */
  readonly name: string;
  /** The spec that is trained; of a series, that of its stretches. */
  readonly spec: ModelSpec;
  /** What the model's own items are. */
  readonly data: ModelSpec['data'];
  /** Most items of a stretch, where the model is of a series. */
  readonly stretch: number | undefined;
  readonly training: TrainingSpec;
  /** The text of the model's model.json. */
  json(): string;
  /** The model of the spec that is trained, with these weights, which are those of the model itself. */
  model(weights: Uint8Array): Model;
}

/** What a command line says in place of the spec. */
export type Changes = Partial<Pick<TrainingSpec, 'steps' | 'seed'>>;

/** Fewest items of a stretch that is cut to have enough of them, and how many are enough to keep one. */
const SHORTEST = 64;
const ENOUGH = 20;

/** Names of models, as a spec may have them. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Reads a spec: a JSON file, or the model.json of a folder.
 *
 * @param folder where the model will be, which gives it its name.
 * @throws CrayError SPEC_INVALID with the JSON path, IO, USAGE for a folder that cannot name a model.
 */
export function readSource(path: string, folder: string, changes: Changes): Source {
  const name = basename(resolve(folder));
  if (!NAME.test(name)) {
    const message = 'a model is called as its folder, by letters, digits, dots and dashes';
    throw new CrayError('USAGE', `${folder}: ${message}`);
  }
  const [file, text] = readText(path);
  const spec = parseSpec(text, file);
  if (!spec.training)
    throw specError(`${file}: training`, 'expected steps and the like, got nothing');
  const training = { ...spec.training, ...changes };
  const { $schema: _, ...own } = JSON.parse(text) as Record<string, unknown>;
  const said = { ...(own.training as object), ...changes };
  const full = { ...own, name, weights: 'weights.safetensors', training: said };
  const json = () => `${JSON.stringify(full, null, 2)}\n`;
  return {
    name,
    spec: ofStretches(spec),
    data: spec.data,
    stretch: spec.codec.type === 'series' ? spec.codec.length : undefined,
    training,
    json,
    model(weights) {
      const model = makeModel(json(), weights, file);
      return { ...model, spec: ofStretches(model.spec) };
    },
  };
}

/** The spec of the stretches of a series, or of what is none as it is. */
function ofStretches(spec: ModelSpec): ModelSpec {
  const { data, codec } = spec;
  if (codec.type !== 'series') return spec;
  const { shape } = data;
  if (!shape || shape.includes(null)) {
    throw specError('data.shape', 'expected the sizes of an item, to train a series of them');
  }
  const stretch = [null, ...stretchShape(1, shape as number[]).slice(1)];
  return { ...spec, data: { ...data, shape: stretch }, codec: codec.codec };
}

/** Items as they are trained on: those of a series as stretches, of which there are 20 if they can be long enough. */
export function asTrained({ stretch }: Source, items: Items): Items {
  if (stretch === undefined) return items;
  const { shapes } = items;
  const all = shapes.length;
  const length = Math.min(stretch, Math.max(SHORTEST, Math.floor(all / ENOUGH)));
  const shapeOf = (n: number) => stretchShape(n, shapes[0] as readonly number[]);
  const whole = new Array(Math.floor(all / length)).fill(shapeOf(length));
  const rest = all % length;
  return { ...items, shapes: rest > 0 ? [...whole, shapeOf(rest)] : whole };
}

function readText(path: string): [file: string, text: string] {
  let file = path;
  try {
    if (statSync(path).isDirectory()) file = join(path, 'model.json');
    return [file, readFileSync(file, 'utf8')];
  } catch (cause) {
    throw refused(Buffer.from(file), cause);
  }
}

/**
 * Checks that items are what a spec is for.
 *
 * @param where what to call them.
 * @throws CrayError DATA_MISMATCH saying what was expected and what there is.
 */
export function checkFits({ data, training }: Source, items: Items, where: string): void {
  const { dtype, shapes, levels } = items;
  const other = shapes.find((shape) => !fits(data, { dtype, shape }));
  if (other) {
    const message = `the spec is of ${describe(data)}, the data are ${describe({ dtype, shape: other })}`;
    throw new CrayError('DATA_MISMATCH', `${where}: ${message}`);
  }
  const most = training.binarise ? 256 : (data.levels ?? (dtype.endsWith('8') ? 256 : 65536));
  const bad = levels.findIndex((level) => level >= most);
  if (bad < 0) return;
  const message = `element ${bad} is ${levels[bad]}, the spec is of levels 0 … ${most - 1}`;
  const help = most === 2 ? '; training.binarise draws bits of bytes' : '';
  throw new CrayError('DATA_MISMATCH', `${where}: ${message}${help}`);
}
