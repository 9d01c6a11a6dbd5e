import { hex } from '../bytes/hex.js';
import type { Header } from '../container/header.js';
import { type Dataset, describe, fits } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { loadModel, type Model, modelNames } from '../spec/model.js';

/**
 * The model named, or else the first of those that come with the program that fits the data; one
 * that is made for a shape goes before those for any.
 */
export function chooseModel(named: string | undefined): (dataset: Dataset) => Model {
  if (named !== undefined) {
    const model = loadModel(named);
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

/** The model named, or else the one whose name the file carries. */
export function modelOfFile(named: string | undefined): (header: Header) => Model {
  return (header) => {
    try {
      return loadModel(named ?? header.modelName);
    } catch (error) {
      if (!(error instanceof CrayError) || named !== undefined) throw error;
      throw new CrayError(
        error.code,
        `${error.message} (spec SHA-256 ${hex(header.specDigest)}, ` +
          `weights SHA-256 ${hex(header.weightsDigest)}; not in the file); -m names its folder`,
        { cause: error },
      );
    }
  };
}
