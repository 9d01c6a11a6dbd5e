/** A coder on a sample of a column: on more and more of it. */
import { type Coder, pushedBits } from '../coders/coder.js';
import type { Column } from '../column.js';
import { beginningOf, sampleOf } from '../sample.js';
import type { Pains } from './pains.js';
import type { Leaf } from './sketch.js';

/** Numbers of a sample that is not worth being tried in parts. */
const WHOLE = 512;

/** Numbers of a sample that were tried, and what they take. */
interface Tried {
  readonly numbers: number;
  readonly bits: number;
}

/** A coder on a sample. What follows what was tried is taken to cost what the last of it did. */
export class Race {
  private tried: Tried = { numbers: 0, bits: 0 };
  private last = 0;

  /**
   * @param times of the sample that the column is.
   * @param parts of it that it is tried on in turn.
   */
  constructor(
    readonly coder: Coder,
    private readonly sample: Column,
    private readonly times: number,
    private readonly parts: readonly number[] = [1],
  ) {}

  /** Bits for the whole column, by a part of the sample: a later one each time, or all of a small one at once. */
  upTo(part: number): number {
    const { length } = this.sample.values;
    if (length <= WHOLE) {
      if (this.tried.numbers < length) this.end();
    } else {
      const share = this.parts[part] as number;
      this.try(part === 0 ? [share / 2, share] : [share]);
    }
    return this.last;
  }

  /** The same by all of it at once. */
  end(): number {
    this.try(this.times > 1 ? [1 / 2, 1] : [1]);
    return this.last;
  }

  private try(shares: readonly number[]): void {
    const columns = shares.map((share) => beginningOf(this.sample, share));
    const bitsOfEach = bitsOfBeginnings(this.coder, columns);
    const tried = columns.map(({ values }, i) => ({
      numbers: values.length,
      bits: bitsOfEach[i] as number,
    }));
    const [before, { numbers, bits }] = [this.tried, ...tried].slice(-2) as [Tried, Tried];
    this.tried = { numbers, bits };
    const rest = this.sample.values.length * this.times - numbers;
    const more = numbers - before.numbers;
    this.last =
      more === 0
        ? (bits * (rest + numbers)) / Math.max(1, numbers)
        : bits + ((bits - before.bits) / more) * rest;
  }
}

/** Bits of beginnings of a column, a longer one after a shorter. */
function bitsOfBeginnings(coder: Coder, columns: readonly Column[]): readonly number[] {
  const ends = columns.map(({ values }) => values.length);
  const known = coder.bitsUpTo?.(columns.slice(-1), ends);
  return known ?? columns.map((one) => pushedBits(coder, [one]));
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
