import { expect } from 'chai';
import { collect } from '../../src/bytes/collect.js';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { decodeHeader, encodeHeader } from '../../src/container/header.js';
import type { CrayError } from '../../src/errors.js';
import { REVISION } from '../../src/kernels/modules.js';
import { loadModel } from '../../src/model/model.js';
import { VERSION } from '../../src/package.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { readInfo } from '../../src/pipeline/info.js';
import { putTogether, takeApart } from '../fuzz/blocks.js';
import { smallFile, smallModel, squeeze } from './small.js';

/** A file that says a revision. */
async function revised(revision: number, creator?: string): Promise<Uint8Array> {
  const provenance = creator === undefined ? undefined : { creator };
  const [part] = takeApart(await squeeze(smallFile(20), { provenance, version: 1 }));
  if (!part) throw new Error('expected a part');
  const [header, ...others] = part.blocks;
  const said = decodeHeader(header?.payload as Uint8Array);
  const payload = encodeHeader({ ...said, revision });
  return new Uint8Array(putTogether([{ ...part, blocks: [{ type: 'H', payload }, ...others] }]));
}

const failure = async (file: Uint8Array) =>
  collect(decompress([file], () => smallModel())).then(
    () => expect.fail('expected an error'),
    (error: CrayError) => error,
  );

describe('the revision of the arithmetic that a file says', () => {
  it('is the oldest from 2 on that has what the model calls', async () => {
    const { parts } = await readInfo([await squeeze(smallFile(20))]);
    expect(parts[0].front.header.revision).to.equal(2);
    const numbers = await collect(
      compress([smallFile(20)], () => loadModel('numbers'), { format: 'bytes' }),
    );
    const { parts: later } = await readInfo([numbers]);
    expect(later[0].front.header.revision).to.equal(3);
  });

  it('is 1 where none is said', async () => {
    const [first, other] = [await revised(1), await revised(300)];
    expect(other.length).to.equal(first.length + 2);
    expect(takeApart(first)[0]?.blocks[0]?.payload[0]).to.equal(0);
    const { parts } = await readInfo([other]);
    expect(parts[0].front.header.revision).to.equal(300);
  });

  it('is refused by name where this program does not have it, with who wrote it', async () => {
    const range = `expected a revision of the arithmetic from 1 to ${REVISION}, as craystack ${VERSION} has, got 300: `;
    const error = await failure(await revised(300, 'craystack 9.9.9'));
    expect(error.code).to.equal('REVISION_UNKNOWN');
    expect(error.message).to.equal(`${range}craystack 9.9.9, which wrote it, has it`);
    const unknown = await failure(await revised(300));
    expect(unknown.message).to.equal(`${range}a later version has it`);
  });

  it('is never 0 or 1', async () => {
    for (const revision of [0, 1]) {
      const [part] = takeApart(await revised(2));
      const payload = Uint8Array.from(part?.blocks[0]?.payload as Uint8Array);
      payload[payload.length - 1] = revision;
      expect(() => decodeHeader(payload))
        .to.throw(`header: revision: expected more than 1 where it is said, got ${revision}`)
        .with.property('code', 'CORRUPT');
    }
  });

  it('may be another in each part, of which all have to be known', async () => {
    const file = Buffer.concat([await squeeze(smallFile(20)), await revised(300)]);
    const { parts } = await readInfo([file]);
    expect(parts.map(({ front }) => front.header.revision)).to.deep.equal([2, 300]);
    const decoded = collect(decompress(seekableBytes(file), () => smallModel()));
    const error = await decoded.catch((thrown: CrayError) => thrown);
    expect(error).to.include({ code: 'REVISION_UNKNOWN' });
  });
});
