import { expect } from 'chai';
import { Mlp } from '../../src/train/mlp.js';
import { Random } from '../../src/train/random.js';

const ROWS = 8;

describe('Mlp', () => {
  for (const blocks of [0, 1, 2]) {
    it(`has the gradients that differences show: ${blocks} blocks`, () => {
      const random = new Random(7);
      const mlp = new Mlp({ inputs: 10, width: 16, blocks, outputs: 3 }, ROWS, random);
      const { x, stride } = mlp.rowsIn();
      for (let r = 0; r < ROWS; r++) x.set(random.normals(10), r * stride);
      // Any linear function of the outputs, which has d as its gradient.
      const d = random.normals(ROWS * mlp.outputs).map((v, i) => (i % mlp.outputs < 3 ? v : 0));
      const value = () => mlp.forward().reduce((sum, v, i) => sum + v * (d[i] as number), 0);
      value();
      mlp.backward(d);
      const { parameters, gradients } = mlp;
      let near = 0;
      let all = 0;
      for (let i = 0; i < parameters.length; i += 7) {
        const p = parameters[i] as number;
        parameters[i] = p + 4e-3;
        const above = value();
        parameters[i] = p - 4e-3;
        const slope = (above - value()) / 8e-3;
        parameters[i] = p;
        all++;
        if (Math.abs(slope - (gradients[i] as number)) < 0.01 * Math.max(1, Math.abs(slope)))
          near++;
      }
      // A step over the edge of a rectified unit shows another slope.
      expect(near / all).to.be.above(0.97);
    });
  }

  it('sums gradients until they are cleared, and leaves padding at 0', () => {
    const random = new Random(8);
    const mlp = new Mlp({ inputs: 3, width: 8, blocks: 1, outputs: 1 }, 4, random);
    const { x, stride } = mlp.rowsIn();
    for (let r = 0; r < 4; r++) x.set(random.normals(4).subarray(0, 3), r * stride);
    const d = Float32Array.from({ length: 4 * mlp.outputs }, (_, i) =>
      i % mlp.outputs === 0 ? 1 : 0,
    );
    mlp.forward();
    mlp.backward(d);
    const once = mlp.gradients.slice();
    mlp.forward();
    mlp.backward(d);
    once.forEach((v, i) => {
      expect(mlp.gradients[i]).to.be.closeTo(2 * v, 1e-5);
    });
    const last = mlp.layers.at(-1);
    for (let k = 0; k < 8; k++) {
      for (let c = 1; c < mlp.outputs; c++) {
        expect(mlp.gradients[(last?.weight ?? 0) + k * mlp.outputs + c]).to.equal(0);
        expect(mlp.parameters[(last?.weight ?? 0) + k * mlp.outputs + c]).to.equal(0);
      }
    }
  });
});
