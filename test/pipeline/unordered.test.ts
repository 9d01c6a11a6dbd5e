import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { ByteSource } from '../../src/bytes/source.js';
import { uniform } from '../../src/codecs/uniform.js';
import { BLOCK, encodeBlock } from '../../src/container/block.js';
import { readFront } from '../../src/container/front.js';
import { encodeHeader, type Header, MAX_UNORDERED_ITEMS } from '../../src/container/header.js';
import { encodeFront } from '../../src/container/partWriter.js';
import { NO_SIDE } from '../../src/data/dataset.js';
import { CrayError } from '../../src/errors.js';
import type { ItemCodec } from '../../src/model/build.js';
import { loadModel, makeModel } from '../../src/model/model.js';
import { VERSION } from '../../src/package.js';
import { type ChunkSettings, decodeItems, encodeItems } from '../../src/pipeline/chunk/chunks.js';
import { sortItems } from '../../src/pipeline/chunk/order.js';
import { finish } from '../../src/pipeline/chunk/steps.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { readInfo } from '../../src/pipeline/info.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { zipFile } from '../data/zipFile.js';
import { collect, idxFile, mnistSlice, PIXELS, readMnist } from '../data.js';
import { findModel, rareBits } from '../fuzz/models.js';
import { failure, SMALL_SIZE, smallModel } from './small.js';

const own = loadModel('mnist-binary-vae');
const HEADER = 16;
const MEMORY = 1 << 24;

/** As files of this version say it, so that what does not decode is not taken for older than revisions. */
const provenance = { creator: `craystack ${VERSION}` };

const squeeze = (file: Uint8Array, options: CompressOptions = {}) =>
  collect(compress([file], () => own, { unordered: true, ...options }));
const restore = (file: Uint8Array) => collect(decompress([file], () => own));
const headerOf = async (file: Uint8Array) =>
  (await readFront(new ByteSource([file]), MEMORY)).header;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The file as it should come back: the items of each chunk in lexicographic order. */
function sorted(file: Uint8Array, chunkItems = Number.POSITIVE_INFINITY): Uint8Array {
  const items = (file.length - HEADER) / PIXELS;
  const all = Array.from({ length: items }, (_, i) =>
    Buffer.from(file.subarray(HEADER + i * PIXELS, HEADER + (i + 1) * PIXELS)),
  );
  const out: Buffer[] = [];
  for (let at = 0; at < items; at += Math.min(chunkItems, items)) {
    out.push(...all.slice(at, at + chunkItems).sort(Buffer.compare));
  }
  return Buffer.concat([file.subarray(0, HEADER), ...out]);
}

/** log2 of n factorial. */
function log2Factorial(n: number): number {
  let bits = 0;
  for (let i = 2; i <= n; i++) bits += Math.log2(i);
  return bits;
}

describe('a round trip without order', () => {
  it('is refused where the items are no file in another order', async () => {
    const bits = Uint8Array.from({ length: 4 * SMALL_SIZE }, (_, i) => (i >> 4) & 1);
    const array = npyFile('|u1', [4, 4, 4], bits);
    const options = { unordered: true };
    const model = () => smallModel();
    await collect(compress([array], model, options));
    const archive = zipFile([['a.npy', array]], true);
    const line = await failure(collect(compress([archive], model, options)));
    expect(line).to.equal('DATA_MISMATCH: unordered: npz items make one whole, in their order');
  });

  const images = mnistSlice(0, 150);

  it('restores the items sorted, for any lanes, chunks and seeds', async () => {
    for (const options of [
      {},
      { lanes: 1 },
      { lanes: 3, chunkItems: 7 },
      { lanes: 64, chunkItems: 1 },
      { seed: 0xffffffff, chunkItems: 149 },
    ]) {
      const restored = await restore(await squeeze(images, options));
      const expected = sorted(images, options.chunkItems);
      expect(sha(restored), JSON.stringify(options)).to.equal(sha(expected));
    }
  });

  it('gives one file for all orders of the same items, and the same again for what it restores', async () => {
    const file = await squeeze(images);
    const reversed = Array.from({ length: 150 }, (_, i) => mnistSlice(149 - i, 150 - i).slice(16));
    const other = idxFile([150, 28, 28], Buffer.concat(reversed));
    expect(sha(await squeeze(other))).to.equal(sha(file));
    expect(sha(await squeeze(await restore(file)))).to.equal(sha(file));
    expect(sha(await squeeze(images, { batch: 7 }))).to.equal(sha(file));
  });

  it('works on no items, on one, and on many of the same', async () => {
    for (const file of [
      idxFile([0, 28, 28], new Uint8Array(0)),
      mnistSlice(3, 4),
      idxFile([90, 28, 28], new Uint8Array(90 * PIXELS)),
    ]) {
      expect(sha(await restore(await squeeze(file)))).to.equal(sha(file));
    }
  });

  it('restores what the model cannot code, plainly and sorted', async () => {
    const random = new Random(3);
    const noise = Uint8Array.from({ length: 20 * PIXELS }, () => random.uint32() & 1);
    const file = idxFile([20, 28, 28], noise);
    const small = await squeeze(file);
    expect(small.length).to.be.at.most((20 * PIXELS) / 8 + 250);
    expect(sha(await restore(small))).to.equal(sha(sorted(file)));
  });

  it('says in the header that there is no order, and refuses a file that says otherwise', async () => {
    const file = await squeeze(images, { provenance, version: 1 });
    const header = await headerOf(file);
    expect(header.unordered).to.equal(true);
    const rest = file.subarray(encodeFront({ header, provenance }).length);
    const claimed = { ...header, unordered: false };
    const claim = Buffer.concat([encodeFront({ header: claimed, provenance }), rest]);
    const error = await restore(claim).catch((e) => e);
    expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
  });
});

