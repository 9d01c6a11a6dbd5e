import { expect } from 'chai';
import fc from 'fast-check';
import { folderFormat } from '../../../src/data/folder/folder.js';
import { decodeManifest, encodeManifest, type Placed } from '../../../src/data/folder/manifest.js';
import { joinTimes, splitTimes } from '../../../src/data/folder/times.js';
import { toMicrosecond } from '../../../src/data/times.js';
import { CrayError } from '../../../src/errors.js';

/** Times as the system tells them: whole seconds of so many bits, and a part of one in nanoseconds. */
const seconds = fc.oneof(
  ...[32, 35, 40, 50, 63].map((bits) =>
    fc.bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) - 1n }),
  ),
);
const times = fc
  .tuple(seconds, fc.oneof(fc.constant(0), fc.nat(999_999_999)))
  .map(([whole, nanoseconds]) => toMicrosecond(1000 * Number(whole) + nanoseconds / 1e6));

describe('times of a folder', () => {
  it('come back, all that a file system has', () => {
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 5 }), (mtimes) => {
        const entries = mtimes.map(
          (mtime, i): Placed => ({
            kind: 'folder',
            path: Buffer.from(`${i}`),
            target: Buffer.alloc(0),
            mode: 0o700,
            mtime,
            group: 0,
            items: 0,
            bytes: 0,
          }),
        );
        const bytes = encodeManifest({ entries, formats: [] });
        const read = decodeManifest(bytes, folderFormat(entries));
        expect(read.entries.map(({ mtime }) => mtime + 0)).to.deep.equal(mtimes.map((t) => t + 0));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('that a manifest can not have are damage', () => {
    for (const bytes of [[255], new Array(12).fill(255), [...new Array(12).fill(128), 0]]) {
      expect(() => splitTimes(Uint8Array.from(bytes), 1000))
        .to.throw(CrayError, 'a time is cut short or absurd')
        .with.property('code', 'CORRUPT');
    }
  });

  it('are as they have always been where numbers of 53 bits suffice', () => {
    expect([...joinTimes([0, -1, 1.5], 1000)]).to.deep.equal([0, 207, 15, 184, 23]);
  });
});
