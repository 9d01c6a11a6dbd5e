import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bytesGiven } from '../bytes/array.js';
import { CrayError, typeError } from '../errors.js';
import { readSafetensors, type Tensor } from '../networks/safetensors.js';
import { packageFile } from '../package.js';
import { canonicalSpec, parseSpec, specDigest } from './parse.js';
import type { ModelSpec } from './schema.js';
import { type CodecSpec, typeOf } from './types/index.js';

/** A spec and its weights, with the digests that a container records. */
export interface Model {
  /** Where it is from, for people: a path, or what was given to makeModel. */
  readonly where: string;
  /** What model.json says, as models/model.schema.json has it, defaults filled in. */
  readonly spec: ModelSpec;
  /** The weights by name; none where the model has no weights file. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The weights file, byte for byte; no bytes where there is none. */
  readonly weights: Uint8Array;
  /** SHA-256 of the canonical spec; see FORMAT.md, section 5. */
  readonly specDigest: Uint8Array;
  /** SHA-256 of the weights file; of nothing where there is none. */
  readonly weightsDigest: Uint8Array;
}

/**
 * A model from the text of its model.json and the bytes of its weights.
 *
 * @param json the text of a model.json.
 * @param weights a safetensors file, or no bytes where the model has none.
 * @param where what to call the spec in errors.
 * @throws CrayError SPEC_INVALID with the JSON path, or WEIGHTS_INVALID.
 */
export function makeModel(json: string, weights: Uint8Array, where: string): Model {
  if (typeof json !== 'string') throw typeError('json', 'the text of a model.json', json);
  return assemble(parseSpec(json, where), bytesGiven(weights, 'weights'), where);
}

function assemble(spec: ModelSpec, weights: Uint8Array, where: string): Model {
  return {
    where,
    spec,
    tensors: weights.length > 0 ? readSafetensors(weights) : new Map(),
    weights,
    specDigest: specDigest(spec),
    weightsDigest: createHash('sha256').update(weights).digest(),
  };
}

/**
 * A model from its canonical spec, which names neither it nor its weights.
 *
 * @throws CrayError SPEC_INVALID with the JSON path, also for a spec that is not canonical, or
 * WEIGHTS_INVALID.
 */
export function embeddedModel(canonical: string, weights: Uint8Array, name: string): Model {
  let value: unknown;
  try {
    value = JSON.parse(canonical);
  } catch (cause) {
    throw new CrayError('SPEC_INVALID', `${name}: not JSON`, { cause });
  }
  const spec = parseSpec(JSON.stringify({ ...(value as object), name }), name);
  if (canonicalSpec(spec) !== canonical) {
    throw new CrayError('SPEC_INVALID', `${name}: is not in canonical form`);
  }
  return assemble(spec, weights, 'the file itself');
}

/** A model as {@link embeddedModel} takes it. */
export function embedded(model: Model): { spec: string; weights: Uint8Array } {
  return { spec: canonicalSpec(model.spec), weights: model.weights };
}

/** Names of the models that come with the program. */
export function modelNames(): string[] {
  return (
    readdirSync(packageFile('models'), { withFileTypes: true })
      // A folder with nothing but a way to train is no model yet.
      .filter(({ name }) => existsSync(packageFile(join('models', name, 'model.json'))))
      .map((entry) => entry.name)
      .sort()
  );
}

/**
 * A model that takes more or less trouble: 1 is fast, 9 makes the smallest files. It is called
 * NAME-EFFORT, unless it is the effort that the model has anyway; {@link loadModel} knows that name.
 *
 * @returns undefined for a model that does not have an effort.
 */
export function withEffort(model: Model, effort: number): Model | undefined {
  const changed = specWithEffort(model.spec, effort);
  if (!changed || changed === model.spec) return changed && model;
  return { ...model, spec: changed, specDigest: specDigest(changed) };
}

/** The same of a spec alone. */
export function specWithEffort(spec: ModelSpec, effort: number): ModelSpec | undefined {
  const codec = typeOf(spec.codec).withEffort?.(spec.codec, effort) as CodecSpec | undefined;
  if (!codec || codec === spec.codec) return codec && spec;
  return { ...spec, name: `${spec.name}-${effort}`, codec };
}

/**
 * Loads a model by the path of its folder or of its JSON file, or by its name among the models that
 * come with the program. With "-1" to "-9" after the name of one that has an effort, it takes that.
 *
 * @param nameOrPath names of those that come with the program are theirs, whatever lies in the working
 * directory; "./photo" is a folder there.
 * @throws CrayError MODEL_NOT_FOUND, SPEC_INVALID or WEIGHTS_INVALID.
 */
export function loadModel(nameOrPath: string): Model {
  if (typeof nameOrPath !== 'string') throw typeError('model', 'a name or a path', nameOrPath);
  const file = findSpec(nameOrPath);
  if (file !== undefined) return readModel(file);
  const [, name = '', effort] = /^(.+)-([1-9])$/.exec(nameOrPath) ?? [];
  const plain = findSpec(name);
  const model = plain === undefined ? undefined : withEffort(readModel(plain), Number(effort));
  if (model) return model;
  const packaged = join(packageFile('models'), nameOrPath);
  throw new CrayError(
    'MODEL_NOT_FOUND',
    `${nameOrPath || "''"}: no such model: looked for ${packaged}, a file and a folder`,
  );
}

/**
 * The file of the spec that {@link loadModel} reads for a path, also of one with an effort.
 *
 * @returns undefined for names of models that come with the program, and where there is no such file.
 */
export function fileOfPath(nameOrPath: string): string | undefined {
  const plain = nameOrPath.replace(/-[1-9]$/, '');
  const path = [nameOrPath, plain].find((name) => findSpec(name) !== undefined);
  return path === undefined || modelNames().includes(path) ? undefined : findSpec(path);
}

/** The spec in a file. @throws CrayError MODEL_NOT_FOUND or SPEC_INVALID. */
export function readSpec(file: string): ModelSpec {
  return parseSpec(readOr(file, 'MODEL_NOT_FOUND').toString('utf8'), file);
}

/**
 * The model of a file of a spec.
 *
 * @param spec what the file says, or the same with another effort.
 * @throws CrayError as {@link loadModel}.
 */
export function readModel(file: string, spec = readSpec(file)): Model {
  const weights = spec.weights
    ? readOr(resolve(dirname(file), spec.weights), 'WEIGHTS_INVALID')
    : new Uint8Array(0);
  return assemble(spec, weights, file);
}

/** The model.json by the path or the name of a model, or undefined. */
function findSpec(nameOrPath: string): string | undefined {
  if (nameOrPath === '') return undefined;
  if (modelNames().includes(nameOrPath))
    return packageFile(join('models', nameOrPath, 'model.json'));
  const stat = statSync(nameOrPath, { throwIfNoEntry: false });
  if (stat?.isFile()) return nameOrPath;
  return stat?.isDirectory() ? join(nameOrPath, 'model.json') : undefined;
}

function readOr(file: string, code: 'MODEL_NOT_FOUND' | 'WEIGHTS_INVALID'): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CrayError(code, `${file}: ${(cause as Error).message}`, { cause });
  }
}
