import { expect } from 'chai';
import fc from 'fast-check';
import type { ChunkCoder, Job } from '../../../src/pipeline/chunk/chunkCoder.js';
import { tracked } from '../../../src/pipeline/chunk/tracked.js';

const settings = { size: 10, width: 2, levels: 65536, seed: 0, unordered: false, lanes: 1 };
const piece = { elements: new Uint8Array(2 * 10 * 8), side: new Uint8Array(0) };
const chunk = {
  kind: 'plain',
  items: 8,
  side: new Uint8Array(0),
  bits: new Uint8Array(160),
} as const;
const JOBS: readonly Job[] = [
  { kind: 'encode', input: piece, settings },
  { kind: 'encodeVerified', input: piece, settings },
  { kind: 'decode', input: chunk, settings },
];

/** A coder that tells these numbers and does nothing. */
function telling(told: readonly number[]): ChunkCoder {
  return {
    most: 1,
    async run(_, onWork) {
      for (const elements of told) onWork?.(elements);
      return undefined as never;
    },
    async close() {},
  };
}

describe('a job that is tracked', () => {
  it('is told forwards, and adds up to its elements whatever the coder tells', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...JOBS),
        fc.array(fc.integer({ min: -30, max: 90 })),
        async (job, told) => {
          const steps: number[] = [];
          await tracked(telling(told), job, (elements) => steps.push(elements));
          expect(steps.every((step) => step > 0)).to.equal(true);
          expect(steps.reduce((a, b) => a + b, 0)).to.be.closeTo(80, 1e-9);
        },
      ),
    ));

  it('is half done where its elements are to be gone through twice, and have been once', async () => {
    const steps: number[] = [];
    await tracked(telling([80]), JOBS[1] as Job, (elements) => steps.push(elements));
    expect(steps).to.deep.equal([40, 40]);
  });
});
