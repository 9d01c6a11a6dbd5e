import { emptyMessage } from '../../../ans/message.js';
import type { Codec } from '../../../codecs/codec.js';
import { neighbourhoodVectors } from '../../../codecs/neighbourhood/neighbourhood.js';
import { isZeroFirst, placesOfOthers } from '../../../codecs/neighbourhood/zeroFirst.js';
import type { Told, Vector, Vectors } from '../../codecType.js';
import type { Sources } from '../../parameters.js';
import { distributionOf } from '../distributions.js';
import { neighbourhoodModel } from './images.js';
import { asLaidOut } from './layout.js';
import type { NeighbourhoodSpec, PassSpec } from './schema.js';

/** The vectors of a push: the sites of each wave, twice where it is told first which of them are 0. */
export function vectorsOf(spec: NeighbourhoodSpec, path: string, sources: Sources): Vectors {
  const vectors = neighbourhoodVectors(neighbourhoodModel(spec, path, sources));
  return function* (symbols, items) {
    const inside = seenInside(symbols, spec, items);
    // Where the symbols that the codec sees are in the items: colours change levels, and move none.
    const numbers = Uint32Array.from(symbols.keys());
    const places = seenInside(numbers, { ...spec, colour: 'channels' }, items);
    for (const { pass, codec, take } of vectors(inside, items)) {
      const { codec: distribution } = spec.passes[pass] as PassSpec;
      const told = distributionOf(distribution).told?.(distribution);
      yield* decisionFirst({ codec, symbols: take(inside), places: take(places), told });
    }
  };
}

/** A vector, or if it is told first which of its symbols are 0, that, and the others. */
function* decisionFirst({ codec, symbols, places, told }: Vector): Generator<Vector> {
  if (!isZeroFirst(codec)) {
    yield { codec, symbols, places, told };
    return;
  }
  const flags = symbols.map((symbol) => (symbol === 0 ? 0 : 1));
  const bits: Told = { kind: 'decisions' };
  yield { codec: codec.some, symbols: flags, places, told: bits };
  const others = placesOfOthers(symbols);
  if (others.length === 0) return;
  yield {
    codec: codec.others(others),
    symbols: Uint32Array.from(others, (i) => (symbols[i] as number) - 1),
    places: Uint32Array.from(others, (i) => places[i] as number),
    told,
  };
}

/** Symbols of items as the codec of their sites is given them. */
function seenInside(symbols: Uint32Array, spec: NeighbourhoodSpec, items: number): Uint32Array {
  let seen = symbols;
  const codec: Codec<Uint32Array> = {
    push(_, inside) {
      seen = inside;
    },
    pop: () => seen,
  };
  asLaidOut(codec, spec, items).push(emptyMessage(1), symbols);
  return seen;
}
