/** The model that a file was written with, found by what the file records of it. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CrayError } from '../errors.js';
import { packageFile } from '../package.js';
import { type Model, modelNames, readModel, readSpec, specWithEffort } from './model.js';
import { specDigest } from './parse.js';
import type { ModelSpec } from './schema.js';

/** What a container records of a model. */
export type ModelDigests = Pick<Model, 'specDigest' | 'weightsDigest'>;

/** A spec, and the file that it is in. */
interface PlacedSpec {
  readonly file: string;
  readonly spec: ModelSpec;
}

/** The folder beside a model.json that has the models which that was before. */
export const EARLIER = 'earlier';

/** Bytes of a model.json, at most, that is read to see whether it is the one. */
const MOST_SPEC_BYTES = 1 << 24;

const EFFORTS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * The model that a file was written with, found by its digests: among those that come with the program, with the
 * earlier ones that a folder `earlier` beside each model.json has, and then in other places. The name says what to
 * look at first, and is never opened as a path.
 *
 * @param name what the file calls it.
 * @param digests as the file has them.
 * @param places folders of models or of one model, and files of specs, in order; what is not there, or not good,
 * is passed over.
 * @returns that of these digests, or else the first of that name, which is then another.
 * @throws CrayError MODEL_NOT_FOUND where there is neither; WEIGHTS_INVALID where the one of the name has bad weights.
 */
export function loadRecorded(
  name: string,
  digests: ModelDigests,
  places: readonly string[] = [],
): Model {
  let namesake: PlacedSpec | undefined;
  for (const file of filesIn([packageFile('models'), ...places], name)) {
    const specs = specsIn(file);
    const fitting = specs.find((spec) => same(specDigest(spec), digests.specDigest));
    // Weights are large, and not read before the spec is the one.
    const model = fitting && ifGood(() => readModel(file, fitting));
    if (model && same(model.weightsDigest, digests.weightsDigest)) return model;
    const named = specs.find((spec) => spec.name === name);
    if (named) namesake ??= { file, spec: named };
  }
  if (namesake) return readModel(namesake.file, namesake.spec);
  throw new CrayError('MODEL_NOT_FOUND', `${name}: no such model: none has its digests`);
}

/** Earlier models of a name that comes with the program. */
export function earlierModels(name: string): Model[] {
  if (!modelNames().includes(name)) return [];
  return earlierFiles(packageFile(join('models', name))).map((file) => readModel(file));
}

/** The files of specs in places, which are looked into one after another. */
function* filesIn(places: readonly string[], name: string): Generator<string> {
  for (const place of places) yield* specFiles(place, name);
}

/** The files of specs in a place; first those of a folder of that name. */
function specFiles(place: string, name: string): string[] {
  const stats = statsOf(place);
  if (!stats?.isDirectory()) return stats?.isFile() ? [place, ...earlierFiles(dirname(place))] : [];
  const plain = name.replace(/-[1-9]$/, '');
  const rank = (folder: string) => Number(![name, plain].includes(basename(folder)));
  const inside = namesIn(place).map((folder) => join(place, folder));
  const folders = [...inside, place].sort((a, b) => rank(a) - rank(b));
  return folders.flatMap((folder) => {
    const file = join(folder, 'model.json');
    return statsOf(file)?.isFile() ? [file, ...earlierFiles(folder)] : [];
  });
}

/** The specs in the folder of what a model was before. */
function earlierFiles(model: string): string[] {
  const folder = join(model, EARLIER);
  const specs = namesIn(folder).filter((file) => file.endsWith('.json'));
  return specs.map((file) => join(folder, file));
}

/** The spec in a file, as it is and with every effort; none where it is not good. */
function specsIn(file: string): ModelSpec[] {
  const stats = statsOf(file);
  if (!stats?.isFile() || stats.size > MOST_SPEC_BYTES) return [];
  const spec = ifGood(() => readSpec(file));
  if (!spec) return [];
  return [spec, ...EFFORTS.flatMap((effort) => specWithEffort(spec, effort) ?? [])];
}

function ifGood<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CrayError) return undefined;
    throw error;
  }
}

/** What the system knows of a file, if it says anything. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What is in a folder, in one order everywhere; nothing of one that cannot be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
