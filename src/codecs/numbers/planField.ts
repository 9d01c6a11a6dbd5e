/** A field as an array, or its places along the last axis each as a column of its own. */
import { chooseTree, guessOf, type Sketched, sketched } from './choose/choose.js';
import { type Pains, painsFor } from './choose/pains.js';
import { gather } from './column.js';
import type { Field } from './field.js';
import { bitsOf, type Estimated } from './plan.js';

/** Longest last axis whose places may be columns of their own. */
const MOST_COLUMNS = 64;
/** Of the guess for a field as it is, what its columns may be guessed at for both to be tried. */
const DOUBTFUL = [0.9, 1.05] as const;
/** Columns that are guessed at of many, and those that are tried before all are. */
const [LOOKED, FIRST_TRIED] = [16, 4];
/** Of what goes to them of the bits of the field as it is, what they may take for all to be tried. */
const MAY_BE_LESS = 1.04;

/** The plan of a field: where its columns may take less than it does as it is, some tell for all. */
export function planField(bytes: Uint8Array, field: Field, pains: Pains): readonly Estimated[] {
  const whole = new Part(bytes, field, pains);
  const fields = columnsOf(field);
  if (fields.length === 0) return [whole.plan];
  const fewer = painsFor(fields.length);
  const columns = fields.map((one) => new Part(bytes, one, fewer));
  const some = spread(columns, LOOKED);
  const guess = (sumOf(some, (one) => one.guess) * columns.length) / some.length;
  const ratio = guess / whole.guess;
  if (ratio > DOUBTFUL[1]) return [whole.plan];
  if (ratio > DOUBTFUL[0]) {
    const tried = spread(some, FIRST_TRIED);
    const share = sumOf(tried, (one) => one.guess) / guess;
    const most = MAY_BE_LESS * share * whole.plan.bits;
    if (sumOf(tried, ({ plan }) => plan.bits) > most) return [whole.plan];
  }
  const each = columns.map(({ plan }) => plan);
  return ratio > DOUBTFUL[0] && whole.plan.bits <= bitsOf(each) ? [whole.plan] : each;
}

/** A field that is looked at when somebody asks. */
class Part {
  private known: { sketched?: Sketched; plan?: Estimated } = {};

  constructor(
    private readonly bytes: Uint8Array,
    private readonly field: Field,
    private readonly pains: Pains,
  ) {}

  /** Bits that it might take at best. */
  get guess(): number {
    return guessOf(this.sketched);
  }

  get plan(): Estimated {
    if (this.known.plan) return this.known.plan;
    // The columns are made again, rather than kept until it is known what is taken.
    const { tree, bits } = chooseTree(this.sketched);
    this.known.plan = { field: this.field, tree, bits };
    return this.known.plan;
  }

  private get sketched(): Sketched {
    this.known.sketched ??= sketched(gather(this.bytes, this.field), this.pains);
    return this.known.sketched;
  }
}

/** Some of many, as far from each other as can be. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  const step = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => all[Math.round(i * step)] as T);
}

function sumOf<T>(all: readonly T[], bits: (one: T) => number): number {
  return all.reduce((sum, one) => sum + bits(one), 0);
}

/** The columns of a field of short rows; none of others. */
export function columnsOf(field: Field): Field[] {
  const [last, ...outer] = [...field.axes].reverse();
  if (!last || outer.length === 0 || last.count < 2 || last.count > MOST_COLUMNS) return [];
  if (field.type === 'text') return [];
  return Array.from({ length: last.count }, (_, i) => ({
    ...field,
    name: `${field.name}[${i}]`,
    offset: field.offset + i * last.stride,
    axes: [...outer].reverse(),
  }));
}
