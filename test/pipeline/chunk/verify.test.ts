import { expect } from 'chai';
import { itemSize, NO_SIDE } from '../../../src/data/dataset.js';
import { buildCodec } from '../../../src/model/build.js';
import { loadModel } from '../../../src/model/model.js';
import { encodeItems } from '../../../src/pipeline/chunk/chunks.js';
import { finish } from '../../../src/pipeline/chunk/steps.js';
import { checkDecodes, encodeVerified } from '../../../src/pipeline/chunk/verify.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { collect, mnistSlice } from '../../data.js';

const model = loadModel('mnist-binary-vae');
const codec = buildCodec(model, {});
const size = itemSize([28, 28]);
const settings = { size, width: 1, levels: 2, seed: 0, lanes: 16, unordered: false };
const elements = mnistSlice(0, 30).subarray(16);
const piece = { elements, side: NO_SIDE };

describe('verifying', () => {
  it('changes no byte of the file', async () => {
    const file = mnistSlice(0, 50);
    const plain = await collect(compress([file], () => model));
    const verified = await collect(compress([file], () => model, { verify: true }));
    expect(Buffer.compare(plain, verified)).to.equal(0);
  });

  it('gives the chunk that was coded', () => {
    const chunk = finish(encodeVerified(piece, codec, settings));
    expect(chunk).to.deep.equal(finish(encodeItems(piece, codec, settings)));
  });

  it('names the first element that comes back as another', () => {
    const chunk = finish(encodeItems(piece, codec, settings));
    const other = elements.slice();
    other[2 * size + 5] = 1 - (other[2 * size + 5] as number);
    expect(() => finish(checkDecodes(chunk, { ...piece, elements: other }, codec, settings)))
      .to.throw(/^a chunk of 30 items decodes to other data: item 2, byte 5: expected 1, got 0$/)
      .with.property('code', 'VERIFY_FAILED');
  });

  it('refuses a chunk that does not decode', () => {
    const chunk = finish(encodeItems(piece, codec, settings));
    if (chunk.kind !== 'message') throw new Error('expected a message');
    const words = chunk.words.slice(0, 40);
    expect(() => finish(checkDecodes({ ...chunk, words }, piece, codec, settings)))
      .to.throw(/^a chunk of 30 items does not decode: /)
      .with.property('code', 'VERIFY_FAILED');
  });
});
