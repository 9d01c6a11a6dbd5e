import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { encodeBlock } from '../../src/container/block.js';
import { FieldWriter } from '../../src/container/fields.js';
import { decodeHeader, encodeHeader } from '../../src/container/header.js';
import { makeModel } from '../../src/model/model.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { readInfo } from '../../src/pipeline/info.js';
import { blockOf, withPayload } from '../corpus/parts.js';
import { collect, idxFile } from '../data.js';
import { putTogether, takeApart } from '../fuzz/blocks.js';
import { failure, smallFile, smallModel, squeeze } from './small.js';

const MEBIBYTE = 1 << 20;

function restoreWithin(file: Uint8Array, memory: number) {
  return failure(collect(decompress(seekableBytes(file), () => smallModel(), { memory })));
}

describe('a limit of memory', () => {
  it('is for chunks, in both directions, and says what is needed', async () => {
    const file = smallFile(20_000);
    const chunk = await squeeze(file);
    expect(await restoreWithin(chunk, MEBIBYTE)).to.match(
      /^TOO_LARGE: the chunk at byte \d+: needs about 2 MiB, the limit is 1 MiB$/,
    );
    expect(await restoreWithin(chunk, 2 * MEBIBYTE)).to.equal(undefined);
    const within = (chunkItems?: number) =>
      collect(compress([file], () => smallModel(), { memory: MEBIBYTE, chunkItems }));
    expect(await failure(within(20_000))).to.match(
      /^TOO_LARGE: a chunk of 20000 items: needs about 4 MiB/,
    );
    expect(await restoreWithin(await squeeze(file, { chunkItems: 1000 }), MEBIBYTE)).to.equal(
      undefined,
    );
    // Where nobody says how many items they have, chunks are smaller.
    expect(await restoreWithin(await within(), MEBIBYTE)).to.equal(undefined);
  });

  it('is for side bytes, before they are inflated', async () => {
    const file = await squeeze(smallFile(9), { version: 1 });
    const header = decodeHeader(blockOf(file, 'H').payload);
    const forged = withPayload(file, 'H', () =>
      encodeHeader({ ...header, sideBytes: 1 << 16, chunkItems: 1 << 11 }),
    );
    const side = deflateRawSync(new Uint8Array(1 << 27));
    const bomb = withPayload(forged, 'C', () =>
      new FieldWriter()
        .u8(0)
        .varint(1 << 11)
        .u8(1)
        .varint(1 << 27)
        .bytes(side)
        .finish(),
    );
    const before = process.memoryUsage().arrayBuffers;
    expect(await restoreWithin(bomb, 64 * MEBIBYTE)).to.match(
      /^TOO_LARGE: the block at byte \d+: chunk: side: 134217728 bytes, the limit is 67108864$/,
    );
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(64 * MEBIBYTE);
  });

  it('is for what a model in a file says that it needs, before any of it is made', async () => {
    const bins = {
      type: 'gaussianStandardBins',
      size: 1 << 24,
      binBits: 8,
      precision: 20,
      mean: 0,
      std: 1,
    };
    const codec = {
      type: 'bitsBack',
      lockstep: 1024,
      prior: bins,
      likelihood: { type: 'uniform', size: 16, precision: 1 },
      posterior: bins,
    };
    const data = { dtype: 'u8', shape: [4, 4], levels: 2 };
    const greedy = makeModel(
      JSON.stringify({ format: 1, name: 'greedy', data, codec }),
      new Uint8Array(0),
      'x',
    );
    const before = process.memoryUsage().arrayBuffers;
    const packed = collect(compress([smallFile(1)], () => greedy));
    expect(await failure(packed)).to.match(
      /^TOO_LARGE: model greedy: needs about \d+ MiB, the limit is 2048 MiB$/,
    );
    // Its bins alone, made once, would be 2^24 numbers.
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(8 * MEBIBYTE);
  });

  it('is for blocks, whose length alone makes nothing be allocated', async () => {
    const file = await squeeze(smallFile(30), { chunkItems: 10 });
    const [part] = takeApart(file);
    if (!part) throw new Error('expected a part');
    const front = putTogether([{ ...part, blocks: part.blocks.slice(0, 1) }]);
    for (const type of ['C', 'm', 'i', 'p', 'J', 'T', 'x']) {
      const huge = Uint8Array.of(type.charCodeAt(0), 255, 255, 255, 63, 1, 2, 3);
      const before = process.memoryUsage().arrayBuffers;
      const cut = Buffer.concat([front, huge]);
      expect(await failure(readInfo([cut])), type).to.match(/^(TOO_LARGE|TRUNCATED)/);
      expect(process.memoryUsage().arrayBuffers - before, type).to.be.below(8 * MEBIBYTE);
    }
    const index = encodeBlock('i', new Uint8Array(MEBIBYTE).fill(1));
    expect(await failure(readInfo([Buffer.concat([front, index])], 1000))).to.match(/^TOO_LARGE/);
  });

  it('lets data through that are large only by what their header allows', async () => {
    const few = await squeeze(idxFile([0, 4, 4], new Uint8Array(0)), { chunkItems: 1 << 20 });
    expect(await restoreWithin(few, MEBIBYTE)).to.equal(undefined);
  });
});
