/** What coders take, found by coding a part: a small one first, and a larger one where that does not decide it. */
import { type Coder, codes, pushedBits } from '../coders/coder.js';
import type { Column } from '../column.js';
import { beginningOf, sampleOf } from '../sample.js';
import type { Pains } from './pains.js';
import { type Leaf, type Sketch, VIEW_BITS } from './sketch.js';

/** Of the guess by values before, what the one by neighbours may be for coders that live by these to be tried. */
const WORTH_TRYING = 1.4;
/** Which part of a sample is tried first, and numbers of one that is not worth being tried in parts. */
const [FIRST_PART, WHOLE] = [1 / 4, 512];
/**
 * Of what the best takes by that part, what another may take for it to be tried on all of the sample: of an array of more
 * axes more, since what lives by neighbours along all of them learns for long.
 */
const [NEAR_BEST, NEAR_BEST_OF_ARRAY] = [1.06, 1.16];

/** A coder, or a sketch, and the bits that it is estimated to take. */
interface Judged<T> {
  readonly of: T;
  readonly bits: number;
}

/** Coders tried on parts of columns, each once. */
export class Trial {
  private readonly near: number;
  private readonly first = new Map<Leaf, readonly Judged<Race>[]>();
  private readonly last = new Map<Leaf, Judged<Coder>>();

  /** @param column that all leaves are parts of, or of what views make of it. */
  constructor(
    readonly pains: Pains,
    { sizes }: Pick<Column, 'sizes'>,
  ) {
    this.near = sizes.filter((size) => size > 1).length > 1 ? NEAR_BEST_OF_ARRAY : NEAR_BEST;
  }

  /**
   * What sketches take, the best one first; those that are far behind by a first part are left out.
   *
   * @param most bits: those that seem to take more are left out as well.
   */
  race(sketches: readonly Sketch[], most: number): readonly Judged<Sketch>[] {
    const judged = sketches.map((of) => ({
      of,
      bits: this.sum(of, (leaf) => this.begin(leaf)[0]),
    }));
    return this.nearBest(judged.filter(({ bits }) => bits <= this.near * most))
      .map(({ of }) => ({ of, bits: this.sum(of, (leaf) => this.best(leaf)) }))
      .sort(byBits);
  }

  /** The coder that takes the fewest bits for a part. */
  best(leaf: Leaf): Judged<Coder> {
    const known = this.last.get(leaf);
    if (known) return known;
    const judged = this.nearBest(this.begin(leaf)).map(({ of }) => ({
      of: of.coder,
      bits: of.end(),
    }));
    const [best] = judged.sort(byBits) as [Judged<Coder>];
    this.last.set(leaf, best);
    return best;
  }

  /** Coders by what they take by the first part of a sample, the best first. */
  private begin(leaf: Leaf): readonly Judged<Race>[] {
    const known = this.first.get(leaf);
    if (known) return known;
    const { near, alike } = leaf.guess;
    const fitting = this.pains.coders.filter(
      (coder) => codes(coder, leaf.column) && (!coder.isNear || near < WORTH_TRYING * alike),
    );
    const { column, times } = sampleOf(leaf.column, this.pains.sample);
    const races = (fitting.length > 0 ? fitting : [this.pains.plain]).map(
      (coder) => new Race(coder, column, times * leaf.times),
    );
    const judged = races.map((of) => ({ of, bits: of.begin() })).sort(byBits);
    this.first.set(leaf, judged);
    return judged;
  }

  /** Those that take little more than the best. */
  private nearBest<T>(judged: readonly Judged<T>[]): readonly Judged<T>[] {
    const all = judged.map(({ bits }) => bits);
    const least = Math.min(...all);
    return judged.filter(({ bits }) => bits <= this.near * least);
  }

  private sum(sketch: Sketch, judge: (leaf: Leaf) => Judged<unknown> | undefined): number {
    if ('column' in sketch) return judge(sketch)?.bits ?? 0;
    return sketch.inner.reduce((total, inner) => total + this.sum(inner, judge), VIEW_BITS);
  }
}

function byBits(a: Judged<unknown>, b: Judged<unknown>): number {
  return a.bits - b.bits;
}

/** A coder on a sample: on more and more of it. What follows is taken to cost what the last part did. */
class Race {
  private tried = { numbers: 0, bits: 0 };

  /** @param times of the sample that the column is. */
  constructor(
    readonly coder: Coder,
    private readonly sample: Column,
    private readonly times: number,
  ) {}

  /** Bits for the whole column, by the first part of the sample. */
  begin(): number {
    if (this.sample.values.length <= WHOLE) return this.end();
    this.upTo(FIRST_PART / 2);
    return this.upTo(FIRST_PART);
  }

  /** The same by all of it. */
  end(): number {
    if (this.tried.numbers === 0 && this.times > 1) this.upTo(1 / 2);
    return this.upTo(1);
  }

  private upTo(part: number): number {
    const before = this.tried;
    const column = beginningOf(this.sample, part);
    const numbers = column.values.length;
    const bits = numbers === before.numbers ? before.bits : pushedBits(this.coder, [column]);
    this.tried = { numbers, bits };
    const rest = this.sample.values.length * this.times - numbers;
    const more = numbers - before.numbers;
    return more === 0
      ? (bits * (rest + numbers)) / Math.max(1, numbers)
      : bits + ((bits - before.bits) / more) * rest;
  }
}

/** Bits that a coder is estimated to take for a column. */
export function bitsOfPart(
  coder: Coder,
  { column, times }: Pick<Leaf, 'column' | 'times'>,
  { sample }: Pains,
): number {
  const some = sampleOf(column, sample);
  return new Race(coder, some.column, some.times * times).end();
}
