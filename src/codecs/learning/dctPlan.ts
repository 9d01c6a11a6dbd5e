/** Of which pictures blocks are, as bytes before them. */
import { joinNumbers, readNumber } from '../../bytes/numbers.js';
import { CrayError } from '../../errors.js';
import {
  BLOCK,
  type BlockComponent,
  blocksOf,
  MOST_COMPONENTS,
  type PicturePart,
} from './blocks.js';

/** Most that sizes and samplings may be. */
const MOST_WIDE = 1 << 16;
const MOST_SAMPLING = 4;
const MOST_STEP = 65535;

/** Parts of pictures as bytes. */
export function planBytes(parts: readonly PicturePart[]): Uint8Array {
  const out: number[] = [parts.length];
  const tables: (readonly number[])[] = [];
  for (const { picture, from, to } of parts) {
    out.push(picture.high, from, to - from, picture.components.length);
    for (const { wide, across, down, steps } of picture.components) {
      const known = tables.findIndex((table) => table.every((step, k) => step === steps[k]));
      out.push(wide, across, down, known + 1);
      if (known >= 0) continue;
      tables.push(steps);
      out.push(...steps);
    }
  }
  return joinNumbers(out);
}

/**
 * The parts of bytes, of so many blocks together.
 *
 * @throws CrayError CORRUPT for any that make no sense, before anything of their size is made.
 */
export function planOf(bytes: Uint8Array, blocks: number): PicturePart[] {
  const numbers = new Numbers(bytes);
  const tables: number[][] = [];
  const parts: PicturePart[] = [];
  let left = blocks;
  for (let count = numbers.next(0, blocks); count > 0; count--) {
    const high = numbers.next(1, MOST_WIDE);
    const from = numbers.next(0, Number.MAX_SAFE_INTEGER);
    const more = numbers.next(1, left);
    const components: BlockComponent[] = [];
    for (let i = numbers.next(1, MOST_COMPONENTS); i > 0; i--) {
      const wide = numbers.next(1, MOST_WIDE);
      const across = numbers.next(1, MOST_SAMPLING);
      const down = numbers.next(1, MOST_SAMPLING);
      const known = numbers.next(0, tables.length);
      if (known === 0) tables.push(Array.from({ length: BLOCK }, () => numbers.next(1, MOST_STEP)));
      const steps = tables.at(known - 1) as number[];
      components.push({ wide, across, down, steps });
    }
    const picture = { high, components };
    if (from + more > blocksOf(picture)) throw corrupt('a part is beyond its picture');
    parts.push({ picture, from, to: from + more });
    left -= more;
  }
  if (left > 0) throw corrupt('pictures have fewer blocks than there are');
  if (!numbers.isDone) throw corrupt('a plan has bytes at its end');
  return parts;
}

/** Numbers one after another. */
class Numbers {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isDone(): boolean {
    return this.at === this.bytes.length;
  }

  /** The next, which is to be in a range. */
  next(least: number, most: number): number {
    const { value, next } = readNumber(this.bytes, this.at, 'pictures');
    this.at = next;
    if (value < least || value > most) {
      throw corrupt(`expected a number from ${least} to ${most}, got ${value}`);
    }
    return value;
  }
}

function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `pictures: ${message}`);
}
