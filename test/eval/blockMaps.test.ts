import { expect } from 'chai';
import type { BlockPicture } from '../../src/codecs/learning/blocks.js';
import { blockMaps, padded } from '../../src/eval/blockMaps.js';

const steps = new Array<number>(64).fill(1);
const one = (wide: number, across: number, down: number) => ({ wide, across, down, steps });

describe('maps of blocks', () => {
  it('have blocks of one component row by row, of one picture after another', () => {
    const pictures: BlockPicture[] = [
      { high: 2, components: [one(3, 1, 1)] },
      { high: 1, components: [one(2, 1, 1)] },
    ];
    const maps = blockMaps(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), pictures);
    expect(maps).to.deep.equal([
      { height: 2, width: 3, bits: Float64Array.of(1, 2, 3, 4, 5, 6) },
      { height: 1, width: 2, bits: Float64Array.of(7, 8) },
    ]);
  });

  it('share a block of colour among those of luminance that it lies over', () => {
    // Two unit rows, each of two rows of four blocks, and two of colour.
    const picture = { high: 2, components: [one(4, 2, 2), one(2, 1, 1)] };
    const luminance = [1, 2, 3, 4, 5, 6, 7, 8];
    const itemBits = Float64Array.from([...luminance, 40, 80, ...luminance, 0, 4]);
    const [map] = blockMaps(itemBits, [picture]);
    expect(map).to.deep.include({ height: 4, width: 4 });
    expect([...(map?.bits ?? [])]).to.deep.equal([
      ...[11, 12, 23, 24, 15, 16, 27, 28],
      ...[1, 2, 4, 5, 5, 6, 8, 9],
    ]);
    const sum = (all: Iterable<number>) => [...all].reduce((a, b) => a + b);
    expect(sum(map?.bits ?? [])).to.equal(sum(itemBits));
  });

  it('end where the blocks do that were looked at', () => {
    const picture = { high: 1, components: [one(2, 1, 1)] };
    const maps = blockMaps(Float64Array.of(1, 2, 3), [picture, picture, picture]);
    expect(maps.map(({ bits }) => [...bits])).to.deep.equal([
      [1, 2],
      [3, 0],
    ]);
  });

  it('lie at the upper left of larger ones', () => {
    const map = { height: 1, width: 2, bits: Float64Array.of(1, 2) };
    expect([...padded(map, 2, 3)]).to.deep.equal([1, 2, 0, 0, 0, 0]);
  });
});
