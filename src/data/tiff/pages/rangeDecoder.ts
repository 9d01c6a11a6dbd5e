/** A probability of one half, of 11 bits, and how fast they learn. */
const [HALF, BITS, RATE] = [1 << 10, 11, 5];

/** Probabilities that know nothing yet. */
export function half(length: number): Uint16Array {
  return new Uint16Array(length).fill(HALF);
}

/** The range decoder of LZMA, whose probabilities learn. */
export class RangeDecoder {
  private next = 1;
  private range = 0xffffffff;
  private code = 0;

  constructor(private readonly input: Uint8Array) {
    for (let i = 0; i < 4; i++) this.code = ((this.code << 8) | this.byte()) >>> 0;
  }

  /** A bit of the odds at a place, which learn from it. */
  bit(odds: Uint16Array, i: number): number {
    const odd = odds[i] as number;
    const bound = (this.range >>> BITS) * odd;
    if (this.code < bound) {
      odds[i] = odd + (((1 << BITS) - odd) >> RATE);
      this.range = bound;
      this.normalise();
      return 0;
    }
    odds[i] = odd - (odd >> RATE);
    this.code -= bound;
    this.range -= bound;
    this.normalise();
    return 1;
  }

  /** A bit of even odds. */
  direct(): number {
    this.range >>>= 1;
    const bit = this.code >= this.range ? 1 : 0;
    if (bit) this.code -= this.range;
    this.normalise();
    return bit;
  }

  /** Bits from the highest down, each by those before it. */
  tree(odds: Uint16Array, base: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | this.bit(odds, base + node);
    return node - (1 << bits);
  }

  /** The same from the lowest up. */
  reversed(odds: Uint16Array, base: number, bits: number): number {
    let [node, value] = [1, 0];
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(odds, base + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  private normalise(): void {
    if (this.range >= 0x1000000) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.byte()) >>> 0;
  }

  private byte(): number {
    return this.input[this.next++] ?? 0;
  }
}
