import { expect } from 'chai';
import type { Field, NumberType } from '../../../src/codecs/numbers/field.js';
import { planFor } from '../../../src/codecs/numbers/planFor.js';
import { treeText } from '../../../src/codecs/numbers/tree.js';
import { Random } from '../../../src/train/random.js';
import { hearing } from '../../../src/work.js';

const bytesOf = (array: ArrayBufferView) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** An array whose numbers follow one another. */
function arrayOf(type: NumberType, width: number, sizes: readonly number[], offset = 0): Field {
  let stride = width;
  const axes = sizes.toReversed().map((count) => {
    stride *= count;
    return { count, stride: stride / count };
  });
  return { name: type, offset, type, bigEndian: false, axes: axes.reverse() };
}

/** A plan, and how many bytes or numbers coders have gone through to find it. */
function planned(bytes: Uint8Array, fields: readonly Field[]) {
  let tried = 0;
  const plan = hearing(
    (elements) => (tried += elements),
    () => planFor(bytes, fields),
  );
  return { trees: plan.map(({ tree }) => treeText(tree)), tried };
}

describe('the plan for some bytes', () => {
  it('is found on a small part of a large column', () => {
    const random = new Random(1);
    const values = Float64Array.from(
      { length: 1 << 17 },
      () => Math.floor(1e4 * random.uniform()) / 100,
    );
    const { trees, tried } = planned(bytesOf(values), [arrayOf('f64', 8, [1 << 17])]);
    expect(trees).to.deep.equal(['decimal 10 2 0 (affine 0 1 16 (records))']);
    expect(tried).to.be.below(1 << 18);
  });

  it('is the array where a few of its many columns take more', () => {
    const values = Float32Array.from({ length: 60 * 40 * 49 }, (_, i) => {
      const [t, y, x] = [Math.floor(i / 1960), Math.floor(i / 49) % 40, i % 49];
      return Math.sin(t / 9) + Math.sin(y / 7 + t / 20) + Math.cos(x / 8);
    });
    const { trees, tried } = planned(bytesOf(values), [arrayOf('f32', 4, [60, 40, 49])]);
    expect(trees).to.have.length(1);
    expect(trees[0]).to.match(/real/);
    expect(tried).to.be.below(values.byteLength);
  });

  it('is found by fewer bytes than a fifth of an array that many views fit', () => {
    const values = Float64Array.from({ length: 300 * 400 }, (_, i) => {
      const [y, x] = [Math.floor(i / 400), i % 400];
      return Math.round(1e3 * Math.sin(y / 40) * Math.cos(x / 30)) / 1e3;
    });
    const { trees, tried } = planned(bytesOf(values), [arrayOf('f64', 8, [300, 400])]);
    expect(trees).to.have.length(1);
    expect(tried).to.be.below(values.byteLength / 5);
  });

  it('is that of the columns of a table of one type, each as what it is', () => {
    const random = new Random(2);
    const rows = 2000;
    const values = Float64Array.from({ length: 20 * rows }, (_, i) => {
      const [row, column] = [Math.floor(i / 20), i % 20];
      if (column % 4 === 0) return row;
      if (column % 4 === 1) return 7;
      return Math.floor(10 ** (column % 5) * random.uniform()) / 10;
    });
    const { trees } = planned(bytesOf(values), [arrayOf('f64', 8, [rows, 20])]);
    expect(trees).to.have.length(20);
    expect(trees[1]).to.equal('constant 4619567317775286272');
  });

  it('is one for many arrays of weights, of which little is tried', () => {
    const random = new Random(3);
    const fields = Array.from({ length: 20 }, (_, i) => arrayOf('f32', 4, [100, 60], 24000 * i));
    const bytes = bytesOf(new Float32Array(random.normals(6000 * 20)));
    const { trees, tried } = planned(bytes, fields);
    expect(new Set(trees)).to.deep.equal(new Set(['floats']));
    expect(tried).to.be.below(bytes.length);
  });
});
