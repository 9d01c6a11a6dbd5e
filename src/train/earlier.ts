import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hex } from '../bytes/hex.js';
import { refused } from '../data/walk.js';
import { CrayError } from '../errors.js';
import { type Model, readModel } from '../model/model.js';
import { EARLIER } from '../model/recorded.js';
import { writeWhole } from './files.js';

/** Characters of a digest that a name has. */
const NAMED = 8;

/**
 * Keeps the model that a file of a spec is of among the earlier ones beside it, where files find it that need it.
 *
 * @returns the spec that it has there; undefined where there is no model to keep.
 * @throws CrayError IO
 */
export function keepEarlier(spec: string): string | undefined {
  const model = goodModel(spec);
  if (!model) return undefined;
  const folder = join(dirname(spec), EARLIER);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw refused(Buffer.from(folder), cause);
  }
  const [own, ofWeights] = [model.specDigest, model.weightsDigest].map((digest) =>
    hex(digest).slice(0, NAMED),
  );
  const weights = `${ofWeights}.safetensors`;
  writeWhole(join(folder, weights), model.weights);
  const kept = join(folder, `${own}-${ofWeights}.json`);
  const said = { ...JSON.parse(readFileSync(spec, 'utf8')), weights };
  writeWhole(kept, `${JSON.stringify(said, null, 2)}\n`);
  return kept;
}

/** The model of a file, unless there is none that decodes anything. */
function goodModel(spec: string): Model | undefined {
  if (!existsSync(spec)) return undefined;
  try {
    return readModel(spec);
  } catch (error) {
    if (error instanceof CrayError) return undefined;
    throw error;
  }
}
