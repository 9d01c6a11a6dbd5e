import { expect } from 'chai';
import fc from 'fast-check';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { readInfo } from '../../src/pipeline/info.js';
import { collect } from '../data.js';
import { failure, joinFiles, restore, smallFile, smallModel, squeeze } from './small.js';

describe('files of several parts', () => {
  it('restore the items of all, whatever their chunks, lanes and seeds', async () => {
    const part = fc.record({
      items: fc.nat(40),
      chunkItems: fc.integer({ min: 1, max: 20 }),
      lanes: fc.integer({ min: 1, max: 8 }),
      seed: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const files = parts.map(({ items }, i) => smallFile(items, i));
        const packed = await Promise.all(
          parts.map(({ items: _, ...options }, i) => squeeze(files[i] as Uint8Array, options)),
        );
        const restored = await restore(Buffer.concat(packed));
        expect(Buffer.compare(restored, joinFiles(files))).to.equal(0);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('are refused from a stream once the second begins, since the first has its count', async () => {
    const file = Buffer.concat([await squeeze(smallFile(3)), await squeeze(smallFile(4))]);
    const first = (await squeeze(smallFile(3))).length;
    expect(await failure(collect(decompress([file], () => smallModel())))).to.equal(
      `UNSUPPORTED: a second part begins at byte ${first}: the items of several parts are counted ` +
        'before they are restored, which takes a file, not a pipe',
    );
  });

  it('are refused where the parts do not agree, by the field', async () => {
    const one = await squeeze(smallFile(3));
    const other = await squeeze(smallFile(3), { unordered: true });
    const file = Buffer.concat([one, other]);
    const message = `UNSUPPORTED: part 2 at byte ${one.length}: order: expected kept as in part 1, got not kept`;
    expect(await failure(restore(file))).to.equal(message);
    expect(await failure(readInfo([file]))).to.equal(message);
  });

  it('are refused where bytes stand between the items, be they in a chunk or in the trailer', async () => {
    for (const bytes of [7, 300]) {
      const withTail = Buffer.concat([smallFile(3), new Uint8Array(bytes)]);
      const file = Buffer.concat([await squeeze(withTail), await squeeze(smallFile(4))]);
      const message = `UNSUPPORTED: part 1 at byte 0: tail: expected no bytes after the items, got ${bytes}`;
      expect(await failure(restore(file))).to.equal(message);
      expect(await failure(readInfo([file]))).to.equal(message);
    }
  });

  it('are refused wherever they are cut but between parts, and whichever bit is flipped', async () => {
    const parts = [
      await squeeze(smallFile(5), { chunkItems: 2 }),
      await squeeze(smallFile(2), { provenance: { comment: 'second' } }),
    ] as const;
    const file = new Uint8Array(Buffer.concat(parts));
    for (let n = 0; n < file.length; n++) {
      if (n === parts[0].length) continue;
      expect(await failure(restore(file.subarray(0, n))), `${n} bytes`).to.match(
        n < 7 ? /^NOT_CRAY/ : /^(TRUNCATED|NOT_CRAY)/,
      );
    }
    for (let bit = 0; bit < 8 * file.length; bit++) {
      const bytes = file.slice();
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await failure(restore(bytes)), `bit ${bit}`).to.match(
        /^(NOT_CRAY|UNSUPPORTED|CORRUPT|TRUNCATED|TOO_LARGE)/,
      );
    }
  });
});