describe('a file without order that is not what was written', () => {
  it('is refused whichever byte is changed, and wherever it is cut', async () => {
    // By a model that is built at once, since it is built for every byte.
    const small = findModel({ modelName: 'autoencoder' });
    const options = { chunkItems: 30, lanes: 2, unordered: true };
    const file = await collect(compress([rareBits(60)], () => small, options));
    const { parts } = await readInfo([file]);
    expect(parts[0]).to.deep.include({ chunks: 2, plainChunks: 0 });
    const codeOf = (bytes: Uint8Array) =>
      collect(decompress([bytes], () => small)).then(
        () => 'RESTORED',
        (error) => (error instanceof CrayError ? error.code : `${error}`),
      );
    const known = ['NOT_CRAY', 'UNSUPPORTED', 'CORRUPT', 'TRUNCATED', 'TOO_LARGE'];
    for (let at = 0; at < file.length; at++) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] as number) ^ (1 << (at & 7));
      expect(await codeOf(changed), `byte ${at}`).to.be.oneOf(known);
      const cut = await codeOf(file.subarray(0, at));
      expect(cut, `${at} bytes`).to.equal(at < 7 ? 'NOT_CRAY' : 'TRUNCATED');
    }
  });

  it('is refused when decoded with weights that are one last place off', async () => {
    const file = await squeeze(mnistSlice(0, 30), { provenance });
    const tensors = new Map(own.tensors);
    const bias = tensors.get('logits.bias');
    if (!bias) throw new Error('expected a bias');
    tensors.set('logits.bias', { ...bias, values: bias.values.map((v) => v * (1 + 2 ** -20)) });
    const error = await collect(decompress([file], () => ({ ...own, tensors }))).catch((e) => e);
    expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
  });
});

describe('the bits of the order', () => {
  const plainCodec = {
    levels: 2,
    width: 64,
    learns: undefined,
    chunkItems: undefined,
    givesOnly: false,
  };

  it('are saved to the last one, where the model is exact', () => {
    const [items, size] = [3000, 40];
    const codec: ItemCodec = { ...plainCodec, group: (n) => uniform(n * size, 1) };
    const random = new Random(5);
    const elements = Uint8Array.from({ length: items * size }, () => random.uint32() & 1);
    const bits = (settings: ChunkSettings) => {
      const chunk = finish(encodeItems({ elements, side: NO_SIDE }, codec, settings));
      expect(sha(finish(decodeItems(chunk, codec, settings)).elements)).to.equal(
        sha(sortItems(elements, size)),
      );
      return chunk.kind === 'message' ? 32 * chunk.words.length : Number.NaN;
    };
    for (const lanes of [1, 16]) {
      const got = bits({ size, width: 1, levels: 2, seed: 0, lanes, unordered: true });
      // The initial bits, one head and one word, and what folding rounds up to.
      const exact = items * size - log2Factorial(items);
      expect(got).to.be.within(exact, exact + 64 + 32 + (lanes > 1 ? 6 * lanes : 0));
    }
  });

  it('of the 10,000 binarised MNIST test images are saved, at least 118,000 of 118,458', async () => {
    expect(log2Factorial(10_000)).to.be.within(118_458, 118_459);
    const file = await squeeze(readMnist());
    expect(sha(await restore(file))).to.equal(sha(sorted(readMnist())));
    // Which latents bits-back coding draws moves each size by some 500 bits either way, whatever
    // the order, so the mean of a few seeds is compared.
    let saved = 0;
    const seeds = [0, 1, 2, 3];
    for (const seed of seeds) {
      const ordered = await squeeze(readMnist(), { unordered: false, seed });
      saved += 8 * (ordered.length - (await squeeze(readMnist(), { seed })).length);
    }
    expect(saved / seeds.length).to.be.at.least(118_000);
  });
});

describe('the limits of chunks without order', () => {
  it('have no more items than a tree should hold, in writing, and are refused with more', async () => {
    const options = { chunkItems: MAX_UNORDERED_ITEMS + 1 };
    const codec = { type: 'uniform', size: 1, precision: 8 };
    const tiny = makeModel(
      JSON.stringify({ format: 1, name: 'tiny', data: { dtype: 'u8', shape: [1] }, codec }),
      new Uint8Array(0),
      'tiny',
    );
    const written = await collect(
      compress([idxFile([1, 1], Uint8Array.of(1))], () => tiny, {
        unordered: true,
        version: 1,
        ...options,
      }),
    );
    expect((await headerOf(written)).chunkItems).to.equal(MAX_UNORDERED_ITEMS);

    const header: Header = {
      ...(await headerOf(await squeeze(mnistSlice(0, 1)))),
      shape: [1],
      ...options,
    };
    const file = Buffer.concat([
      encodeFront({ header }).subarray(0, 8),
      encodeBlock(BLOCK.header, encodeHeader(header)),
    ]);
    const refusal = await headerOf(file).catch((e) => e);
    expect(refusal).to.be.instanceOf(CrayError).with.property('code', 'TOO_LARGE');
  });

  it('refuse flags that are not known', async () => {
    const header = await headerOf(await squeeze(mnistSlice(0, 1)));
    const payload = encodeHeader(header);
    payload[0] = 3;
    const file = Buffer.concat([
      encodeFront({ header }).subarray(0, 8),
      encodeBlock(BLOCK.header, payload),
    ]);
    const refusal = await headerOf(file).catch((e) => e);
    expect(refusal).to.be.instanceOf(CrayError).with.property('code', 'UNSUPPORTED');
  });
});
