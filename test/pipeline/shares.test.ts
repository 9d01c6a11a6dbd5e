import { expect } from 'chai';
import { partOf, workOf } from '../../src/pipeline/shares.js';

describe('how long data sets take against each other', () => {
  const picture = { dtype: 'u8', shape: [512, 768, 3] };
  const blocks = { dtype: 'i16', shape: [8, 8] };
  const bytes = { dtype: 'u8', shape: [] };

  it('is by what they are of: photographs take longest, coefficients, of which most are zeros, least', () => {
    const [slow, usual, quick] = [picture, bytes, blocks].map((kind) => workOf(kind, 1e6, 1));
    expect(slow).to.be.greaterThan(2 * (usual as number));
    expect(usual).to.be.greaterThan(2 * (quick as number));
    expect(workOf(bytes, 2e6, 1)).to.equal(2 * workOf(bytes, 1e6, 1));
  });

  it('is less on threads where there are chunks for them', () => {
    expect(workOf(bytes, 1e6, 8)).to.equal(workOf(bytes, 1e6, 1));
    expect(workOf(bytes, 1e9, 8)).to.equal(workOf(bytes, 1e9, 1) / 8);
    expect(workOf(bytes, 3 << 23, 8)).to.equal(workOf(bytes, 1 << 23, 1));
  });

  it('adds up, also where there is nothing to be done', () => {
    const shares = [
      { bytes: 0, work: 0 },
      { bytes: 10, work: 1 },
      { bytes: 10, work: 3 },
    ];
    const parts = [
      [-1, 0],
      [0, 5],
      [1, 5],
      [2, 5],
      [2, 50],
      [3, 0],
    ].map(([done, now]) => partOf(shares, done as number, now as number));
    expect(parts).to.deep.equal([0, 0, 0.125, 0.625, 1, 1]);
    expect(partOf([], 0, 0)).to.equal(undefined);
    expect(partOf([{ bytes: 0, work: 0 }], 0, 0)).to.equal(undefined);
  });
});
