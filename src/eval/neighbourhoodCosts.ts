import { emptyMessage } from '../ans/message.js';
import type { Codec } from '../codecs/codec.js';
import { neighbourhoodVectors } from '../codecs/neighbourhood/neighbourhood.js';
import { isZeroFirst, placesOfOthers } from '../codecs/neighbourhood/zeroFirst.js';
import { DEFAULT_BATCH } from '../model/build.js';
import type { Model } from '../model/model.js';
import { buildNetworks } from '../model/networks.js';
import type { DistributionSpec } from '../model/types/fields.js';
import { asLaidOut, neighbourhoodModel } from '../model/types/neighbourhood/neighbourhood.js';
import type { NeighbourhoodSpec, PassSpec } from '../model/types/neighbourhood/schema.js';
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
      const { codec: distribution } = spec.passes[pass] as PassSpec;
      const costs = vectorCosts(codec, own, distribution);
      take(places).forEach((place, i) => {
        bits[place] = costs.bits[i] as number;
      });
      chances.push(...costs.chances);
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

/** The cost of each symbol of a vector, also where it is told first which are 0. */
function vectorCosts(
  codec: Codec<Uint32Array>,
  symbols: Uint32Array,
  distribution: DistributionSpec,
): Costs {
  if (!isZeroFirst(codec)) {
    const lanes = laneCosts(codec, symbols, symbols.length);
    return { bits: lanes.bits, chances: [chancesOf(lanes, distribution)] };
  }
  const flags = symbols.map((symbol) => (symbol === 0 ? 0 : 1));
  const some = laneCosts(codec.some, flags, flags.length);
  const decisions: Chances = {
    kind: 'decisions',
    values: Float32Array.from(some.bits, (cost) => 2 ** -cost),
  };
  const places = placesOfOthers(symbols);
  if (places.length === 0) return { bits: some.bits, chances: [decisions] };
  const values = Uint32Array.from(places, (place) => (symbols[place] as number) - 1);
  const others = laneCosts(codec.others(places), values, values.length);
  places.forEach((place, i) => {
    some.bits[place] = (some.bits[place] as number) + (others.bits[i] as number);
  });
  return { bits: some.bits, chances: [decisions, chancesOf(others, distribution)] };
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
