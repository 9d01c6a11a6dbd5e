import { expect } from 'chai';
import { Kernels } from '../../src/kernels/kernels.js';
import { Random } from '../../src/train/random.js';

const random = new Random(1);

describe('distinctRows', () => {
  it('keeps the first of equal rows, in order, and says which row is which', () => {
    for (const n of [1, 3, 4, 7, 64]) {
      const kinds = Array.from({ length: 9 }, () => random.normals(n).slice(0, n));
      const which = Array.from({ length: 200 }, () => Math.floor(random.uniform() * 9));
      const rows = which.map((k) => kinds[k] as Float32Array);
      const kernels = new Kernels();
      const [x, index, table] = kernels.layout(4 * n * 200, 4 * 200, 4 * 256);
      rows.forEach((row, r) => {
        kernels.f32(x + 4 * n * r, n).set(row);
      });
      kernels.u32(table, 256).fill(0);
      const count = kernels.call.distinctRows(x, 200, n, index, table, 8);
      const order = [...new Set(which)];
      expect(count).to.equal(order.length);
      order.forEach((k, i) => {
        expect([...kernels.f32(x + 4 * n * i, n)]).to.deep.equal([...(kinds[k] as Float32Array)]);
      });
      expect([...kernels.u32(index, 200)]).to.deep.equal(which.map((k) => order.indexOf(k)));
    }
  });
});
