import { compress } from '../../src/pipeline/compress.js';
import { loadModel } from '../../src/spec/model.js';
import { collect, mnistSlice } from '../data.js';

/** A .cray file that every version must write and read the same way. */
export interface GoldenCase {
  /** Its name in fixtures/golden. */
  readonly name: string;
  /** Images of the binarised MNIST test set. */
  readonly from: number;
  readonly to: number;
  readonly lanes: number;
  readonly chunkItems: number;
  readonly seed: number;
  /** Whether it is from before there was an index: read for ever, but written otherwise now. */
  readonly past?: boolean;
}

export const GOLDEN_CASES: readonly GoldenCase[] = [
  { name: 'good-one-image.cray', from: 0, to: 1, lanes: 16, chunkItems: 100, seed: 0 },
  { name: 'good-one-lane.cray', from: 0, to: 200, lanes: 1, chunkItems: 1000, seed: 0 },
  { name: 'good-chunks.cray', from: 200, to: 300, lanes: 5, chunkItems: 33, seed: 7, past: true },
  { name: 'good-index.cray', from: 200, to: 300, lanes: 5, chunkItems: 33, seed: 7 },
  {
    name: 'good-many-lanes.cray',
    from: 300,
    to: 600,
    lanes: 64,
    chunkItems: 1000,
    seed: 0xffffffff,
  },
];

/** Writes the file of a case. */
export function encodeCase(c: GoldenCase, batch: number): Promise<Uint8Array> {
  const { lanes, chunkItems, seed } = c;
  const model = loadModel('mnist-binary-vae');
  return collect(
    compress([mnistSlice(c.from, c.to)], () => model, { lanes, chunkItems, seed, batch }),
  );
}
