import type { Logger } from 'pino';
import { type Field, shapeOf } from '../codecs/numbers/field.js';
import { type Dataset, describe, fits } from '../data/dataset.js';
import { fieldsOfDataset } from '../layouts/ofDataset.js';
import { takesFields } from '../model/build.js';
import type { Model } from '../model/model.js';
import type { ChosenModel, Tried, Untried } from '../pipeline/encode/chooseModel.js';
import type { FindDataModel } from '../pipeline/encode/compress.js';
import type { Context } from './context.js';
import { showBar } from './thread/port.js';
import { rate } from './units.js';

/** Shows, while a model is chosen, what those cost that have been tried, the best first. */
export function showingTried({ progress }: Context): (tried: readonly Tried[]) => void {
  if (!progress) return () => {};
  return (tried) => {
    const facts = bestFirst(tried).map(
      ({ model, bitsPerDim }) => `${model} ${bitsPerDim.toFixed(2)}`,
    );
    showBar({ label: 'choosing a model', part: undefined, left: undefined, facts });
  };
}

/**
 * Has it said, where more is to be said, which models were tried on data, and which is taken, or which fields one that
 * is named and takes data apart by them has been told of; and where the order of items is
 * left out for nothing, in any case.
 */
export function tellingTried(find: FindDataModel, input: string, log: Logger): FindDataModel {
  return async (dataset) => {
    const found = await find(dataset);
    if ('model' in found) {
      const { tried = [], model, inOrder } = found;
      const record = { input, tried, model: model.spec.name };
      log.debug(record, `${input}: ${triedText(dataset, found)}`);
      if (inOrder) log.info(`${input}: ${inOrderText(inOrder, model.spec.name, tried)}`);
    } else if (takesFields(found) && fits(found.spec.data, dataset)) {
      const fields = await fieldsOfDataset(dataset);
      const record = { input, tried: [], model: found.spec.name, fields };
      log.debug(record, `${input}: ${describe(dataset)}: ${namedText(found, fields)}`);
    }
    return found;
  };
}

/** Why a model was taken that no other was tried beside. */
const UNTRIED: Readonly<Record<Untried, string>> = {
  quick: 'is there to be quick, and no other was tried',
  pictures: 'is made for the pictures that these are of, and no other was tried',
};

/** The models tried on data, with what each would cost, the best first. */
function triedText(
  dataset: Dataset,
  { model: { spec }, tried = [], untried }: ChosenModel,
): string {
  const what = describe(dataset);
  if (untried) return `${what}: ${spec.name} ${UNTRIED[untried]}`;
  if (tried.length === 0) return `${what}: ${spec.name} is the only model that fits`;
  const costs = bestFirst(tried).map(({ model, bitsPerDim }) => `${model} ${rate(bitsPerDim)}`);
  return `${what}, tried on a sample: ${costs.join(', ')}`;
}

/** Most fields that are named. */
const MOST_FIELDS = 8;

/** That nothing was tried beside a model, and of what it takes data apart by. */
function namedText({ spec }: Model, fields: readonly Field[]): string {
  const some = fields.slice(0, MOST_FIELDS).map((field) => {
    const { type, sizes } = shapeOf(field);
    return `${sizes.join(' x ') || '1'} ${type} at byte ${field.offset}`;
  });
  const left = fields.length - some.length;
  const all = [...some, ...(left > 0 ? [`${left} more`] : [])].join(', ') || 'none';
  return `${spec.name} is named, and no other was tried; fields: ${all}`;
}

/** That the models which leave out the order of items save less by that than they are worse. */
function inOrderText(inOrder: Tried, model: string, tried: readonly Tried[]): string {
  const own = tried.find((some) => some.model === model)?.bitsPerDim ?? 0;
  return (
    `takes less without --unordered: about ${rate(inOrder.bitsPerDim)} by model ${inOrder.model}, which needs ` +
    `the order of the items, and about ${rate(own)} by ${model}, which does not`
  );
}

function bestFirst(tried: readonly Tried[]): Tried[] {
  return [...tried].sort((a, b) => a.bitsPerDim - b.bitsPerDim);
}
