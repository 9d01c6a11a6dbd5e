import { expect } from 'chai';
import sharp from 'sharp';
import { heatColour } from '../../src/eval/colours.js';
import { heatmap } from '../../src/eval/heatmap.js';
import type { Inspection } from '../../src/eval/inspect.js';
import { failure } from '../pipeline/small.js';

const inspection = (of: Partial<Inspection>): Inspection => ({
  model: 'm',
  shape: [2, 3],
  numbers: 'u8',
  items: 1,
  itemBits: Float64Array.of(5),
  elementBits: Float64Array.of(0, 1, 2, 0, 1, 2),
  reliability: [],
  ...of,
});
const options = { most: 9, sorted: false };

async function pixelAt(png: Uint8Array, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + 3)];
}

describe('heatmap', () => {
  it('paints each pixel by what it costs', async () => {
    const png = await heatmap(inspection({}), options);
    // A margin of 12, and pixels of 16 x 16.
    expect(await pixelAt(png, 12, 12)).to.deep.equal([...heatColour(0)]);
    expect(await pixelAt(png, 12 + 16, 12)).to.deep.equal([...heatColour(0.5)]);
    expect(await pixelAt(png, 12 + 47, 12 + 31)).to.deep.equal([...heatColour(1)]);
  });

  it('paints each block of pictures by what it costs, where items are blocks', async () => {
    const steps = new Array<number>(64).fill(1);
    const of = (wide: number) => ({
      high: 1,
      components: [{ wide, across: 1, down: 1, steps }],
    });
    const blocks = { shape: [8, 8], items: 5, elementBits: undefined, pictures: [of(2), of(3)] };
    const itemBits = Float64Array.of(0, 50, 0, 100, 50);
    const png = await heatmap(inspection({ ...blocks, itemBits }), options);
    const [first, second] = [12, 12 + 16 + 4];
    expect(await pixelAt(png, 12 + 16, first)).to.deep.equal([...heatColour(0.5)]);
    expect(await pixelAt(png, 12 + 16, second)).to.deep.equal([...heatColour(1)]);
    const sorted = await heatmap(inspection({ ...blocks, itemBits }), { most: 1, sorted: true });
    expect(await pixelAt(sorted, 12 + 16, first)).to.deep.equal([...heatColour(1)]);
  });

  it('adds channels up, wherever they are', async () => {
    const both = Float64Array.of(2, 2, 2, 0, 0, 0, 0, 2, 2, 0, 2, 2, 0, 2, 4);
    for (const [shape, elementBits] of [
      [[1, 5, 3], both],
      [[3, 1, 5], Float64Array.of(2, 0, 0, 2, 0, 2, 0, 2, 2, 2, 2, 0, 2, 0, 4)],
    ] as const) {
      const png = await heatmap(inspection({ shape, elementBits }), options);
      const shares = [6, 0, 4, 4, 6].map((bits) => bits / 6);
      for (const [i, share] of shares.entries()) {
        expect(await pixelAt(png, 12 + 16 * i, 12)).to.deep.equal([...heatColour(share)]);
      }
    }
  });

  it('puts the dearest items first where it is told to', async () => {
    const two = inspection({
      shape: [1, 1],
      items: 2,
      itemBits: Float64Array.of(1, 4),
      elementBits: Float64Array.of(1, 4),
    });
    const first = await heatmap(two, { most: 1, sorted: true });
    expect(await pixelAt(first, 12, 12)).to.deep.equal([...heatColour(1)]);
    const both = await heatmap(two, options);
    expect(await pixelAt(both, 12, 12)).to.deep.equal([...heatColour(0.25)]);
  });

  it('says what can be shown of what is no picture', async () => {
    expect(await failure(heatmap(inspection({ shape: [6] }), options))).to.equal(
      'UNSUPPORTED: items of 6 are no pictures: inspect without --heatmap shows the bits of each item',
    );
    const untold = inspection({ elementBits: undefined, itemBits: undefined });
    expect(await failure(heatmap(untold, options))).to.equal(
      'UNSUPPORTED: model m does not let the cost of a pixel be told: craystack eval shows the bits of the whole',
    );
  });
});

describe('heatColour', () => {
  it('gets lighter in even steps', () => {
    const lightness = Array.from({ length: 21 }, (_, i) => {
      const [r, g, b] = heatColour(i / 20).map((v) => (v / 255) ** 2.2) as [number, number, number];
      return Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b);
    });
    const steps = lightness.slice(1).map((l, i) => l - (lightness[i] as number));
    for (const step of steps) expect(step).to.be.within(0.01, 0.09);
  });
});
