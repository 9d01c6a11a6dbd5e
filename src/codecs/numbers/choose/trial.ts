/** What coders take, found by coding a part: a small one first, and more and more of it while that does not decide it. */
import { type Coder, codes } from '../coders/coder.js';
import type { Column } from '../column.js';
import { bytesOf } from '../field.js';
import { sampleOf } from '../sample.js';
import type { Pains } from './pains.js';
import { Race } from './race.js';
import { type Leaf, type Sketch, VIEW_BITS } from './sketch.js';

/** Of the guess by values before, what the one by neighbours may be for coders that live by these to be tried. */
const WORTH_TRYING = 1.4;

/** A coder, or a sketch, and the bits that it is estimated to take. */
interface Judged<T> {
  readonly of: T;
  readonly bits: number;
}

/** Coders tried on parts of columns, each once. */
export class Trial {
  /** Of what the best takes by each part, what another may for it to be tried on the next. */
  private readonly near: readonly number[];
  /** Coders of a leaf by what they take by each part, the best first. */
  private readonly known = new Map<Leaf, (readonly Judged<Race>[])[]>();

  /** @param column that all leaves are parts of, or of what views make of it. */
  constructor(
    readonly pains: Pains,
    { sizes }: Pick<Column, 'sizes'>,
  ) {
    const isArray = sizes.filter((size) => size > 1).length > 1;
    const { first, firstOfArray, later } = pains.margins;
    this.near = pains.parts.map((_, part) => (part > 0 ? later : isArray ? firstOfArray : first));
  }

  /**
   * What sketches take, the best one first; those that are far behind by some part are left out.
   *
   * @param most bits: those that seem to take more are left out as well.
   */
  race(sketches: readonly Sketch[], most: number): readonly Judged<Sketch>[] {
    let judged: readonly Judged<Sketch>[] = sketches.map((of) => ({ of, bits: 0 }));
    for (const part of this.pains.parts.keys()) {
      judged = judged
        .map(({ of }) => ({ of, bits: this.bitsOf(of, part) }))
        .filter(({ bits }) => bits <= this.marginOf(part) * most);
      if (part === this.near.length - 1) break;
      judged = this.nearBest(judged, part);
      if (judged.length === 0 || this.isDecided(judged, part)) break;
    }
    return [...judged].sort(byBits);
  }

  /** The coder that took the fewest bits by the last part that a leaf was tried on. */
  best(leaf: Leaf): Coder {
    const [best] = (this.known.get(leaf)?.at(-1) ?? this.upTo(leaf, 0)) as [Judged<Race>];
    return best.of.coder;
  }

  /** Coders by what they take by a part of a sample, the best first: those that were near the best by the part before. */
  private upTo(leaf: Leaf, part: number): readonly Judged<Race>[] {
    const all = this.known.get(leaf) ?? [];
    this.known.set(leaf, all);
    const known = all[part];
    if (known) return known;
    const races =
      part === 0
        ? this.racesOf(leaf)
        : this.nearBest(this.upTo(leaf, part - 1), part - 1).map(({ of }) => of);
    const judged = races.map((of) => ({ of, bits: of.upTo(part) })).sort(byBits);
    all[part] = judged;
    return judged;
  }

  /** Coders that may be for a leaf, on a sample of it. */
  private racesOf({ column, times, guess: { near, alike } }: Leaf): readonly Race[] {
    const { coders, plain, sample, sampleBytes, parts } = this.pains;
    const fitting = coders.filter(
      (coder) => codes(coder, column) && (!coder.isNear || near < WORTH_TRYING * alike),
    );
    const some = sampleOf(column, Math.min(sample, sampleBytes / bytesOf(column.type)));
    return (fitting.length > 0 ? fitting : [plain]).map(
      (coder) => new Race(coder, some.column, some.times * times, parts),
    );
  }

  /** Whether one sketch is left, and of each of its leaves one coder. */
  private isDecided([only, ...others]: readonly Judged<Sketch>[], part: number): boolean {
    return only !== undefined && others.length === 0 && this.hasOneCoder(only.of, part);
  }

  private hasOneCoder(sketch: Sketch, part: number): boolean {
    if ('column' in sketch) return this.nearBest(this.upTo(sketch, part), part).length === 1;
    return sketch.inner.every((inner) => this.hasOneCoder(inner, part));
  }

  private marginOf(part: number): number {
    return this.near[part] as number;
  }

  /** Those that take little more than the best. */
  private nearBest<T>(judged: readonly Judged<T>[], part: number): readonly Judged<T>[] {
    const least = Math.min(...judged.map(({ bits }) => bits));
    return judged.filter(({ bits }) => bits <= this.marginOf(part) * least);
  }

  private bitsOf(sketch: Sketch, part: number): number {
    if ('column' in sketch) {
      const [{ of, bits }] = this.upTo(sketch, part) as [Judged<Race>];
      const { worthOfByte } = this.pains;
      return of.coder.isNear ? bits : bits * (1 + worthOfByte * bytesOf(sketch.column.type));
    }
    return sketch.inner.reduce((total, inner) => total + this.bitsOf(inner, part), VIEW_BITS);
  }
}

function byBits(a: Judged<unknown>, b: Judged<unknown>): number {
  return a.bits - b.bits;
}
