import { z } from 'zod';
import { atomically } from '../../ans/atomically.js';
import { type Codec, checkSize } from '../../codecs/codec.js';
import { itemSize } from '../../data/dataset.js';
import { counted } from '../../words.js';
import { codecType } from '../codecType.js';
import type { AnySpec, Context } from '../context.js';
import { asNumbers, type Node } from '../node.js';
import { specError } from '../specError.js';

/** Bytes that coding takes for an element, at most: what networks see of it, and what it is itself. */
const ELEMENT_MEMORY = 64;

/** Stretches coded together where the codec inside does not say. */
const DEFAULT_WIDTH = 64;

export const series = codecType({
  type: 'series',
  codes:
    'Items that follow each other in time, by a codec of stretches of them, [items, 1, elements]; at the root of a spec.',
  fields: (codec) => ({
    length: z
      .int()
      .min(1)
      .max(65536)
      .describe('Items of a stretch; the last of a chunk may be shorter.'),
    codec: codec.describe('Of items whose rows are open, a neighbourhood for instance.'),
  }),
  withInner: (spec, change) => ({ ...spec, codec: change(spec.codec, 'data') }),
  build({ length, codec }, path, context) {
    const size = itemSize(context.item.shape);
    const stretch = stretchesOf(codec, `${path}.codec`, context);
    const { limit, width = DEFAULT_WIDTH, chunkItems } = stretch(length);
    stretch(1);
    return {
      size,
      limit,
      learns: { memory: (items) => ELEMENT_MEMORY * size * items },
      ...(chunkItems && { chunkItems: (bytes) => length * chunkItems(length * bytes) }),
      embed: asNumbers,
      codec: (items) => joined(partsOf(items, { length, width, stretch }), size * items),
    };
  },
});

/** The shape of a stretch of so many items as an image: a row each, of one column, elements as channels. */
export function stretchShape(items: number, shape: readonly number[]): readonly number[] {
  return [items, 1, itemSize(shape)];
}

/** The node of a stretch of so many items, made when it is asked for first. */
function stretchesOf(spec: AnySpec, path: string, context: Context): (items: number) => Node {
  const made = new Map<number, Node>();
  const { item } = context;
  return (items) => {
    const known = made.get(items);
    if (known) return known;
    const shape = stretchShape(items, item.shape);
    const node = context.build(spec, path, { ...context, item: { ...item, shape } });
    if (node.size !== itemSize(shape)) {
      const message = `codes ${counted(node.size, 'symbol')}, expected ${itemSize(shape)} for ${counted(items, 'item')}`;
      throw specError(path, message);
    }
    if (node.learns) throw specError(path, 'expected a codec that does not learn');
    made.set(items, node);
    return node;
  };
}

/** Some stretches that are coded together. */
interface Part {
  readonly symbols: number;
  readonly codec: Codec<Uint32Array>;
}

/** The stretches of so many items, those of full length first. */
function partsOf(
  items: number,
  series: {
    readonly length: number;
    readonly width: number;
    readonly stretch: (items: number) => Node;
  },
): Part[] {
  const { length, width, stretch } = series;
  const parts: Part[] = [];
  const add = (rows: number, count: number) => {
    const node = stretch(rows);
    parts.push({ symbols: count * node.size, codec: node.codec(count, undefined) });
  };
  const whole = Math.floor(items / length);
  for (let done = 0; done < whole; done += width) add(length, Math.min(width, whole - done));
  if (items % length > 0) add(items % length, 1);
  return parts;
}

/** Parts one after another. */
function joined(parts: readonly Part[], size: number): Codec<Uint32Array> {
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      atomically(message, () => {
        let end = size;
        for (const { symbols: n, codec } of [...parts].reverse()) {
          codec.push(message, symbols.subarray(end - n, end));
          end -= n;
        }
      });
    },
    pop: (message) =>
      atomically(message, () => {
        const out = new Uint32Array(size);
        let at = 0;
        for (const { symbols: n, codec } of parts) {
          out.set(codec.pop(message), at);
          at += n;
        }
        return out;
      }),
  };
}
