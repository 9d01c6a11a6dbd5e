import { expect } from 'chai';
import { seekableBytes } from '../../../src/bytes/seekable.js';
import { decodeHeader, encodeHeader } from '../../../src/container/header.js';
import { makeModel } from '../../../src/model/model.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { Random } from '../../../src/train/random.js';
import { blockOf, withPayload } from '../../corpus/parts.js';
import { collect, idxFile } from '../../data.js';
import { failure, squeeze } from '../small.js';

/** A model whose codec has more values than its precision has room for. */
function impossible() {
  const codec = { type: 'poisson', size: 16, max: 255, precision: 4, rates: 1 };
  const data = { dtype: 'u8', shape: [4, 4] };
  const json = JSON.stringify({ format: 1, name: 'impossible', data, codec });
  return makeModel(json, new Uint8Array(0), 'impossible');
}

describe('a spec that its codec refuses', () => {
  it('still restores what 0.1.0 wrote by it, which was all plain', async () => {
    const random = new Random(1);
    const noise = Uint8Array.from({ length: 160 }, () => Number(random.uniform() < 0.5));
    const file = idxFile([10, 4, 4], noise);
    const packed = await squeeze(file, { version: 1 });
    const { specDigest, weightsDigest } = impossible();
    const header = decodeHeader(blockOf(packed, 'H').payload);
    const own = { ...header, levels: 256, specDigest, weightsDigest };
    // Plain chunks of 256 levels are bytes.
    const plain = Uint8Array.of(0, 10, ...noise);
    const written = withPayload(
      withPayload(packed, 'H', () => encodeHeader(own)),
      'C',
      () => plain,
    );
    expect((await readInfo([written])).parts[0].plainChunks).to.equal(1);
    const restored = await collect(decompress(seekableBytes(written), impossible));
    expect(Buffer.compare(restored, file)).to.equal(0);
  });

  it('writes nothing', async () => {
    const file = idxFile([10, 4, 4], new Uint8Array(160));
    expect(await failure(squeeze(file, {}, impossible()))).to.equal(
      'SPEC_INVALID: impossible: codec: expected 1 to 16 symbols at 4 bits, got 256',
    );
  });
});
