/** Data sets whose first items can be looked at. */
import { type Dataset, ELEMENT_BYTES, itemSize, itemsOf, NO_SIDE, type Piece } from './dataset.js';

/** A data set whose first items can be looked at before they are taken. */
export interface PeekableDataset extends Dataset {
  /** The first items, so many or all there are, which stay to be taken. */
  first(items: number): Promise<Piece>;
  /** The array whose bytes in the file these are: a sample of it is one of these. */
  readonly array?: PeekableDataset;
}

/** A data set to be looked at. The one given must not be read any more. */
export function peekable(dataset: Dataset): PeekableDataset {
  let source: AsyncIterator<Piece> | undefined;
  let held: Piece = { elements: new Uint8Array(0), side: NO_SIDE };

  /** Has as many items, or all there are, in hand. */
  async function hold(items: number): Promise<void> {
    source ??= dataset.pieces(items)[Symbol.asyncIterator]();
    const pieces = [held];
    for (let count = itemsIn(held, dataset); count < items; ) {
      const step = await source.next();
      if (step.done) break;
      pieces.push(step.value);
      count += itemsIn(step.value, dataset);
    }
    if (pieces.length > 1) held = join(pieces);
  }

  return {
    ...dataset,
    async first(items) {
      await hold(items);
      return split(held, items, dataset)[0];
    },
    async *pieces(items) {
      if (!source) return yield* dataset.pieces(items);
      for (;;) {
        await hold(items);
        if (itemsIn(held, dataset) === 0) return;
        const [taken, rest] = split(held, items, dataset);
        held = rest;
        yield taken;
      }
    },
  };
}

/** Items of a piece. */
export function itemsIn({ elements }: Piece, { dtype, shape }: Pick<Dataset, 'dtype' | 'shape'>) {
  return elements.length / (itemSize(shape) * ELEMENT_BYTES[dtype]);
}

function join(pieces: readonly Piece[]): Piece {
  const some = pieces.filter(({ elements }) => elements.length > 0);
  if (some.length === 1) return some[0] as Piece;
  return {
    elements: Buffer.concat(some.map(({ elements }) => elements)),
    side: Buffer.concat(some.map(({ side }) => side)),
  };
}

/** At most so many items, and the rest. */
function split(piece: Piece, items: number, type: Dataset): [Piece, Piece] {
  const all = itemsIn(piece, type);
  if (all <= items) return [piece, { elements: new Uint8Array(0), side: NO_SIDE }];
  return [itemsOf(piece, all, 0, items), itemsOf(piece, all, items, all)];
}
