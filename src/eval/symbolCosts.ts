import { type ItemType, itemSize } from '../data/dataset.js';
import { rootOf } from '../model/build.js';
import type { Model } from '../model/model.js';
import { typeOf } from '../model/types/index.js';
import type { SymbolCosts } from './costs.js';
import { decisionCosts } from './decisionCosts.js';
import { intervalCosts } from './intervalCosts.js';
import { vectorCosts } from './vectorCosts.js';

/**
 * What tells the cost of each symbol under a model, or undefined where its codec does not let them be told
 * apart: one whose symbols come one after another on the same lane, or in numbers that vary.
 */
export function symbolCosts(model: Model, item: ItemType): SymbolCosts | undefined {
  const { codec } = model.spec;
  const { vectors, decisions } = typeOf(codec);
  if (vectors) {
    return vectorCosts(vectors(codec, 'codec', rootOf(model, { item })), itemSize(item.shape));
  }
  if (!decisions) return intervalCosts(model, item);
  const root = rootOf(model, { item });
  return (symbols, items) =>
    decisionCosts(decisions(codec, root.item, symbols, items), symbols.length);
}
