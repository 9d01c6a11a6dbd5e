import { bad } from './directories.js';
import { ALIGN_BITS, type Lengths, MOST_POSITIONS, type Model, newModel } from './lzmaModel.js';
import { RangeDecoder } from './rangeDecoder.js';

/** Places of a distance whose low bits have probabilities of their own. */
const [FIRST_MODEL, END_MODEL] = [4, 14];
const LEAST_MATCH = 2;

/**
 * The decoder of LZMA (the LZMA specification of Igor Pavlov), by chunks as LZMA2 has them: what was decoded is
 * the dictionary.
 */
export class Lzma {
  /** Bytes that are decoded. */
  at = 0;
  private state = 0;
  private repeats: [number, number, number, number] = [0, 0, 0, 0];
  private literalContext = 0;
  private literalPosition = 0;
  private position = 0;
  private model: Model = newModel(0);
  private range = new RangeDecoder(new Uint8Array(0));

  constructor(private readonly out: Uint8Array) {}

  /** Sets what a byte says, and begins anew. @throws CrayError DATA_INVALID */
  setProperties(byte: number): void {
    this.literalContext = byte % 9;
    this.literalPosition = Math.floor(byte / 9) % 5;
    this.position = Math.floor(byte / 45);
    if (this.position > 4 || this.literalContext + this.literalPosition > 4) {
      throw bad(`xz: properties ${byte} are not known`);
    }
    this.resetState();
  }

  resetState(): void {
    this.state = 0;
    this.repeats = [0, 0, 0, 0];
    this.model = newModel(this.literalContext + this.literalPosition);
  }

  /** Takes bytes as they are. */
  copy(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.out.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Decodes so many bytes. @throws CrayError DATA_INVALID */
  decode(input: Uint8Array, bytes: number): void {
    this.room(bytes);
    this.range = new RangeDecoder(input);
    for (const end = this.at + bytes; this.at < end; ) this.step(end);
  }

  private step(end: number): void {
    const place = this.at & ((1 << this.position) - 1);
    const { model, state } = this;
    if (this.range.bit(model.isMatch, state * MOST_POSITIONS + place) === 0) {
      this.literal();
      return;
    }
    let length: number;
    if (this.range.bit(model.isRepeat, state) === 0) {
      const [a, b, c] = this.repeats;
      length = this.length(model.match, place);
      this.state = state < 7 ? 7 : 10;
      this.repeats = [this.distance(length), a, b, c];
    } else if (this.repeated(place)) {
      this.state = state < 7 ? 9 : 11;
      length = 1;
    } else {
      length = this.length(model.repeat, place);
      this.state = state < 7 ? 8 : 11;
    }
    const from = this.at - this.repeats[0] - 1;
    if (from < 0 || this.at + length > end) throw bad('xz: a match leads out of the block');
    for (let i = 0; i < length; i++) this.out[this.at++] = this.out[from + i] as number;
  }

  /** Whether it is one byte at the last distance; puts the distance of what else it is first. */
  private repeated(place: number): boolean {
    const { model, state } = this;
    const [a, b, c, d] = this.repeats;
    if (this.range.bit(model.isRepeat0, state) === 0) {
      return this.range.bit(model.isLong0, state * MOST_POSITIONS + place) === 0;
    }
    if (this.range.bit(model.isRepeat1, state) === 0) this.repeats = [b, a, c, d];
    else if (this.range.bit(model.isRepeat2, state) === 0) this.repeats = [c, a, b, d];
    else this.repeats = [d, a, b, c];
    return false;
  }

  private literal(): void {
    const before = this.at > 0 ? (this.out[this.at - 1] as number) : 0;
    const low = this.at & ((1 << this.literalPosition) - 1);
    const context = (low << this.literalContext) + (before >> (8 - this.literalContext));
    const { literal } = this.model;
    const base = 0x300 * context;
    let symbol = 1;
    if (this.state >= 7) {
      let match = this.out[this.at - this.repeats[0] - 1] ?? 0;
      while (symbol < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const got = this.range.bit(literal, base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | got;
        if (got !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.range.bit(literal, base + symbol);
    this.out[this.at++] = symbol;
    this.state = this.state < 4 ? 0 : this.state - (this.state < 10 ? 3 : 6);
  }

  private length(lengths: Lengths, place: number): number {
    if (this.range.bit(lengths.choice, 0) === 0)
      return LEAST_MATCH + this.range.tree(lengths.low, 8 * place, 3);
    if (this.range.bit(lengths.choice, 1) === 0) {
      return LEAST_MATCH + 8 + this.range.tree(lengths.middle, 8 * place, 3);
    }
    return LEAST_MATCH + 16 + this.range.tree(lengths.high, 0, 8);
  }

  private distance(length: number): number {
    const { model } = this;
    const slot = this.range.tree(model.slots, 64 * Math.min(length - LEAST_MATCH, 3), 6);
    if (slot < FIRST_MODEL) return slot;
    const bits = (slot >> 1) - 1;
    const base = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < END_MODEL) return base + this.range.reversed(model.special, base - slot, bits);
    let high = 0;
    for (let i = ALIGN_BITS; i < bits; i++) high = high * 2 + this.range.direct();
    return base + high * (1 << ALIGN_BITS) + this.range.reversed(model.align, 0, ALIGN_BITS);
  }

  private room(bytes: number): void {
    if (this.at + bytes > this.out.length) throw bad('xz: there is more than the block has');
  }
}
