import { expect } from 'chai';
import { tapsOf } from '../../src/networks/window.js';
import { Random } from '../../src/train/random.js';
import { Sites } from '../../src/train/sites.js';

const shape = {
  height: 5,
  width: 6,
  channels: 1,
  taps: tapsOf({ up: 2, down: 0, left: 2, right: 2, channels: [0] }, []),
  edge: 0,
  embedding: { features: 1, values: Float32Array.of(0, 1) },
  relative: false,
  position: true,
};

/** Ones become common towards the right, so that many sites have neighbours that are all 0. */
const images = (() => {
  const random = new Random(1);
  return Uint8Array.from({ length: 40 * 30 }, (_, i) => Number(random.uniform() * 12 < i % 6));
})();

describe('Sites', () => {
  it('draws sites so that weighted sums are those over all sites', () => {
    const sites = new Sites(shape, images);
    const rows = 60000;
    const x = new Float32Array(rows * sites.inputs);
    const { targets, weights } = sites.draw(new Random(2), x, sites.inputs, rows);
    const sum = weights.reduce((a, b) => a + b, 0);
    expect(sum / rows).to.be.closeTo(1, 0.01);
    const ones = weights.reduce((a, w, r) => a + w * (targets[r] as number), 0) / rows;
    const mean = images.reduce((a, b) => a + b, 0) / images.length;
    expect(ones).to.be.closeTo(mean, 0.01);
    // Fewer of them are drawn than there are: that is what saves work.
    expect(new Set(weights).size).to.equal(2);
  });

  it('shows the neighbours, zeros outside, and the position', () => {
    const one = Uint8Array.from({ length: 30 }, (_, i) => i & 1);
    const sites = new Sites(shape, one);
    const x = new Float32Array(20 * sites.inputs);
    const { targets } = sites.draw(new Random(3), x, sites.inputs, 20);
    for (let r = 0; r < 20; r++) {
      const row = x.subarray(r * sites.inputs, (r + 1) * sites.inputs);
      const y = row.indexOf(1, shape.taps.length) - shape.taps.length;
      const column = row.lastIndexOf(1) - shape.taps.length - 5;
      shape.taps.forEach(([dy, dx], k) => {
        const inside = y + dy >= 0 && column + dx >= 0 && column + dx < 6;
        expect(row[k]).to.equal(inside ? one[(y + dy) * 6 + column + dx] : 0);
      });
      expect(targets[r]).to.equal(one[y * 6 + column]);
      expect([...row.subarray(shape.taps.length)].filter((v) => v !== 0)).to.deep.equal([1, 1]);
    }
  });
});
