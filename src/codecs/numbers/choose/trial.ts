/** What coders take, found by coding a part. */
import { bytes } from '../coders/bytes.js';
import { type Coder, codes, pushedBits } from '../coders/coder.js';
import { CODERS } from '../coders/index.js';
import { halfOf, sampleOf } from '../sample.js';
import type { Pains } from './pains.js';
import { type Leaf, type Sketch, VIEW_BITS } from './sketch.js';

/** Of the guess by values before, what the one by neighbours may be for coders that live by these to be tried. */
const WORTH_TRYING = 1.4;

/** Coders that are tried: what rows of one column do, bytes do not better. */
const TRIED = CODERS.filter((coder) => coder !== bytes);

/** Coders tried on parts of columns, each once. */
export class Trial {
  private readonly done = new Map<Leaf, { coder: Coder; bits: number }>();

  constructor(private readonly pains: Pains) {}

  /** Bits that a sketch takes, each of its parts by the coder that is best for it. */
  bitsOf(sketch: Sketch): number {
    if ('column' in sketch) return this.best(sketch).bits;
    return sketch.inner.reduce((total, inner) => total + this.bitsOf(inner), VIEW_BITS);
  }

  /** The coder that takes the fewest bits. */
  best(leaf: Leaf): { coder: Coder; bits: number } {
    const known = this.done.get(leaf);
    if (known) return known;
    const { near, alike } = leaf.guess;
    const fitting = TRIED.filter(
      (coder) => codes(coder, leaf.column) && (!coder.isNear || near < WORTH_TRYING * alike),
    );
    const [best] = (fitting.length > 0 ? fitting : [bytes])
      .map((coder) => ({ coder, bits: bitsOf(coder, leaf, this.pains.sample) }))
      .sort((a, b) => a.bits - b.bits) as [{ coder: Coder; bits: number }];
    this.done.set(leaf, best);
    return best;
  }
}

/** Bits that a coder is estimated to take: what follows a sample is taken to cost what its second half did. */
export function bitsOf(
  coder: Coder,
  { column: look, times }: Pick<Leaf, 'column' | 'times'>,
  most: number,
): number {
  const { column, times: more } = sampleOf(look, most);
  const bits = pushedBits(coder, [column]);
  if (times * more === 1) return bits;
  const half = halfOf(column);
  const rest = column.values.length - half.values.length;
  if (rest === 0) return bits * times * more;
  const rate = (bits - pushedBits(coder, [half])) / rest;
  return bits + rate * column.values.length * (times * more - 1);
}
