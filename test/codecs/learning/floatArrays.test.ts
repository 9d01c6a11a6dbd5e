import { expect } from 'chai';
import { candidates, countOf, rowsOf } from '../../../src/codecs/learning/floatArrays.js';

const rowOf = (...sizes: number[]) => {
  const [rows] = rowsOf([{ sizes }], 'f32');
  return [rows?.size, rows?.row, rows?.other];
};

describe('float arrays', () => {
  it('have rows of the innermost axes that are long enough, and a neighbour on one axis more', () => {
    expect(rowOf()).to.deep.equal([1, 1, 0]);
    expect(rowOf(1, 1)).to.deep.equal([1, 1, 0]);
    expect(rowOf(7)).to.deep.equal([7, 7, 0]);
    expect(rowOf(1, 128, 1)).to.deep.equal([128, 128, 0]);
    expect(rowOf(96, 784)).to.deep.equal([96 * 784, 784, 0]);
    expect(rowOf(8759, 3)).to.deep.equal([8759 * 3, 3, 0]);
    expect(rowOf(128, 129, 3)).to.deep.equal([128 * 387, 387, 3]);
    expect(rowOf(64, 3, 7, 7)).to.deep.equal([64 * 147, 49, 7]);
    expect(rowOf(8, 512, 256)).to.deep.equal([8 * 512 * 256, 256, 512 * 256]);
    expect(rowOf(5, 0, 3)).to.deep.equal([0, 0, 0]);
    expect(countOf(rowsOf([{ sizes: [2, 3] }, { sizes: [] }, { sizes: [0] }], 'f16'))).to.equal(7);
  });

  it('may go with what follows on that which the last one went with, the last ones, and the first', () => {
    const starts = [0, 10, 20, 30, 40, 50, 60, 70];
    const numbers = new Map(starts.map((start, number) => [start, number]));
    expect([...candidates({ starts, numbers, beside: 0 })]).to.deep.equal([
      10, 70, 60, 50, 40, 30, 0,
    ]);
    expect([...candidates({ starts, numbers, beside: 70 })]).to.deep.equal([70, 60, 50, 40, 30, 0]);
    expect([...candidates({ starts: [], numbers: new Map() })]).to.deep.equal([]);
  });
});
