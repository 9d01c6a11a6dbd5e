import type { Vectors } from '../model/codecType.js';
import type { Chances } from './chances.js';
import type { Costs, SymbolCosts } from './costs.js';
import { chancesOf, laneCosts } from './lanes.js';

/** Most items whose vectors are coded together, so that the memory they take has a bound. */
const GROUP = 64;

/**
 * The cost of each symbol under a codec that codes items as vectors: each has a message of its own.
 *
 * @param size symbols an item.
 */
export function vectorCosts(vectors: Vectors, size: number): SymbolCosts {
  const costsOfGroup = (symbols: Uint32Array): Costs => {
    const bits = new Float64Array(symbols.length);
    const chances: Chances[] = [];
    for (const { codec, symbols: own, places, told } of vectors(symbols, symbols.length / size)) {
      const costs = laneCosts(codec, own, own.length);
      places.forEach((place, i) => {
        bits[place] = (bits[place] as number) + (costs.bits[i] as number);
      });
      if (told) chances.push(chancesOf(costs, told));
    }
    return { bits, chances };
  };
  return (symbols) => {
    const bits = new Float64Array(symbols.length);
    const chances: Chances[] = [];
    for (let from = 0; from < symbols.length; from += GROUP * size) {
      const costs = costsOfGroup(symbols.subarray(from, from + GROUP * size));
      bits.set(costs.bits, from);
      chances.push(...costs.chances);
    }
    return { bits, chances };
  };
}
