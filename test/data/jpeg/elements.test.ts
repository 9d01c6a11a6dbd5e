import { expect } from 'chai';
import { coefficientsOf, Elements } from '../../../src/data/jpeg/elements.js';

/** Coefficients of so many blocks, all of their values among them, in an array that others lie before. */
function blocks(count: number, seed: number): Int16Array {
  const values = new Int16Array(2 + count * 64);
  values.forEach((_, i) => {
    values[i] = [-32768, -1, 0, 1, 32767, i * seed][i % 6] as number;
  });
  return values.subarray(2);
}

/** Slowly: each coefficient with 32,768 added, as two bytes. */
const slowly = (values: Int16Array) =>
  Uint8Array.from({ length: 2 * values.length }, (_, i) => {
    const element = (values[i >> 1] as number) + 32768;
    return i % 2 === 0 ? element & 255 : element >> 8;
  });

describe('coefficients as elements', () => {
  const arrays = () => [blocks(3, 7), blocks(0, 1), blocks(5, 11), blocks(1, 3)];
  const all = Int16Array.from(arrays().flatMap((array) => [...array]));

  it('have 32,768 added, from any block on, over arrays one after another', () => {
    const elements = new Elements(arrays());
    for (let first = 0; first < 9; first++) {
      for (let count = 0; first + count <= 9; count++) {
        const expected = slowly(all.subarray(64 * first, 64 * (first + count)));
        const got = new Uint8Array(elements.of(first, count));
        expect(got, `${count} from ${first}`).to.deep.equal(expected);
      }
    }
    expect(Math.min(...all)).to.equal(-32768);
  });

  it('are the memory of the coefficients, where they are of one array, and of nothing beside', () => {
    const own = arrays();
    const memory = (own[0] as Int16Array).buffer;
    new Int16Array(memory, 0, 2).set([5, -5]);
    expect(new Elements(own).of(1, 2).buffer).to.equal(memory);
    expect([...new Int16Array(memory, 0, 2)]).to.deep.equal([5, -5]);
  });

  it('are what they were again, of pieces that are taken', () => {
    const elements = new Elements(arrays());
    const pieces = [elements.of(0, 2), elements.of(2, 0), elements.of(2, 7)];
    expect(coefficientsOf(pieces)).to.deep.equal(all);
    expect(pieces).to.have.length(0);
    expect(coefficientsOf([])).to.have.length(0);
    // In memory that is not theirs alone, and where no numbers of two bytes lie.
    const odd = Buffer.concat([Buffer.of(1), slowly(all)]).subarray(1);
    expect(coefficientsOf([odd])).to.deep.equal(all);
  });
});
