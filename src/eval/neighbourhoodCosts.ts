import { emptyMessage } from '../ans/message.js';
import { neighbourhoodVectors } from '../codecs/neighbourhood.js';
import { DEFAULT_BATCH } from '../spec/build.js';
import type { Model } from '../spec/model.js';
import { asLaidOut, neighbourhoodModel } from '../spec/neighbourhood.js';
import type { NeighbourhoodSpec } from '../spec/neighbourhoodSchema.js';
import { buildNetworks } from '../spec/networks.js';
import type { Chances } from './chances.js';
import type { Costs, SymbolCosts } from './costs.js';
import { chancesOf } from './distributionCosts.js';
import { laneCosts } from './lanes.js';

/** Most items whose vectors are coded together, so that the memory they take has a bound. */
const GROUP = 64;

/** The cost of each symbol under a neighbourhood model: each of its vectors has a message of its own. */
export function neighbourhoodCosts(model: Model, spec: NeighbourhoodSpec): SymbolCosts {
  const sources = { networks: buildNetworks(model, DEFAULT_BATCH), tensors: model.tensors };
  const vectors = neighbourhoodVectors(neighbourhoodModel(spec, 'codec', sources));
  const size = spec.height * spec.width * spec.channels;
  const costsOfGroup = (symbols: Uint32Array): Costs => {
    const items = symbols.length / size;
    const bits = new Float64Array(symbols.length);
    const chances: Chances[] = [];
    const inside = seenInside(symbols, spec, items);
    // Where the symbols that the codec sees are in the items: colours change levels, and move none.
    const numbers = Uint32Array.from(symbols.keys());
    const places = seenInside(numbers, { ...spec, colour: 'channels' }, items);
    for (const { pass, codec, take } of vectors(inside, items)) {
      const own = take(inside);
      const lanes = laneCosts(codec, own, own.length);
      take(places).forEach((place, i) => {
        bits[place] = lanes.bits[i] as number;
      });
      const { codec: distribution } = spec.passes[pass] as NeighbourhoodSpec['passes'][number];
      chances.push(chancesOf(lanes, distribution));
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

/** Symbols of items as the codec of their sites is given them. */
function seenInside(symbols: Uint32Array, spec: NeighbourhoodSpec, items: number): Uint32Array {
  let seen = symbols;
  const codec = {
    push(_: unknown, inside: Uint32Array) {
      seen = inside;
    },
    pop: () => seen,
  };
  asLaidOut(codec, spec, items).push(emptyMessage(1), symbols);
  return seen;
}
