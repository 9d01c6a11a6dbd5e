import { expect } from 'chai';
import { account, type Breakdown } from '../../src/eval/breakdown.js';
import { buildCodec } from '../../src/model/build.js';
import { loadModel, type Model } from '../../src/model/model.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { Random } from '../../src/train/random.js';
import { idxFile, mnistSlice, PIXELS, readMnist } from '../data.js';
import { smallFile, smallModel, squeeze } from '../pipeline/small.js';
import { negativeElbo } from '../reference/vae.js';

const item = { dtype: 'u8', shape: [28, 28] };

function bitsOf(parts: Breakdown): number {
  return Object.values(parts).reduce((sum, bits) => sum + bits, 0);
}

async function accountOf(file: Uint8Array, model: Model, options: CompressOptions = {}, of = item) {
  const cray = await squeeze(file, options, model);
  return { cray, ...account(cray, model, buildCodec(model, { item: of })) };
}

describe('account', () => {
  const vae = loadModel('mnist-binary-vae');

  it('adds up to the byte, whatever is in the file', async () => {
    const images = mnistSlice(0, 70);
    const noise = idxFile(
      [2, 28, 28],
      Uint8Array.from({ length: 2 * PIXELS }, (_, i) => (i * i) & 1),
    );
    for (const [file, model, options] of [
      [images, vae, {}],
      [images, vae, { chunkItems: 30, lanes: 3, embedModel: true, provenance: { comment: 'x' } }],
      [Buffer.concat([images, Buffer.alloc(100, 7)]), vae, {}],
      [noise, vae, {}],
      [images, loadModel('bytes'), { chunkItems: 50 }],
    ] as const) {
      const { cray, parts } = await accountOf(file, model, options);
      expect(bitsOf(parts) / 8).to.be.closeTo(cray.length, 1e-6);
    }
  });

  it('agrees with an ELBO in double precision, within the standard errors', async () => {
    const items = 300;
    const { parts, standardError, itemBits } = await accountOf(mnistSlice(0, items), vae);
    const normals = new Random(1);
    const elements = readMnist().subarray(16, 16 + items * PIXELS);
    const elbo = negativeElbo(vae, elements, () => normals.normals(1)[0] as number);
    const error = Math.hypot(standardError, elbo.standardError * elements.length);
    expect(standardError / parts.estimate).to.be.within(1e-4, 1e-2);
    expect(parts.estimate).to.be.closeTo(elbo.bitsPerElement * elements.length, 3 * error);
    expect(itemBits).to.have.length(items);
  });

  it('gives a log-likelihood where there are no latents, and what coarse intervals add to it', async () => {
    const items = 500;
    const file = smallFile(items);
    const ones = file.subarray(16).reduce((n, bit) => n + bit, 0);
    const exact = -ones * Math.log2(0.3) - (16 * items - ones) * Math.log2(0.7);
    const of = { dtype: 'u8', shape: [4, 4] };
    const { parts, standardError } = await accountOf(file, smallModel(), {}, of);
    expect(parts.estimate).to.be.closeTo(exact, 1e-4 * exact);
    expect(standardError).to.be.below(1);
    expect(Math.abs(parts.discretisation)).to.be.below(1);
    expect(parts.initialBits).to.equal(0);
  });

  it('leaves to the message what a codec learned', async () => {
    const { parts, itemBits, message } = await accountOf(mnistSlice(0, 20), loadModel('bytes'));
    expect(parts.discretisation).to.equal(0);
    expect(itemBits).to.equal(undefined);
    expect(
      parts.estimate + parts.coder + parts.initialBits + parts.heads + parts.plain,
    ).to.be.closeTo(message, 1e-6);
  });
});
