import type { ItemType } from '../data/dataset.js';
import type { Model } from '../model/model.js';
import { sized } from '../model/types/neighbourhood/neighbourhood.js';
import type { SymbolCosts } from './costs.js';
import { distributionCosts } from './distributionCosts.js';
import { learnedCosts } from './learnedCosts.js';
import { neighbourhoodCosts } from './neighbourhoodCosts.js';

/**
 * What tells the cost of each symbol under a model, or undefined where its codec does not let them be told
 * apart: one whose symbols come one after another on the same lane, or in numbers that vary.
 */
export function symbolCosts(model: Model, item: ItemType): SymbolCosts | undefined {
  const { codec } = model.spec;
  if (codec.type === 'neighbourhood') return neighbourhoodCosts(model, sized(codec, item.shape));
  return learnedCosts(codec, item) ?? distributionCosts(model, item);
}
