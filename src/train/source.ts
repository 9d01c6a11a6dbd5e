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
import type { Items } from './data.js';

/** A spec that is to be trained. */
export interface Source {
  /** The name that the model gets. */
  readonly name: string;
  readonly spec: ModelSpec;
  readonly training: TrainingSpec;
  /** The text of the model's model.json. */
  json(): string;
  /** The model with these weights. */
  model(weights: Uint8Array): Model;
}

/** What a command line says in place of the spec. */
export type Changes = Partial<Pick<TrainingSpec, 'steps' | 'seed'>>;

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
    spec,
    training,
    json,
    model: (weights) => makeModel(json(), weights, file),
  };
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
export function checkFits({ spec, training }: Source, items: Items, where: string): void {
  const { dtype, shapes, levels } = items;
  const other = shapes.find((shape) => !fits(spec.data, { dtype, shape }));
  if (other) {
    const message = `the spec is of ${describe(spec.data)}, the data are ${describe({ dtype, shape: other })}`;
    throw new CrayError('DATA_MISMATCH', `${where}: ${message}`);
  }
  const most = training.binarise ? 256 : (spec.data.levels ?? (dtype.endsWith('8') ? 256 : 65536));
  const bad = levels.findIndex((level) => level >= most);
  if (bad < 0) return;
  const message = `element ${bad} is ${levels[bad]}, the spec is of levels 0 … ${most - 1}`;
  const help = most === 2 ? '; training.binarise draws bits of bytes' : '';
  throw new CrayError('DATA_MISMATCH', `${where}: ${message}${help}`);
}
