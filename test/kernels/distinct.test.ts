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

describe('spreadRows', () => {
  it('writes each row that of its index, without what is behind its width', () => {
    for (const [width, stride] of [
      [1, 8],
      [5, 8],
      [8, 8],
      [17, 24],
    ] as const) {
      const kernels = new Kernels();
      const [x, index, out] = kernels.layout(4 * 5 * stride, 4 * 30, 4 * 30 * width);
      const rows = random.normals(5 * stride).slice(0, 5 * stride);
      const which = Array.from({ length: 30 }, () => Math.floor(random.uniform() * 5));
      kernels.f32(x, 5 * stride).set(rows);
      kernels.u32(index, 30).set(which);
      kernels.call.spreadRows(x, stride, index, 30, width, out);
      const expected = which.flatMap((k) => [...rows.subarray(k * stride, k * stride + width)]);
      expect([...kernels.f32(out, 30 * width)]).to.deep.equal(expected);
    }
  });
});
