import { expect } from 'chai';
import { filledSpans } from '../../src/bytes/sparse.js';

const BLOCK = 4096;

/** Bytes of which these blocks are zeros but for their last byte, and the others whole zeros. */
function bytesWith(blocks: number, filled: readonly number[], rest = 0): Uint8Array {
  const bytes = new Uint8Array(blocks * BLOCK + rest);
  for (const block of filled) bytes[(block + 1) * BLOCK - 1] = 1;
  return bytes;
}

describe('spans of a file that are no holes', () => {
  it('are all but whole blocks of zeros', () => {
    const spans = [...filledSpans(bytesWith(6, [1, 2, 5]), 0)];
    expect(spans).to.deep.equal([
      [BLOCK, 3 * BLOCK],
      [5 * BLOCK, 6 * BLOCK],
    ]);
    expect([...filledSpans(bytesWith(3, []), 8 * BLOCK)]).to.deep.equal([]);
    expect([...filledSpans(new Uint8Array(0), 5)]).to.deep.equal([]);
  });

  it('are of blocks of the file, and have what is no whole block of it', () => {
    const bytes = new Uint8Array(3 * BLOCK + 10);
    expect([...filledSpans(bytes, BLOCK - 10)]).to.deep.equal([[0, 10]]);
    expect([...filledSpans(bytes, 1)]).to.deep.equal([
      [0, BLOCK - 1],
      [3 * BLOCK - 1, 3 * BLOCK + 10],
    ]);
    expect([...filledSpans(bytes.subarray(0, BLOCK - 1), 0)]).to.deep.equal([[0, BLOCK - 1]]);
  });
});
