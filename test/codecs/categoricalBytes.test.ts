import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { emptyMessage } from '../../src/ans/message.js';
import { categoricalBytes } from '../../src/codecs/categoricalBytes.js';
import { weightTables } from '../../src/codecs/categoricalWeights.js';
import { tabled } from '../../src/codecs/tabled.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, checkLaws, fullMessage } from '../laws.js';

const tablesOf = (weights: ArrayLike<number>, precision: number) =>
  weightTables(Float64Array.from(weights), { symbols: 256, size: 1, precision });

describe('categoricalBytes', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 256, maxLength: 256 });

  it('obeys the laws, and writes the words that the table that is searched writes', () => {
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 8, max: 16 }),
        fc.constantFrom(1, 3, 7, 8, 9, 16),
        fc.array(fc.nat(255), { maxLength: 100 }),
        (w, precision, lanes, values) => {
          fc.pre(w.some((x) => x > 0));
          const tables = tablesOf(w, precision);
          const { cumulative: c } = tables;
          const bytes = Uint8Array.from(
            values.filter((s) => (c[s] as number) < (c[s + 1] as number)),
          );
          const codec = categoricalBytes(tables, bytes.length);
          checkLaws(codec, bytes, lanes);
          const [ours, theirs] = [fullMessage(lanes, 2), fullMessage(lanes, 2)];
          codec.push(ours, bytes);
          tabled({ ...tables, size: bytes.length }).push(theirs, Uint32Array.from(bytes));
          expect(flatten(ours)).to.deep.equal(flatten(theirs));
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('finds every position', () => {
    const tables = tablesOf(
      Array.from({ length: 256 }, (_, i) => (i % 7) ** 3),
      16,
    );
    for (const lanes of [8, 5]) {
      const message = fullMessage(lanes, 3);
      const before = flatten(message);
      const searched = tabled({ ...tables, size: 3000 }).pop(fullMessage(lanes, 3));
      const codec = categoricalBytes(tables, 3000);
      const bytes = codec.pop(message);
      expect([...bytes]).to.deep.equal([...searched]);
      codec.push(message, bytes);
      expect(flatten(message)).to.deep.equal(before);
    }
  });

  it('costs -log2 of the share', () => {
    const tables = tablesOf(
      Array.from({ length: 256 }, (_, i) => i + 1),
      16,
    );
    const bits = -2 * Math.log2((256 * 100) / (32896 * 256));
    const margin = 1e-3;
    checkCodec(categoricalBytes(tables, 2), Uint8Array.of(99, 99), { bits, margin, lanes: 8 });
  });

  it('has room for the worst: rare bytes only, at any number of lanes', () => {
    const tables = tablesOf([65535, 1, ...Array(254).fill(0)], 16);
    for (const lanes of [1, 8, 100]) {
      const codec = categoricalBytes(tables, 5000);
      const message = emptyMessage(lanes);
      const bytes = new Uint8Array(5000).fill(1);
      codec.push(message, bytes);
      expect(codec.pop(message)).to.deep.equal(bytes);
      expect(message.heads).to.deep.equal(emptyMessage(lanes).heads);
    }
  });

  it('refuses bytes without frequency, other sizes and other tables, and changes nothing', () => {
    const message = emptyMessage(8);
    const tables = tablesOf([1, 1, ...Array(254).fill(0)], 12);
    const codec = categoricalBytes(tables, 2);
    expect(() => codec.push(message, Uint8Array.of(1, 2))).to.throw(
      RangeError,
      'symbol 1: 2 is outside the support',
    );
    expect(() => codec.push(message, Uint8Array.of(1))).to.throw(RangeError);
    expect(() => categoricalBytes(tablesOf(Array(256).fill(1), 17), 1)).to.throw(RangeError);
    expect(() => categoricalBytes(tables, 99999).pop(message))
      .to.throw(CrayError)
      .with.property('code', 'MESSAGE_EXHAUSTED');
    expect(message).to.deep.equal(emptyMessage(8));
  });
});
