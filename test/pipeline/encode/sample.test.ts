import { expect } from 'chai';
import { openDataset } from '../../../src/data/open.js';
import { peekable } from '../../../src/data/peekable.js';
import { sampleOf } from '../../../src/pipeline/encode/sample.js';
import { idxFile } from '../../data.js';

const samplesOf = async (file: Uint8Array) =>
  sampleOf(peekable(await openDataset([file] as never)));

/** Elements that say where they are. */
const places = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 7919) >> 3);

describe('a sample', () => {
  it('of few elements is all of them', async () => {
    const elements = places(64 * 1024);
    const sample = await samplesOf(idxFile([1024, 8, 8], elements));
    expect(sample).to.have.all.keys('shape', 'elements', 'times');
    expect(sample).to.deep.include({ shape: [8, 8], times: 1 });
    expect(Buffer.compare(sample.elements, elements)).to.equal(0);
  });

  it('of many items is four runs of them, from the first to the last; every other is the half', async () => {
    const elements = places(4096 * 64);
    const sample = await samplesOf(idxFile([4096, 8, 8], elements));
    // 1,024 items of the 4,096, in runs of 256, at even steps.
    const runs = [0, 1280, 2560, 3840].map((at) => elements.subarray(64 * at, 64 * (at + 256)));
    expect(sample.times).to.equal(4);
    expect(Buffer.compare(sample.elements, Buffer.concat(runs))).to.equal(0);
    const half = Buffer.concat([runs[0], runs[2]] as Uint8Array[]);
    expect(sample.half?.shape).to.deep.equal([8, 8]);
    expect(Buffer.compare(sample.half?.elements as Uint8Array, half)).to.equal(0);
  });

  it('of a large item is its middle, whose middle is the half', async () => {
    const elements = places(300 * 400);
    const sample = await samplesOf(idxFile([1, 300, 400], elements));
    const box = (top: number, left: number, height: number, width: number) =>
      Buffer.concat(
        Array.from({ length: height }, (_, y) => {
          const at = (top + y) * 400 + left;
          return elements.subarray(at, at + width);
        }),
      );
    expect(sample).to.deep.include({ shape: [300, 200], times: 2 });
    expect(Buffer.compare(sample.elements, box(0, 100, 300, 200))).to.equal(0);
    expect(sample.half?.shape).to.deep.equal([150, 200]);
    expect(Buffer.compare(sample.half?.elements as Uint8Array, box(75, 100, 150, 200))).to.equal(0);
  });
});
