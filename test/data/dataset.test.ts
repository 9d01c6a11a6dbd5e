import { expect } from 'chai';
import { describe as describeItems, fits, levelsOf } from '../../src/data/dataset.js';

const images = { dtype: 'u8', shape: [28, 28, 3] };

describe('what a model fits', () => {
  for (const [pattern, expected] of [
    [images, true],
    [{}, true],
    [{ dtype: 'u8' }, true],
    [{ dtype: 'u16' }, false],
    [{ shape: [null, null, 3] }, true],
    [{ shape: [null, null, 1] }, false],
    [{ shape: [null, null] }, false],
    [{ dtype: 'u16', shape: [null, null, 3] }, false],
  ] as const) {
    it(`${describeItems(pattern)}: ${expected ? 'yes' : 'no'}`, () => {
      expect(fits(pattern, images)).to.equal(expected);
    });
  }

  it('is told in words', () => {
    expect(describeItems(images)).to.equal('u8 items of 28 x 28 x 3');
    expect(describeItems({ dtype: 'u8', shape: [] })).to.equal('u8 items of 1');
    expect(describeItems({ shape: [null, null, 3] })).to.equal('any items of any x any x 3');
    expect(describeItems({})).to.equal('any items of any shape');
  });

  it('has as many values as its dtype', () => {
    expect(['u8', 'u16', 'u32'].map(levelsOf)).to.deep.equal([256, 65536, 4294967296]);
  });
});
