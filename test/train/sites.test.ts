import { expect } from 'chai';
import { tapsOf } from '../../src/networks/window.js';
import { Random } from '../../src/train/random.js';
import { type SiteShape, Sites } from '../../src/train/sites.js';

const taps = tapsOf({ up: 2, down: 0, left: 2, right: 2, channels: [0] }, []);
const shape: SiteShape = {
  channels: 1,
  layout: 'sites',
  coded: [0],
  taps,
  // Bits, and what is outside.
  embedding: { features: 1, values: Float32Array.of(0, 1, 0.5) },
  position: true,
};
const size = { height: 5, width: 6 };
const inputs = taps.length + 11;
const see = () => {};

/** Ones become common towards the right, so that many sites have neighbours that are all 0. */
const images = (() => {
  const random = new Random(1);
  return Uint8Array.from({ length: 40 * 30 }, (_, i) => Number(random.uniform() * 12 < i % 6));
})();

describe('Sites', () => {
  it('draws sites so that weighted sums are those over all sites', () => {
    const sites = new Sites(shape, { levels: images, sizes: new Array(40).fill(size) });
    const rows = 60000;
    const x = new Float32Array(rows * inputs);
    const { targets, weights } = sites.draw(new Random(2), { x, stride: inputs, rows, see });
    const sum = weights.reduce((a, b) => a + b, 0);
    expect(sum / rows).to.be.closeTo(1, 0.01);
    const ones = weights.reduce((a, w, r) => a + w * (targets[r] as number), 0) / rows;
    const mean = images.reduce((a, b) => a + b, 0) / images.length;
    expect(ones).to.be.closeTo(mean, 0.01);
    // Fewer of them are drawn than there are: that is what saves work.
    expect(new Set(weights).size).to.equal(2);
  });

  it('takes sites one by one: the neighbours, the edge outside, and the position', () => {
    const one = Uint8Array.from({ length: 30 }, (_, i) => i & 1);
    const sites = new Sites(shape, { levels: one, sizes: [size] });
    expect(sites.sitesOf()).to.equal(30);
    const x = new Float32Array(32 * inputs);
    const { targets, weights } = sites.take(0, 30, { x, stride: inputs, rows: 32, see });
    expect([...weights]).to.deep.equal([...new Array(30).fill(1), 0, 0]);
    for (let site = 0; site < 30; site++) {
      const row = x.subarray(site * inputs, (site + 1) * inputs);
      const [y, column] = [Math.floor(site / 6), site % 6];
      taps.forEach(([dy, dx], k) => {
        const inside = y + dy >= 0 && column + dx >= 0 && column + dx < 6;
        expect(row[k]).to.equal(inside ? one[(y + dy) * 6 + column + dx] : 0.5);
      });
      expect(targets[site]).to.equal(one[site]);
      const position = [...row.subarray(taps.length)];
      expect(position.flatMap((v, i) => (v ? [i] : []))).to.deep.equal([y, 5 + column]);
    }
  });

  it('sees images of many sizes, and channels that lie in planes', () => {
    const planes: SiteShape = {
      ...shape,
      channels: 2,
      layout: 'planes',
      coded: [1],
      taps: [
        [0, -1, 1],
        [-1, 0, 1],
        [0, 0, 0],
        [1, 1, 0],
      ],
      embedding: {
        features: 1,
        values: Float32Array.from({ length: 51 }, (_, v) => (v < 50 ? v : -1)),
      },
      position: false,
    };
    const sizes = [
      { height: 2, width: 3 },
      { height: 3, width: 4 },
    ];
    const levels = Uint8Array.from({ length: 36 }, (_, i) => i);
    const x = new Float32Array(18 * 4);
    const sites = new Sites(planes, { levels, sizes });
    const { targets } = sites.take(0, 18, { x, stride: 4, rows: 18, see });
    expect([...targets]).to.deep.equal([...levels.subarray(6, 12), ...levels.subarray(24, 36)]);
    // The first and the fourth site of the first image, and the sixth of the second.
    expect([...x.subarray(0, 4)]).to.deep.equal([-1, -1, 0, 4]);
    expect([...x.subarray(12, 16)]).to.deep.equal([-1, 6, 3, -1]);
    expect([...x.subarray(4 * 11, 4 * 12)]).to.deep.equal([28, 25, 17, 22]);
  });
});
