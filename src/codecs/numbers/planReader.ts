import { isThere } from './coders/coder.js';
import { CODERS } from './coders/index.js';
import { bytesOf, countOf, endOf, type Field, MOST_AXES, NUMBER_TYPES, shapeOf } from './field.js';
import { isSound } from './limits.js';
import type { Tree } from './tree.js';
import { corrupt } from './views/bits.js';
import { VIEWS } from './views/index.js';
import type { Parameters, Shape, View } from './views/view.js';

/** Views upon one another that a plan may have. */
const DEEPEST = 16;
/** Parameters of a view are of so many bits at most. */
const PARAMETER_BITS = 128n;

/** The bytes of a plan, from the first on. Its methods throw CORRUPT for what makes no sense. */
export class PlanReader {
  private at = 0;
  /** Where the field before begins. */
  private before = 0;

  constructor(
    private readonly bytes: Uint8Array,
    /** Bytes of the chunk. */
    private readonly size: number,
  ) {}

  /** Whether there are no more. */
  get isDone(): boolean {
    return this.at === this.bytes.length;
  }

  /** How many fields follow. */
  count(): number {
    return this.take(this.size, 'fields');
  }

  /** A field with its tree. */
  planned(): { field: Field; tree: Tree } {
    const { size } = this;
    const type = NUMBER_TYPES[this.take(NUMBER_TYPES.length - 1, 'a type')] as Field['type'];
    const bigEndian = this.take(1, 'a byte order') === 1;
    const step = this.take(2 * size, 'an offset');
    const offset = this.before + (step % 2 === 1 ? -(step + 1) / 2 : step / 2);
    this.before = offset;
    const axes = Array.from({ length: this.take(MOST_AXES, 'axes') }, () => ({
      count: this.take(size, 'a count'),
      stride: this.take(size, 'a stride'),
    }));
    const field: Field = { name: '', offset, type, bigEndian, axes };
    const numbers = countOf(field);
    if (numbers < 1 || offset < 0 || numbers * bytesOf(type) > size || endOf(field) > size) {
      throw corrupt(`a field of ${numbers} numbers of ${type} at byte ${offset} of ${size}`);
    }
    const tree = this.tree(shapeOf(field), 0);
    if (!isSound(tree, shapeOf(field))) {
      throw corrupt(`no coders for ${numbers} numbers of ${type}`);
    }
    return { field, tree };
  }

  private tree(shape: Shape, depth: number): Tree {
    const number = this.take(2 * Math.max(CODERS.length, VIEWS.length), 'a view or a coder');
    if (number % 2 === 0) {
      const coder = CODERS[number / 2];
      if (!coder || !isThere(coder)) throw corrupt(`no coder ${number / 2}`);
      return { coder };
    }
    const view = VIEWS[(number - 1) / 2];
    if (!view || depth === DEEPEST) throw corrupt(`no view ${(number - 1) / 2} at depth ${depth}`);
    const parameters = this.parameters(view);
    const inner = view.shapes(shape, parameters).map((one) => this.tree(one, depth + 1));
    return { view, parameters, inner };
  }

  private parameters(view: View): Parameters {
    const count = this.take(8, 'parameters');
    if (count !== view.parameters) throw corrupt(`${count} parameters of ${view.name}`);
    return Array.from({ length: count }, () => {
      const value = this.long();
      return value & 1n ? -(value + 1n) / 2n : value / 2n;
    });
  }

  private take(most: number, what: string): number {
    const value = this.long();
    if (value > BigInt(most)) throw corrupt(`expected ${what} to be at most ${most}, got ${value}`);
    return Number(value);
  }

  private long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift <= PARAMETER_BITS; shift += 7n) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw corrupt('a plan ends too early');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw corrupt('a plan has a number of too many bits');
  }
}
