import { autoregressive } from '../../codecs/autoregressive.js';
import type { Codec } from '../../codecs/codec.js';
import { dependent } from '../../codecs/dependent.js';
import { fromIterable } from '../../codecs/fromIterable.js';
import { hiddenMarkov } from '../../codecs/hiddenMarkov.js';
import { mapped } from '../../codecs/mapped.js';
import { multiset } from '../../codecs/multiset.js';
import type { Build, Context } from '../context.js';
import { asNumbers, beside, columns, type Node, pickRows } from '../node.js';
import { buildParameter, Calls, everyRow, type Sources } from '../parameters.js';
import { specError } from '../parse.js';
import { checkCausal } from './causal.js';
import { buildDistribution } from './family.js';
import type { CombinatorSpec, HiddenMarkovSpec } from './index.js';

/** Combinators in which a part of an item depends on the parts before it. */
export type SequenceSpec = Extract<
  CombinatorSpec,
  { type: 'dependent' | 'autoregressive' | 'multiset' | 'hiddenMarkov' }
>;

/** @throws CrayError SPEC_INVALID with the JSON path where parts do not meet. */
export function buildSequence(
  spec: SequenceSpec,
  path: string,
  context: Context,
  build: Build,
): Node {
  switch (spec.type) {
    case 'dependent':
      return buildDependent(spec, path, context, build);
    case 'autoregressive':
      return buildAutoregressive(spec, path, context);
    case 'multiset': {
      const node = build(spec.codec, `${path}.codec`, context);
      return itemByItem({ ...node, size: spec.count * node.size }, (given) =>
        sortedPieces(spec.count, node, given),
      );
    }
    case 'hiddenMarkov':
      return buildHiddenMarkov(spec, path, context.sources);
  }
}

function buildDependent(
  spec: Extract<CombinatorSpec, { type: 'dependent' }>,
  path: string,
  context: Context,
  build: Build,
): Node {
  const first = build(spec.first, `${path}.first`, context);
  const nexts = spec.next.map((codec, v) => build(codec, `${path}.next.${v}`, context));
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
        `expected ${rest} symbols, as the others, got ${node.size}`,
      );
    }
  });
  return {
    size: 1 + rest,
    limit: Math.min(first.limit, ...nexts.map((node) => node.limit)),
    codec: (items, given) =>
      mapped(
        dependent(first.codec(items, given), (values: Uint32Array) =>
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

function buildAutoregressive(
  spec: Extract<CombinatorSpec, { type: 'autoregressive' }>,
  path: string,
  { inputs, sources }: Context,
): Node {
  const { size } = spec.codec;
  // Networks read what is given, and after it the item, in which what is not known yet is 0.
  const before = inputs ?? 0;
  const node = buildDistribution(spec.codec, `${path}.codec`, before + size, sources);
  const width = size / node.rows;
  checkCausal(spec.codec, `${path}.codec`, { node, before, width }, sources);
  const read = (given: Float32Array | undefined, symbols: Uint32Array, items: number) =>
    given ? beside([given, node.embed(symbols)], items) : node.embed(symbols);
  return {
    size,
    limit: node.limit,
    embed: node.embed,
    codec(items, given) {
      const codec = autoregressive<Uint32Array>({
        order: Array.from({ length: node.rows }, (_, row) => row),
        element(known, row) {
          const pieces = known.map((piece) => piece ?? new Uint32Array(items * width));
          const symbols = beside(pieces as [Uint32Array], items);
          return node.each(items, read(given, symbols, items))(row);
        },
        elements(values) {
          const symbols = beside(values as [Uint32Array, ...Uint32Array[]], items);
          const at = node.each(items, read(given, symbols, items));
          return values.map((_, row) => at(row));
        },
      });
      return mapped(
        codec,
        (values) => beside(values as [Uint32Array], items),
        (symbols) =>
          Array.from({ length: node.rows }, (_, row) =>
            columns(symbols, items, row * width, width),
          ),
      );
    },
  };
}

/** One item after another, by a codec of one item. */
function itemByItem(
  node: Omit<Node, 'codec'>,
  one: (given: Float32Array | undefined) => Codec<Uint32Array>,
): Node {
  const { size } = node;
  return {
    ...node,
    codec(items, given) {
      const stride = given ? given.length / items : 0;
      const codecs = Array.from({ length: items }, (_, i) =>
        one(given?.subarray(i * stride, (i + 1) * stride)),
      );
      return mapped(
        fromIterable(codecs),
        (values) => beside(values as [Uint32Array], 1),
        (symbols) => codecs.map((_, i) => symbols.subarray(i * size, (i + 1) * size)),
      );
    },
  };
}

/** An item of pieces without order. It comes back sorted, so it has to be sorted. */
function sortedPieces(
  count: number,
  node: Node,
  given: Float32Array | undefined,
): Codec<Uint32Array> {
  const compare = (a: Uint32Array, b: Uint32Array): number => {
    const at = a.findIndex((symbol, i) => symbol !== b[i]);
    return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
  };
  return mapped(
    multiset({ symbol: node.codec(1, given), compare, size: count }),
    (pieces) => beside(pieces as [Uint32Array], 1),
    (symbols) => {
      const pieces = Array.from({ length: count }, (_, i) =>
        symbols.subarray(i * node.size, (i + 1) * node.size),
      );
      for (let i = 1; i < count; i++) {
        if (compare(pieces[i - 1] as Uint32Array, pieces[i] as Uint32Array) > 0) {
          throw new RangeError(`piece ${i}: expected pieces in order, since none is kept`);
        }
      }
      return pieces;
    },
  );
}

function buildHiddenMarkov(spec: HiddenMarkovSpec, path: string, sources: Sources): Node {
  const { states, symbols, length, precision } = spec;
  const table = (name: 'initial' | 'transition' | 'emission', rows: number, width: number) => {
    const shape = { rows, width, inputs: undefined };
    const parameter = buildParameter(spec[name], `${path}.${name}`, shape, sources);
    return Float64Array.from(everyRow(parameter(1, new Calls(undefined)), rows));
  };
  const codec = hiddenMarkov({
    initial: table('initial', 1, states),
    transition: table('transition', states, states),
    emission: table('emission', states, symbols),
    length,
    precision,
  });
  return itemByItem({ size: length, limit: symbols, embed: asNumbers }, () => codec);
}
