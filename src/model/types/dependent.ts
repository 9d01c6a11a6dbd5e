import { z } from 'zod';
import type { Codec } from '../../codecs/codec.js';
import { dependent as dependentCodec } from '../../codecs/dependent.js';
import { fromIterable } from '../../codecs/fromIterable.js';
import { mapped } from '../../codecs/mapped.js';
import { counted } from '../../words.js';
import { codecType } from '../codecType.js';
import { asNumbers, beside, columns, type Node, pickRows } from '../node.js';
import { specError } from '../specError.js';

export const dependent = codecType({
  type: 'dependent',
  codes: 'A symbol, and the rest of the item by a codec that depends on it.',
  fields: (codec) => ({
    first: codec.describe('Of one symbol.'),
    next: z.array(codec).min(1).max(65536).describe('By the value of that symbol.'),
  }),
  withInner: (spec, change) => ({
    ...spec,
    first: change(spec.first, 'data'),
    next: spec.next.map((codec) => change(codec, 'data')),
  }),
  build(spec, path, context) {
    const first = context.build(spec.first, `${path}.first`, context);
    const nexts = spec.next.map((codec, v) => context.build(codec, `${path}.next.${v}`, context));
    const rest = sizeOfNext(first, nexts, path);
    return {
      size: 1 + rest,
      limit: Math.min(first.limit, ...nexts.map((node) => node.limit)),
      codec: (items, given) =>
        mapped(
          dependentCodec(first.codec(items, given), (values: Uint32Array) =>
            byValue(values, nexts, rest, given),
          ),
          ([a, b]) => beside([a, b], items),
          (symbols): [Uint32Array, Uint32Array] => [
            columns(symbols, items, 0, 1),
            columns(symbols, items, 1, rest),
          ],
        ),
      embed: asNumbers,
    };
  },
});

/** Symbols of the rest of an item. @throws CrayError SPEC_INVALID where that depends on the first. */
function sizeOfNext(first: Node, nexts: readonly Node[], path: string): number {
  if (first.size !== 1) throw specError(`${path}.first`, `expected 1 symbol, got ${first.size}`);
  if (nexts.length !== first.limit) {
    throw specError(
      `${path}.next`,
      `expected ${first.limit} codecs, one for each value of the first symbol, got ${nexts.length}`,
    );
  }
  const rest = nexts[0]?.size as number;
  nexts.forEach((node, v) => {
    if (node.size !== rest) {
      throw specError(
        `${path}.next.${v}`,
        `expected ${counted(rest, 'symbol')}, as the others, got ${node.size}`,
      );
    }
  });
  return rest;
}

/** The items of each value together, in the order of values, so that each codec is used once. */
function byValue(
  values: Uint32Array,
  nodes: readonly Node[],
  width: number,
  given: Float32Array | undefined,
): Codec<Uint32Array> {
  const members = new Map<number, number[]>();
  values.forEach((value, item) => {
    members.set(value, [...(members.get(value) ?? []), item]);
  });
  const groups = [...members].sort(([a], [b]) => a - b);
  const stride = given ? given.length / values.length : 0;
  const codecs = groups.map(([value, items]) =>
    (nodes[value] as Node).codec(items.length, given && pickRows(given, items, stride)),
  );
  return mapped(
    fromIterable(codecs),
    (parts) => {
      const symbols = new Uint32Array(values.length * width);
      groups.forEach(([, items], g) => {
        items.forEach((item, i) => {
          const row = (parts[g] as Uint32Array).subarray(i * width, (i + 1) * width);
          symbols.set(row, item * width);
        });
      });
      return symbols;
    },
    (symbols) => groups.map(([, items]) => pickRows(symbols, items, width)),
  );
}
