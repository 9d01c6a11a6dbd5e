import { expect } from 'chai';
import { Kernels } from '../../src/kernels/kernels.js';
import { Random } from '../../src/train/random.js';

const random = new Random(1);

describe('layouts of matrices', () => {
  it('are transposed', () => {
    for (const [rows, columns] of [
      [4, 4],
      [8, 12],
      [20, 4],
    ] as const) {
      const kernels = new Kernels();
      const [x, out] = kernels.layout(4 * rows * columns, 4 * rows * columns);
      const values = random.normals(rows * columns);
      kernels.f32(x, values.length).set(values);
      kernels.call.transpose(x, rows, columns, out);
      const expected = Array.from({ length: values.length }, (_, i) => {
        return values[(i % rows) * columns + Math.floor(i / rows)];
      });
      expect([...kernels.f32(out, values.length)]).to.deep.equal(expected);
    }
  });

  it('are cut into panels of eight columns', () => {
    const [rows, panels] = [5, 3];
    const kernels = new Kernels();
    const [x, out] = kernels.layout(32 * rows * panels, 32 * rows * panels);
    const values = random.normals(8 * rows * panels);
    kernels.f32(x, values.length).set(values);
    kernels.call.panelsOf(x, rows, panels, out);
    const expected = Array.from({ length: values.length }, (_, i) => {
      const [panel, row, column] = [Math.floor(i / (8 * rows)), Math.floor(i / 8) % rows, i % 8];
      return values[row * 8 * panels + 8 * panel + column];
    });
    expect([...kernels.f32(out, values.length)]).to.deep.equal(expected);
  });
});
