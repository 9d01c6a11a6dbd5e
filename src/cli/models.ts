import { hex } from '../bytes/hex.js';
import type { Header } from '../container/header.js';
import { CrayError } from '../errors.js';
import { loadModel, loadRecorded, type Model, modelNames, withEffort } from '../model/model.js';
import { type ChooseOptions, chooseModel } from '../pipeline/encode/chooseModel.js';
import type { FindDataModel } from '../pipeline/encode/compress.js';
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
export function modelFor({ model: named, effort, ...options }: ModelOptions): FindDataModel {
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

/** Names that a file may have looked for: a folder here, and nothing elsewhere. */
const MODEL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The model named, or else the one whose name the file carries. */
export function modelOfFile(named: string | undefined): (header: Header) => Model {
  if (named !== undefined) return () => loadNamed(named);
  return (header) => {
    if (named === undefined && !MODEL_NAME.test(header.modelName)) {
      const message = `${JSON.stringify(header.modelName)}: is no name of a model; -m names its folder`;
      throw new CrayError('MODEL_NOT_FOUND', message);
    }
    try {
      return loadRecorded(header.modelName, header);
    } catch (error) {
      if (!(error instanceof CrayError)) throw error;
      throw new CrayError(
        error.code,
        `${error.message} (spec SHA-256 ${hex(header.specDigest)}, ` +
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
