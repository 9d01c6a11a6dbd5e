import type { Logger } from 'pino';
import { type Dataset, describe } from '../data/dataset.js';
import type { ChosenModel } from '../pipeline/encode/chooseModel.js';
import type { FindDataModel } from '../pipeline/encode/compress.js';
import { rate } from './units.js';

/** Has it said, where more is to be said, which models were tried on data, and which is taken. */
export function tellingTried(find: FindDataModel, input: string, log: Logger): FindDataModel {
  return async (dataset) => {
    const found = await find(dataset);
    if ('model' in found) {
      const { tried = [], model } = found;
      const record = { input, tried, model: model.spec.name };
      log.debug(record, `${input}: ${triedText(dataset, found)}`);
    }
    return found;
  };
}

/** The models tried on data, with what each would cost, the best first. */
function triedText(dataset: Dataset, { model: { spec }, tried = [] }: ChosenModel): string {
  const what = describe(dataset);
  if (tried.length === 0) return `${what}: ${spec.name} is the only model that fits`;
  const all = [...tried].sort((a, b) => a.bitsPerDim - b.bitsPerDim);
  const costs = all.map(({ model, bitsPerDim }) => `${model} ${rate(bitsPerDim)}`);
  return `${what}, tried on a sample: ${costs.join(', ')}`;
}
