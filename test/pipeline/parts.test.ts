import { expect } from 'chai';
import fc from 'fast-check';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { loadModel } from '../../src/model/model.js';
import { loadRecorded } from '../../src/model/recorded.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../src/pipeline/decode/select.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { readInfo } from '../../src/pipeline/info.js';
import type { FindModel } from '../../src/pipeline/models.js';
import { salvage } from '../../src/pipeline/salvage/salvage.js';
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

  it('may each be of a model of their own, also of one that one of them brings', async () => {
    const text = Buffer.from('to be or not to be, that is the question\n'.repeat(20));
    const numbers = Buffer.from(Uint8Array.from({ length: 900 }, (_, i) => (i * i) >> 6));
    const pack = (bytes: Uint8Array, name: string, options = {}) =>
      collect(
        compress([bytes], () => loadModel(name), { format: 'bytes', chunkItems: 500, ...options }),
      );
    const parts = [
      await pack(text, 'bytes'),
      await pack(numbers, 'arrays', { embedModel: true }),
      await pack(text, 'bytes', { version: 1 }),
      await pack(numbers, 'arrays'),
    ];
    const file = seekableBytes(Buffer.concat(parts));
    const whole = Buffer.concat([text, numbers, text, numbers]);
    const find: FindModel = (header) => loadRecorded(header.modelName, header);
    for (const threads of [1, 2]) {
      expect(Buffer.compare(await collect(decompress(file, find, { threads })), whole)).to.equal(0);
    }
    const [from, to] = [text.length - 5, text.length + 7];
    const some = await collect(decompressItems(file, [{ from, to }], find));
    expect(Buffer.compare(some, whole.subarray(from, to))).to.equal(0);
    const { items, parts: said } = await readInfo(file);
    expect(items).to.equal(whole.length);
    expect(said.map(({ front }) => front.header.modelName)).to.deep.equal([
      'bytes',
      'arrays',
      'bytes',
      'arrays',
    ]);
    // A byte in the last chunk of the second.
    const bad = Buffer.concat(parts);
    const at = (parts[0] as Uint8Array).length + (parts[1] as Uint8Array).length - 120;
    bad[at] = (bad[at] as number) ^ 1;
    const warnings: string[] = [];
    const rest = await collect(
      salvage(seekableBytes(bad), find, { onDamage: (line) => warnings.push(line) }),
    );
    expect(warnings.length).to.be.above(0);
    const left = Buffer.from(rest);
    expect(left.subarray(0, text.length).equals(text)).to.equal(true);
    expect(left.subarray(-numbers.length).equals(numbers)).to.equal(true);
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
    const message = `UNSUPPORTED: part 2 at byte ${one.length}: order: expected kept as in part 1, got not kept; head -c ${one.length} and tail -c +${one.length + 1} take the file apart there`;
    expect(await failure(restore(file))).to.equal(message);
    expect(await failure(readInfo([file]))).to.equal(message);
  });

  it('are refused where bytes stand between the items, be they in a chunk or in the trailer', async () => {
    for (const bytes of [7, 300]) {
      const withTail = Buffer.concat([smallFile(3), new Uint8Array(bytes)]);
      const one = await squeeze(withTail);
      const file = Buffer.concat([one, await squeeze(smallFile(4))]);
      const message = `UNSUPPORTED: part 1 at byte 0: tail: expected no bytes after the items, got ${bytes}; head -c ${one.length} and tail -c +${one.length + 1} take the file apart there`;
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
