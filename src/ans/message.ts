import { ArgumentError, CrayError } from '../errors.js';
import { Supply } from './supply.js';

/** Lower end of the interval [2^31, 2^63) that every head is in. */
export const HEAD_LOWER = 1n << 31n;
/** Upper end, exclusive. */
export const HEAD_UPPER = 1n << 63n;

/** What {@link Tail.guarded} needs to go back: the words taken off since, in pieces from the top. */
interface Mark {
  low: number;
  readonly saved: Uint32Array[];
}

/**
 * The stack of words beneath the heads, shared by all views of a message. Grows by push; where a
 * pop finds it empty, a supply, if there is one, is drawn on from the bottom.
 */
export class Tail {
  /** Words 0 … length - 1, oldest first; the rest is room. */
  words: Uint32Array = new Uint32Array(64);
  /** Words that count. */
  length = 0;
  private readonly marks: Mark[] = [];

  /** @param supply where pops that find the tail empty take words from, if from anywhere. */
  constructor(readonly supply?: Supply) {}

  /** Takes words off the top until `length` are left. */
  truncate(length: number): void {
    for (const mark of this.marks) {
      if (length >= mark.low) continue;
      mark.saved.push(this.words.slice(length, mark.low));
      mark.low = length;
    }
    this.length = length;
  }

  /**
   * Runs an action, and puts the tail back as it was if it throws. Costs a copy of the words that
   * the action takes off, once each, and nothing of those beneath.
   */
  guarded<T>(action: () => T): T {
    const { length } = this;
    const drawn = this.supply?.drawn ?? 0;
    const mark: Mark = { low: length, saved: [] };
    this.marks.push(mark);
    try {
      return action();
    } catch (error) {
      // What was saved first was on top.
      this.length = mark.low;
      for (const words of mark.saved.reverse()) this.push(words);
      if (this.supply) this.supply.drawn = drawn;
      throw error;
    } finally {
      this.marks.pop();
    }
  }

  /** Makes room for n more words. */
  reserve(n: number): void {
    if (this.length + n <= this.words.length) return;
    const bigger = new Uint32Array(Math.max(2 * this.words.length, this.length + n));
    bigger.set(this.words.subarray(0, this.length));
    this.words = bigger;
  }

  /** Puts words on top, the last one topmost. */
  push(words: Uint32Array): void {
    this.reserve(words.length);
    this.words.set(words, this.length);
    this.length += words.length;
  }
}

/**
 * What codecs push onto and pop from: a vector of heads (lanes) over one shared tail of words.
 *
 * Every head is in [2^31, 2^63) between operations. A view ({@link lanes}) shares heads and tail
 * with its message, so a codec that is given a view changes the message itself.
 */
export class Message {
  constructor(
    /** One 64-bit head a lane. */
    readonly heads: BigUint64Array,
    /** The words beneath, which all lanes share. */
    readonly tail: Tail,
  ) {
    if (heads.length === 0) throw new ArgumentError('expected at least 1 lane, got 0');
  }

  /**
   * The message over lanes [from, to) only; heads and tail stay shared.
   *
   * @throws RangeError unless there are such lanes.
   */
  lanes(from: number, to: number): Message {
    if (!(from >= 0 && from < to && to <= this.heads.length)) {
      throw new ArgumentError(
        `expected lanes within [0, ${this.heads.length}), got [${from}, ${to})`,
      );
    }
    return new Message(this.heads.subarray(from, to), this.tail);
  }

  /** A copy that shares nothing; a supply is copied in its present state. */
  clone(): Message {
    const supply = this.tail.supply && new Supply(this.tail.supply.seed);
    if (supply) supply.drawn = this.tail.supply?.drawn ?? 0;
    const tail = new Tail(supply);
    tail.push(this.tail.words.subarray(0, this.tail.length));
    return new Message(this.heads.slice(), tail);
  }

  /** Bits held: 64 a lane and 32 a word of the tail. */
  get bits(): number {
    return 64 * this.heads.length + 32 * this.tail.length;
  }
}

/**
 * A message without information: every head 2^31, the tail empty. Popping more than was pushed
 * throws MESSAGE_EXHAUSTED.
 *
 * @param lanes at least 1.
 * @throws RangeError when there is no lane.
 */
export function emptyMessage(lanes: number): Message {
  return new Message(new BigUint64Array(lanes).fill(HEAD_LOWER), new Tail());
}

/**
 * A message for bits-back coding, which pops before it pushes. The low 31 bits of the heads are
 * random, from the first words of a supply with this seed, and pops that find the tail empty take
 * the words that follow; those taken are paid for, the others are not.
 *
 * @param lanes at least 1.
 * @param seed an integer in [0, 2^32).
 * @throws RangeError for other lanes or seeds.
 */
export function seededMessage(lanes: number, seed: number): Message {
  const supply = new Supply(seed);
  const heads = BigUint64Array.from(
    { length: lanes },
    (_, i) => HEAD_LOWER | BigInt(supply.word(i) >>> 1),
  );
  supply.drawn = lanes;
  return new Message(heads, new Tail(supply));
}

/**
 * Checks that a message is back where {@link seededMessage} began: the heads as seeded, and in the
 * tail the words drawn from the supply and nothing else.
 *
 * @param seed that of the message.
 * @throws CrayError CORRUPT if not: something else was coded than was decoded.
 */
export function checkSpent(message: Message, seed: number): void {
  const { heads, tail } = message;
  const start = seededMessage(heads.length, seed);
  const supply = start.tail.supply as Supply;
  const spent =
    heads.every((head, i) => head === start.heads[i]) &&
    tail.words.subarray(0, tail.length).every((word, i) => {
      return word === supply.word(supply.drawn + tail.length - 1 - i);
    });
  if (!spent) throw new CrayError('CORRUPT', 'the message does not end where it began');
}
