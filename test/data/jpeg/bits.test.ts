import { expect } from 'chai';
import fc from 'fast-check';
import { BitReader, BitWriter, segmentAt } from '../../../src/data/jpeg/bits.js';
import { huffmanTable } from '../../../src/data/jpeg/huffman.js';

/** Three symbols of a bit, of 8 and of 9 bits. */
const COUNTS = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0);
const TABLE = huffmanTable(COUNTS, Uint8Array.of(7, 0xf0, 3));

const said = fc.oneof(
  fc.record({ symbol: fc.constantFrom(7, 0xf0, 3) }),
  fc
    .integer({ min: 0, max: 15 })
    .chain((bits) =>
      fc.record({ bits: fc.constant(bits), value: fc.nat({ max: Math.max((1 << bits) - 1, 0) }) }),
    ),
);

describe('bits of a segment', () => {
  it('are read as they were written, whatever bytes of ones are in them', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 60 }), fc.nat({ max: 5 }), (all, before) => {
        const to = new BitWriter();
        for (const one of all) {
          if ('symbol' in one) expect(to.symbol(TABLE as never, one.symbol)).to.equal(true);
          else to.put(one.value, one.bits);
        }
        to.align(0xff);
        const written = to.written();
        const file = Buffer.concat([Buffer.alloc(before, 0xff), written, Buffer.of(0xff, 0xd9)]);
        const { padded, bits, end } = segmentAt(file, before);
        expect(end).to.equal(before + written.length);
        const from = new BitReader(padded);
        for (const one of all) {
          if ('symbol' in one) expect(from.symbol(TABLE as never)).to.equal(one.symbol);
          else expect(from.take(one.bits)).to.equal(one.value);
        }
        expect(bits - from.at).to.be.within(0, 7);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('hold numbers of either sign in as few bits as they have', () => {
    for (let value = -70; value <= 70; value++) {
      const bits = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
      const to = new BitWriter();
      // The symbol takes a bit.
      expect(to.number(TABLE as never, 7, value, bits)).to.equal(true);
      expect(to.count + 8 * to.length).to.equal(bits + 1);
      to.align(0);
      const from = new BitReader(segmentAt(to.written(), 0).padded);
      expect(from.symbol(TABLE as never)).to.equal(7);
      expect(from.number(bits)).to.equal(value);
    }
  });

  it('that are no code are no symbol, and a symbol without a code is not written', () => {
    expect(new BitReader(Uint8Array.of(0xff, 0xff, 0, 0, 0)).symbol(TABLE as never)).to.equal(-1);
    expect(new BitWriter().symbol(TABLE as never, 9)).to.equal(false);
  });

  it('have no table of more codes than there can be', () => {
    expect(huffmanTable(new Uint8Array(16).fill(3), new Uint8Array(48))).to.equal(undefined);
  });
});
