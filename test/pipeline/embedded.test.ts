import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import type { EmbeddedModel } from '../../src/container/embedded.js';
import { loadModel } from '../../src/model/model.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../src/pipeline/decode/select.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { readInfo } from '../../src/pipeline/info.js';
import type { Progress } from '../../src/pipeline/progress.js';
import { salvage } from '../../src/pipeline/salvage/salvage.js';
import { collect, mnistSlice } from '../data.js';
import { putTogether, type RawBlock, takeApart } from '../fuzz/blocks.js';
import { failure, smallFile, smallModel, squeeze } from './small.js';

const never = () => {
  throw new Error('expected no model to be looked for');
};

describe('a model in its file', () => {
  it('is all that is needed to restore, weights and all', async () => {
    const original = mnistSlice(0, 20);
    const model = loadModel('mnist-binary-vae');
    const options = { embedModel: true, version: 1 } as const;
    const file = await collect(compress([original], () => model, options));
    expect(Buffer.compare(await collect(decompress([file], never)), original)).to.equal(0);
    const bare = await collect(compress([original], () => model, { version: 1 }));
    const { modelBytes, bytes } = await readInfo([file]);
    expect(modelBytes).to.be.above(model.weights.length);
    expect(bytes - modelBytes).to.equal(bare.length);
  });

  it('has its weights in fewer bytes, which come back as they were', async () => {
    const original = mnistSlice(0, 20);
    const model = loadModel('mnist-binary-vae');
    const file = await collect(compress([original], () => model, { embedModel: true }));
    expect(Buffer.compare(await collect(decompress([file], never)), original)).to.equal(0);
    const { modelBytes, parts } = await readInfo([file]);
    // 1,621,475 of 1,936,936 when this was written: seven eighths of a weight are noise.
    expect(modelBytes).to.be.below(0.85 * model.weights.length);
    const { weights } = parts[0].front.model as EmbeddedModel;
    expect(Buffer.compare(weights, model.weights)).to.equal(0);
  });

  it('does not count as data, whatever is restored of the file', async () => {
    const file = await squeeze(smallFile(50), { embedModel: true, chunkItems: 10 });
    const { modelBytes } = await readInfo([file]);
    const told: Progress[] = [];
    const onProgress = (progress: Progress) => told.push({ ...progress });
    const first = [{ from: 0, to: 1 }];
    await collect(decompressItems(seekableBytes(file), first, never, { onProgress }));
    await collect(decompressItems([file], first, never, { onProgress }));
    const damaged = seekableBytes(file.subarray(0, file.length - 100));
    await collect(salvage(damaged, never, { onProgress, onDamage: () => {} }));
    expect(modelBytes).to.be.above(0);
    expect(new Set(told.map((progress) => progress.modelBytes))).to.deep.equal(
      new Set([modelBytes]),
    );
  });

  it('is refused unless it is the one of the header', async () => {
    const file = await squeeze(smallFile(5), { embedModel: true });
    const other = await squeeze(smallFile(5), { embedModel: true }, smallModel(0.25));
    const swap = (change: (block: RawBlock) => RawBlock) => {
      const [part] = takeApart(file);
      if (!part) throw new Error('expected a part');
      const blocks = part.blocks.map((b) => (b.type === 'm' ? change(b) : b));
      return failure(collect(decompress([putTogether([{ ...part, blocks }])], never)));
    };
    const theirs = takeApart(other)[0]?.blocks.find(({ type }) => type === 'm') as RawBlock;
    expect(await swap(() => theirs)).to.match(
      /^MODEL_MISMATCH: model small of the file itself: expected spec of SHA-256/,
    );
    expect(
      await swap((b) => ({ ...b, payload: Buffer.concat([b.payload, Buffer.alloc(9)]) })),
    ).to.match(/^WEIGHTS_INVALID: the model in the file: weights: /);
    const text = (spec: string) => Buffer.concat([Buffer.of(spec.length), Buffer.from(spec)]);
    expect(await swap((b) => ({ ...b, payload: text('{}') }))).to.match(
      /^SPEC_INVALID: the model in the file: /,
    );
    expect(await swap((b) => ({ ...b, payload: text('null,') }))).to.match(
      /^SPEC_INVALID: .*not JSON/,
    );
  });
});
