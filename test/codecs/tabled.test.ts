import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { nonUniform } from '../../src/codecs/nonUniform.js';
import { tabled } from '../../src/codecs/tabled.js';
import { tableDistribution } from '../../src/distributions/table.js';
import { checkCodec, fullMessage, sweep } from '../laws.js';

describe('tabled', () => {
  it('writes and reads what a codec of intervals does with the same table', () => {
    const inner = fc.uniqueArray(fc.integer({ min: 1, max: 4095 }), { maxLength: 40 });
    // Pops of more symbols look positions up by more of their bits.
    const sizes = fc.constantFrom(1, 25, 300, 5000);
    fc.assert(
      fc.property(inner, fc.integer({ min: 1, max: 9 }), sizes, (starts, lanes, size) => {
        const cumulative = Uint32Array.from([0, ...starts, 4096]).sort();
        const [symbols, precision] = [cumulative.length - 1, 12];
        const fast = tabled({ cumulative, symbols, size, rows: 1, precision });
        const slow = nonUniform(tableDistribution(cumulative, size, precision));
        const [a, b] = [fullMessage(lanes, 4), fullMessage(lanes, 4)];
        const value = fast.pop(a);
        expect(value).to.deep.equal(slow.pop(b));
        expect(flatten(a)).to.deep.equal(flatten(b));
        fast.push(a, value);
        expect(flatten(a)).to.deep.equal(flatten(fullMessage(lanes, 4)));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('never finds a symbol without frequency, first, last or between', () => {
    const cumulative = Uint32Array.of(0, 0, 5, 5, 5, 200, 256, 256);
    const make = (size: number) => tabled({ cumulative, symbols: 7, size, rows: 1, precision: 8 });
    expect([...sweep(make, 8).keys()]).to.deep.equal([1, 4, 5]);
  });

  it('has a row for each element where there is more than one', () => {
    const cumulative = Uint32Array.of(0, 64, 256, 0, 128, 256);
    const codec = tabled({ cumulative, symbols: 2, size: 2, rows: 2, precision: 8 });
    checkCodec(codec, Uint32Array.of(0, 1), { bits: 3, margin: 0.01 });
    expect(() => tabled({ cumulative, symbols: 2, size: 3, rows: 2, precision: 8 })).to.throw(
      RangeError,
    );
  });
});
