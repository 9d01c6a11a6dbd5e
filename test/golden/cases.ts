import { seekableBytes } from '../../src/bytes/seekable.js';
import { loadModel, type Model } from '../../src/model/model.js';
import { concat } from '../../src/pipeline/concat.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { collect, mnistSlice } from '../data.js';
import { smallFile, smallModel } from '../pipeline/small.js';

/** A .cray file of blocks that every version must read the same way, and write the same way. */
export interface GoldenCase {
  /** Its name in fixtures/golden. */
  readonly name: string;
  /** What it restores. */
  readonly original: () => Uint8Array;
  /** Left out where the file is from before there was an index: it is written otherwise now. */
  readonly write?: (batch: number) => Promise<Uint8Array>;
  /** Whether decoding is without any model but the one inside. */
  readonly inside?: boolean;
}

const PROVENANCE = {
  creator: 'craystack 0.1.0',
  comment: 'digits of one evening',
  name: 'digits-idx3-ubyte',
  mtime: '1700000000.25',
  mode: '640',
};

const SHORT = { comment: 'a 7' };

const model = () => loadModel('mnist-binary-vae');

/** Images from..to of the binarised MNIST test set. */
function digits(
  name: string,
  [from, to]: readonly [number, number],
  options: CompressOptions,
): GoldenCase {
  const original = () => mnistSlice(from, to);
  return { name, original, write: (batch) => encode(original(), model(), { ...options, batch }) };
}

export const GOLDEN_CASES: readonly GoldenCase[] = [
  digits('good-one-image.cray', [0, 1], { lanes: 16, chunkItems: 100, seed: 0 }),
  digits('good-one-lane.cray', [0, 200], { lanes: 1, chunkItems: 1000, seed: 0 }),
  { name: 'good-chunks.cray', original: () => mnistSlice(200, 300) },
  digits('good-many-lanes.cray', [300, 600], { lanes: 64, chunkItems: 1000, seed: 0xffffffff }),
  digits('good-index.cray', [200, 300], { lanes: 5, chunkItems: 33, seed: 7 }),
  digits('good-provenance.cray', [5, 6], { provenance: PROVENANCE }),
  {
    name: 'good-parts.cray',
    original: () => mnistSlice(10, 60),
    write: async (batch) =>
      Buffer.concat([
        await encode(mnistSlice(10, 40), model(), { chunkItems: 20, batch }),
        await encode(mnistSlice(40, 60), model(), { lanes: 2, seed: 3, batch }),
      ]),
  },
  {
    name: 'good-joined.cray',
    original: () => mnistSlice(10, 60),
    async write(batch) {
      const files = [
        await encode(mnistSlice(10, 40), model(), { chunkItems: 20, batch }),
        await encode(mnistSlice(40, 60), model(), { lanes: 2, batch }),
      ];
      return collect(concat(files.map((file) => ({ name: 'x', input: seekableBytes(file) }))));
    },
  },
  {
    name: 'good-embedded.cray',
    original: () => smallFile(100),
    write: (batch) =>
      encode(smallFile(100), smallModel(), { embedModel: true, chunkItems: 60, batch }),
    inside: true,
  },
  // The smallest form, whatever that is.
  {
    name: 'good-small.cray',
    original: () => mnistSlice(0, 1),
    write: (batch) =>
      collect(compress([mnistSlice(0, 1)], model, { seed: 7, provenance: SHORT, batch })),
  },
];

function encode(file: Uint8Array, by: Model, options: CompressOptions): Promise<Uint8Array> {
  return collect(compress([file], () => by, { ...options, version: 1 }));
}
