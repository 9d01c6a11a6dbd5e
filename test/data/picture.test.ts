import { expect } from 'chai';
import { expectExact, open, restored } from './restored.js';

/** A PGM of noise that repeats, so that it is quick to make. */
function pgm(width: number, height: number): Buffer {
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * i) % 251);
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), pixels]);
}

describe('large pictures', () => {
  it('are bands of rows of at most 2 Mi pixels, and come back', async () => {
    for (const [width, height, items, rows] of [
      [2048, 1024, 1, 1024],
      [2048, 1025, 2, 513],
      [1 << 21, 3, 3, 1],
      [2_500_000, 2, 2, 1],
      [3, 700_001, 2, 350_001],
      // Of over 32 Mi pixels: of at most 1 Mi.
      [8192, 4097, 33, 125],
    ] as const) {
      const { dataset } = await expectExact(pgm(width, height), 'pnm', {}, 1);
      expect(dataset).to.include({ items });
      expect(dataset.shape).to.deep.equal([rows, width]);
    }
  });

  it('are refused where what fills the last band is not its last row', async () => {
    const opened = await open(pgm(2048, 1025), {}, 2);
    const last = opened.pieces.at(-1)?.elements as Uint8Array;
    last[last.length - 1] = (last.at(-1) as number) ^ 1;
    const error = await restored(opened).catch((e: Error) => e);
    expect(error).to.have.property('message', 'picture: the bands are not those of 1025 rows');
  });
});
