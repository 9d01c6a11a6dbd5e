import { hex } from '../bytes/hex.js';
import type { Header } from '../container/header.js';
import { type Dataset, describe, fits } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { loadModel, type Model, modelNames } from '../spec/model.js';
import { suggestion } from './suggest.js';

/**
 * The model named, or else the first of those that come with the program that fits the data; one
 * that is made for a shape goes before those for any.
 */
export function chooseModel(named: string | undefined): (dataset: Dataset) => Model {
  if (named !== undefined) {
    const model = loadNamed(named);
    return () => model;
  }
  return (dataset) => {
    const fitting = modelNames()
      .map((name) => loadModel(name))
      .filter((model) => fits(model.spec.data, dataset));
    const model = fitting.find(({ spec }) => spec.data.shape !== undefined) ?? fitting[0];
    if (model) return model;
    throw new CrayError(
      'DATA_MISMATCH',
      `no model fits ${describe(dataset)}: there are ${modelNames().join(', ')}; -m names another`,
    );
  };
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
      return loadModel(header.modelName);
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
