import { expect } from 'chai';
import { bytesInRuns, takenApart } from '../../../src/codecs/numbers/runs.js';
import { Random } from '../../../src/train/random.js';

const KIB = 1 << 10;

/** Bytes of which some stretches are runs of a value, and the rest are noise. */
function islands(size: number, runs: readonly (readonly [number, number])[]): Uint8Array {
  const random = new Random(1);
  const bytes = Uint8Array.from({ length: size }, () => Math.floor(256 * random.uniform()));
  for (const [from, to] of runs) bytes.fill(7, from, to);
  return bytes;
}

/** Where columns begin, how many numbers they have, and of which value. */
const told = (bytes: Uint8Array) =>
  takenApart(bytes, [])?.runs.map(({ field, tree }) => [
    field.offset,
    field.axes[0]?.count,
    field.axes[0]?.stride,
    'parameters' in tree ? Number(tree.parameters[0]) : undefined,
  ]);

describe('runs', () => {
  it('are found wherever they begin, to their very ends', () => {
    const bytes = islands(300 * KIB, [[5000, 200 * KIB + 3]]);
    bytes[4999] = 1;
    bytes[200 * KIB + 3] = 1;
    expect(told(bytes)).to.deep.equal([[5000, 200 * KIB + 3 - 5000, 1, 7]]);
    expect(bytesInRuns(bytes)).to.equal(200 * KIB + 3 - 5000);
  });

  it('are of records that come again and again, a column for each of their bytes', () => {
    const bytes = Uint8Array.from({ length: 300 * KIB }, (_, i) => [1, 2, 3][i % 3] as number);
    const columns = [1, 2, 3].map((value, i) => [i, 100 * KIB, 3, value]);
    expect(told(bytes)).to.deep.equal(columns);
  });

  it('are none where they are short, or less than half of all', () => {
    const short = islands(128 * KIB, [
      [0, 60 * KIB],
      [64 * KIB, 127 * KIB],
    ]);
    expect(told(short)).to.equal(undefined);
    expect(told(islands(300 * KIB, [[0, 100 * KIB]]))).to.equal(undefined);
    expect(told(new Uint8Array(0))).to.equal(undefined);
    expect(told(new Uint8Array(200))).to.equal(undefined);
  });

  it('cut fields, of which the rest lies between them', () => {
    const bytes = islands(400 * KIB, [[100 * KIB, 350 * KIB]]);
    const axes = [{ count: 100 * KIB, stride: 4 }];
    const field = { name: 'all', offset: 0, type: 'u32', bigEndian: false, axes } as const;
    const between = takenApart(bytes, [field])?.fields.map(({ offset, axes }) => [offset, axes]);
    expect(between).to.deep.equal([
      [0, [{ count: 25 * KIB, stride: 4 }]],
      [350 * KIB, [{ count: 12.5 * KIB, stride: 4 }]],
    ]);
  });
});
