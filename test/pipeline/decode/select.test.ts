import { expect } from 'chai';
import fc from 'fast-check';
import { seekableBytes } from '../../../src/bytes/seekable.js';
import { concat } from '../../../src/pipeline/concat.js';
import type { Range } from '../../../src/pipeline/decode/ranges.js';
import { decompressItems } from '../../../src/pipeline/decode/select.js';
import { counting } from '../../counting.js';
import { collect } from '../../data.js';
import { failure, joinFiles, smallFile, smallModel, smallSlice, squeeze } from '../small.js';

const pick = (stream: Parameters<typeof decompressItems>[0], ...ranges: Range[]) =>
  collect(decompressItems(stream, ranges, () => smallModel()));

describe('items by number', () => {
  const original = smallFile(100);
  let file: Uint8Array;
  before(async () => {
    file = await squeeze(original, { chunkItems: 7 });
  });

  it('are those of a slice, from a file, from a stream, and from one without an index', async () => {
    const single = await squeeze(original);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -110, max: 99 }),
        fc.integer({ max: 110, min: -99 }),
        async (from, to) => {
          const all = Array.from({ length: 100 }, (_, i) => i).slice(from, to);
          for (const input of [seekableBytes(file), [file], seekableBytes(single)]) {
            if (all.length === 0) {
              expect(await failure(pick(input, { from, to }))).to.equal(
                `ArgumentError: items ${from}:${to}: selects none of 100 items`,
              );
            } else {
              const expected = smallSlice(original, all[0] as number, (all.at(-1) as number) + 1);
              expect(Buffer.compare(await pick(input, { from, to }), expected)).to.equal(0);
            }
          }
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('come in order and once each from several ranges', async () => {
    const got = await pick(
      seekableBytes(file),
      { from: 50, to: 60 },
      { to: 3 },
      { from: 55, to: 62 },
    );
    const expected = joinFiles([smallSlice(original, 0, 3), smallSlice(original, 50, 62)]);
    expect(Buffer.compare(got, expected)).to.equal(0);
  });

  it('are found across parts, joined or not', async () => {
    const files = [file, await squeeze(smallFile(20, 2), { chunkItems: 6 })];
    const joined = await collect(
      concat(files.map((f, i) => ({ name: `${i}`, input: seekableBytes(f) }))),
    );
    const all = joinFiles([original, smallFile(20, 2)]);
    for (const whole of [Buffer.concat(files), joined]) {
      const got = await pick(seekableBytes(new Uint8Array(whole)), { from: 90, to: 110 });
      expect(Buffer.compare(got, smallSlice(all, 90, 110))).to.equal(0);
    }
  });

  it('cost no more reading than their chunks, the front and the index', async () => {
    const large = await squeeze(smallFile(50_000), { chunkItems: 500 });
    const { input, count } = counting(large);
    const got = await pick(input, { from: 20_100, to: 20_200 });
    expect(Buffer.compare(got, smallSlice(smallFile(50_000), 20_100, 20_200))).to.equal(0);
    const chunk = large.length / 100;
    expect(large.length).to.be.above(80_000);
    expect(count.bytes).to.be.at.most(chunk + 4096 + 600 + 100);
  });

  it('are told with the elements of all that was read for them, from a file and from a stream', async () => {
    const items = 100_000;
    const large = await squeeze(smallFile(items), { chunkItems: 50_000 });
    const whole = (8 * large.length) / (items * 16);
    for (const input of [seekableBytes(large), [large]]) {
      let last = { bytes: 0, elements: 0, items: 0 };
      const onProgress = ({ bytes, elements, items }: typeof last) => {
        last = { bytes, elements, items };
      };
      const ranges = [{ from: 60_000, to: 60_001 }];
      await collect(decompressItems(input, ranges, () => smallModel(), { onProgress }));
      expect(last.items).to.equal(1);
      expect((8 * last.bytes) / last.elements / whole).to.be.closeTo(1, 0.1);
    }
  });

  it('need no index that holds, but say so', async () => {
    for (const at of [file.length - 8, file.length - 100]) {
      const damaged = file.slice();
      damaged[at] = (damaged[at] as number) ^ 1;
      const warnings: string[] = [];
      const got = await collect(
        decompressItems(seekableBytes(damaged), [{ from: 30, to: 40 }], () => smallModel(), {
          onWarning: (message) => warnings.push(message),
        }),
      );
      expect(Buffer.compare(got, smallSlice(original, 30, 40))).to.equal(0);
      expect(warnings.join('\n')).to.match(/found one after another/);
    }
  });

  it('are refused where their chunk is damaged, and only then', async () => {
    const damaged = file.slice();
    damaged[320] = (damaged[320] as number) ^ 1;
    const outcomes = new Set<string | undefined>();
    for (let i = 0; i < 100; i += 7) {
      outcomes.add(await failure(pick(seekableBytes(damaged), { from: i, to: i + 1 })));
    }
    expect(outcomes).to.have.length(2);
    expect([...outcomes].join()).to.match(
      /CORRUPT: the block at byte \d+: the checksum does not match/,
    );
  });
});
