import type { Codec } from '../../codecs/codec.js';
import { mapped } from '../../codecs/mapped.js';
import { parallel } from '../../codecs/parallel.js';
import { resized } from '../../codecs/resized.js';
import { serial } from '../../codecs/serial.js';
import { substack } from '../../codecs/substack.js';
import type { Build, Context } from '../context.js';
import { asNumbers, beside, columns, type Node, repeatRows } from '../node.js';
import { specError } from '../parse.js';
import type { CombinatorSpec } from './index.js';

/** Combinators that lay out items and lanes. */
export type LayoutSpec = Extract<
  CombinatorSpec,
  { type: 'serial' | 'repeat' | 'substack' | 'parallel' | 'resized' }
>;

/** @throws CrayError SPEC_INVALID with the JSON path where parts do not meet. */
export function buildLayout(spec: LayoutSpec, path: string, context: Context, build: Build): Node {
  switch (spec.type) {
    case 'serial': {
      const nodes = spec.codecs.map((codec, i) => build(codec, `${path}.codecs.${i}`, context));
      return besideEachOther(nodes, (codecs) => serial<Uint32Array[]>(codecs));
    }
    case 'repeat': {
      const { count } = spec;
      const node = build(spec.codec, `${path}.codec`, context);
      return {
        ...node,
        size: count * node.size,
        codec: (items, given) => node.codec(items * count, repeatRows(given, items, count)),
      };
    }
    case 'substack': {
      const { from, to, stride } = spec;
      checkLanes(to, path, context);
      if (from >= to) throw specError(`${path}.from`, `expected less than ${to}, got ${from}`);
      const lanes = Math.ceil((to - from) / stride);
      const node = build(spec.codec, `${path}.codec`, { ...context, lanes });
      return { ...node, codec: (n, given) => substack(node.codec(n, given), from, to, stride) };
    }
    case 'parallel': {
      const all = spec.parts.reduce((n, part) => n + part.lanes, 0);
      checkLanes(all, path, context);
      const nodes = spec.parts.map(({ codec, lanes }, i) =>
        build(codec, `${path}.parts.${i}.codec`, { ...context, lanes }),
      );
      return besideEachOther(nodes, (codecs) =>
        parallel<Uint32Array[]>(
          codecs.map((codec, i) => ({ codec, lanes: spec.parts[i]?.lanes as number })),
        ),
      );
    }
    case 'resized': {
      const { lanes } = spec;
      const node = build(spec.codec, `${path}.codec`, { ...context, lanes });
      return { ...node, codec: (items, given) => resized(node.codec(items, given), lanes) };
    }
  }
}

function checkLanes(needed: number, path: string, { lanes }: Context): void {
  if (lanes === undefined) throw specError(path, 'expected to be inside a codec of type resized');
  if (needed > lanes) throw specError(path, `expected at most ${lanes} lanes, got ${needed}`);
}

/** Pieces of items, each coded by a codec of its own. */
function besideEachOther(
  nodes: readonly Node[],
  join: (codecs: Codec<Uint32Array>[]) => Codec<Uint32Array[]>,
): Node {
  const sizes = nodes.map((node) => node.size);
  const cut = (symbols: Uint32Array, items: number): Uint32Array[] => {
    let from = 0;
    return sizes.map((width) => {
      from += width;
      return columns(symbols, items, from - width, width);
    });
  };
  return {
    size: sizes.reduce((a, b) => a + b, 0),
    limit: Math.min(...nodes.map((node) => node.limit)),
    codec: (items, given) =>
      mapped(
        join(nodes.map((node) => node.codec(items, given))),
        (pieces) => beside(pieces as [Uint32Array], items),
        (symbols) => cut(symbols, items),
      ),
    embed: asNumbers,
  };
}
