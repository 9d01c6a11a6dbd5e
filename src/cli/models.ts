import { delimiter, dirname, join, resolve } from 'node:path';
import { hex } from '../bytes/hex.js';
import { isPlace, type Provenance } from '../container/provenance.js';
import { CrayError } from '../errors.js';
import { fileOfPath, loadModel, type Model, modelNames, withEffort } from '../model/model.js';
import { loadRecorded } from '../model/recorded.js';
import { type ChooseOptions, chooseModel } from '../pipeline/encode/chooseModel.js';
import type { FindDataModel } from '../pipeline/encode/compress.js';
import type { FindModel } from '../pipeline/models.js';
import { STANDARD } from './files.js';
import { suggestion } from './suggest.js';

/** The name that stands for the best of the models that come with the program. */
export const AUTO = 'auto';

/** What a command line says of the model. */
export interface ModelOptions extends ChooseOptions {
  readonly model?: string | undefined;
  readonly effort?: number | undefined;
}

/**
 * The model named, or else the one of those that come with the program that makes a sample of the data
 * smallest.
 *
 * @throws CrayError MODEL_NOT_FOUND, or USAGE for an effort of a model that has none; what is found later
 * throws DATA_MISMATCH.
 */
export function modelFor(given: ModelOptions): FindDataModel {
  const { model: named, effort, batch, chunkItems, memory, unordered, onTried } = given;
  const options = { batch, chunkItems, memory, unordered, onTried };
  if (named === undefined || named === AUTO) {
    // Loaded when there are data, and once for all files and all that is in a folder.
    let candidates: readonly Model[] | undefined;
    return (dataset) => {
      candidates ??= modelNames().map((name) => {
        const model = loadModel(name);
        return (effort && withEffort(model, effort)) || model;
      });
      return chooseModel(dataset, candidates, options);
    };
  }
  const model = loadNamed(named);
  const changed = effort === undefined ? model : withEffort(model, effort);
  if (!changed) throw new CrayError('USAGE', `--effort: model ${named} has none`);
  return () => changed;
}

/** The model to restore a file by that was made as a command line says; the one it names unless told. */
export function modelOfResult({ model, effort }: ModelOptions): string | undefined {
  if (model === undefined || model === AUTO) return undefined;
  return effort === undefined ? model : `${model}-${effort}`;
}

/** What is to be said of the model of a file, where it is one that does not come with the program. */
export interface NeededModel {
  /** Where a model is, for the file to say, unless it is to say nothing of the original. */
  readonly modelPlace: (model: Model) => string | undefined;
  /** Where the model is that the file needs, as it was named, once its place has been asked for. */
  readonly needs: () => string | undefined;
}

/** Knows the models that come with the program from the one that a command line names by its path. */
export function neededModel(options: ModelOptions & { readonly metadata: boolean }): NeededModel {
  const file = options.model === undefined ? undefined : fileOfPath(options.model);
  let needs: string | undefined;
  const modelPlace = ({ where }: Model) => {
    // Of a folder there may be data that the model named does not fit.
    if (where !== file) return undefined;
    needs = where;
    const place = resolve(where);
    return options.metadata && isPlace(place) ? place : undefined;
  };
  return { modelPlace, needs: () => needs };
}

/** Where the model of a file may be, if it does not come with the program. */
function placesOf(input: string, { model }: Provenance): string[] {
  const named = process.env.CRAYSTACK_MODELS?.split(delimiter).filter((path) => path !== '');
  const beside = input === STANDARD ? [] : [dirname(input), join(dirname(input), 'models')];
  return ['models', ...(named ?? []), ...beside, ...(model ? [model] : [])];
}

function lookedIn({ model }: Provenance): string {
  const places = 'those that come with the program, in ./models, in $CRAYSTACK_MODELS';
  return `among ${places} or beside the file${model ? `, nor at ${model}` : ''}`;
}

/** Names that a file may have looked for. */
const MODEL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The model named, or else the one whose digests the file carries. */
export function modelOfFile(named: string | undefined, input: string): FindModel {
  if (named !== undefined) return () => loadNamed(named);
  return (header, provenance = {}) => {
    if (!MODEL_NAME.test(header.modelName)) {
      const message = `${JSON.stringify(header.modelName)}: is no name of a model; -m names its folder`;
      throw new CrayError('MODEL_NOT_FOUND', message);
    }
    try {
      return loadRecorded(header.modelName, header, placesOf(input, provenance));
    } catch (error) {
      if (!(error instanceof CrayError)) throw error;
      const looked = error.code === 'MODEL_NOT_FOUND' ? ` ${lookedIn(provenance)}` : '';
      throw new CrayError(
        error.code,
        `${error.message}${looked} (spec SHA-256 ${hex(header.specDigest)}, ` +
          `weights SHA-256 ${hex(header.weightsDigest)}; not in the file); -m names its folder`,
        { cause: error },
      );
    }
  };
}

/** A model that somebody named, so that the name may be a near miss. */
function loadNamed(name: string): Model {
  try {
    return loadModel(name);
  } catch (error) {
    if (!(error instanceof CrayError) || error.code !== 'MODEL_NOT_FOUND') throw error;
    const names = modelNames();
    const help = suggestion(name, names) || `(there are ${names.join(', ')})`;
    throw new CrayError(error.code, `${error.message} ${help}`, { cause: error });
  }
}
