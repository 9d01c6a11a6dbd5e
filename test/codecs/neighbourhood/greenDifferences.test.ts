import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../../src/ans/message.js';
import { greenDifferences } from '../../../src/codecs/neighbourhood/greenDifferences.js';
import { uniform } from '../../../src/codecs/uniform.js';
import { checkCodec, checkRefusal } from '../../laws.js';

describe('greenDifferences', () => {
  it('obeys the laws and costs what the differences cost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 5 }),
        fc.array(fc.nat(15), { minLength: 10, maxLength: 10 }),
        (channels, levels) => {
          const symbols = Uint32Array.from(levels.slice(0, 2 * channels));
          const codec = greenDifferences(uniform(2 * channels, 4), { channels, levels: 16 });
          checkCodec(codec, symbols, { bits: 8 * channels });
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('takes green off red and blue', () => {
    let pushed = new Uint32Array(0);
    const spy = {
      push: (_: unknown, value: Uint32Array) => {
        pushed = value.slice();
      },
      pop: () => pushed,
    };
    const codec = greenDifferences(spy, { channels: 4, levels: 256 });
    const pixels = Uint32Array.of(10, 12, 255, 7, 0, 0, 1, 2);
    codec.push(emptyMessage(1), pixels);
    expect([...pushed]).to.deep.equal([254, 12, 243, 7, 0, 0, 1, 2]);
    expect(codec.pop(emptyMessage(1))).to.deep.equal(pixels);
  });

  it('refuses levels that there are not, and fewer than three channels', () => {
    const codec = greenDifferences(uniform(3, 4), { channels: 3, levels: 10 });
    checkRefusal(codec, Uint32Array.of(1, 2, 10), RangeError);
    expect(() => greenDifferences(uniform(2, 4), { channels: 2, levels: 16 })).to.throw(RangeError);
  });
});
