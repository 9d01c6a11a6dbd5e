import { expect } from 'chai';
import fc from 'fast-check';
import { ByteSource } from '../../src/bytes/source.js';
import { readFront } from '../../src/container/front.js';
import type { Header } from '../../src/container/header.js';
import {
  decodeSmallPart,
  encodeSmall,
  isSmallPart,
  MAX_SMALL,
} from '../../src/container/smallPart.js';
import { NO_SIDE } from '../../src/data/dataset.js';
import { CrayError } from '../../src/errors.js';
import { loadModel } from '../../src/model/model.js';

const MEMORY = 1 << 24;

const bytes = loadModel('bytes');

/** What small parts leave out: of what they leave to the chunk, what that has. */
const HEADER: Header = {
  dataFormat: 'bytes',
  dtype: 'u8',
  shape: [],
  levels: 256,
  sideBytes: 0,
  head: new Uint8Array(0),
  modelName: 'bytes',
  specDigest: bytes.specDigest,
  weightsDigest: bytes.weightsDigest,
  seed: 0,
  lanes: 1,
  chunkItems: 1,
  unordered: false,
  revision: 1,
  packed: true,
  digestBytes: 8,
};

const chunkOf = (header: Header) =>
  ({
    kind: 'plain',
    items: 1,
    side: new Uint8Array(header.sideBytes).fill(7),
    bits: Uint8Array.of(65),
  }) as const;

const digest = new Uint8Array(32).fill(9);
const trailerOf = (tail: Uint8Array) => ({ items: 1, tail, digest });
const part = (header: Header, tail = NO_SIDE, provenance = {}) =>
  encodeSmall(
    { header, provenance: Object.keys(provenance).length > 0 ? provenance : undefined },
    [chunkOf(header)],
    trailerOf(tail),
  ) as Uint8Array;

async function refusal(file: Uint8Array): Promise<string> {
  try {
    await readFront(new ByteSource([file]), MEMORY);
  } catch (error) {
    if (error instanceof CrayError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'was read';
}

describe('a small part', () => {
  it('takes 27 bytes beside the message of bytes', () => {
    const file = part(HEADER);
    expect(file.length).to.equal(27 + 1);
    // Magic, version, length, flags, model, data format, dtype and rank, digest, kind, items, the byte, check.
    expect(Buffer.from(file).toString('hex')).to.match(
      /^8a435241590d0a030f000101000909090909090909000141[0-9a-f]{8}$/,
    );
  });

  it('comes back, whatever it says', async () => {
    const shape = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 2 });
    const some = fc.uint8Array({ maxLength: 300 });
    const header = fc
      .record({
        dataFormat: fc.constantFrom('bytes', 'idx', 'folder', 'of later days'),
        dtype: fc.constantFrom('u8', 'u16', 'u32', 'i8', 'i16', 'i32'),
        shape,
        levels: fc.constantFrom(2, 200, 256),
        sideBytes: fc.constantFrom(0, 1, 300),
        head: some,
        modelName: fc.constantFrom('bytes', 'own'),
        seed: fc.constantFrom(0, 1, 0xffffffff),
        unordered: fc.boolean(),
        revision: fc.constantFrom(1, 1),
      })
      .map((fields) => ({ ...HEADER, ...fields }));
    const provenance = fc.constantFrom({}, { comment: 'ä' }, { name: 'n', mode: '644' });
    await fc.assert(
      fc.asyncProperty(header, some, provenance, async (said, tail, told) => {
        const file = part(said, tail, told);
        expect(isSmallPart(file)).to.equal(true);
        const {
          small,
          header: got,
          version,
          end,
        } = await readFront(new ByteSource([file, file]), MEMORY);
        expect([version, end]).to.deep.equal([3, file.length]);
        expect(got).to.deep.equal(said);
        expect(small?.provenance ?? {}).to.deep.equal(told);
        expect(small?.chunk).to.deep.equal(chunkOf(said));
        expect(small?.trailer).to.deep.equal({ items: 1, tail, digest: digest.slice(0, 8) });
        expect(decodeSmallPart(file)).to.deep.equal(small);
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  it('is refused where any of its bytes is another, or it is cut', async () => {
    const file = part(HEADER, Uint8Array.of(1, 2, 3));
    for (let at = 0; at < file.length; at++) {
      expect(await refusal(file.with(at, (file[at] as number) ^ 0x10)), `byte ${at}`).to.match(
        /^(NOT_CRAY|UNSUPPORTED|CORRUPT|TRUNCATED): /,
      );
      expect(await refusal(file.slice(0, at)), `cut at ${at}`).to.match(/^(NOT_CRAY|TRUNCATED): /);
    }
  });

  it('is none where there is more than one chunk, a model inside, pieces, or too much', () => {
    const front = { header: HEADER };
    const chunk = chunkOf(HEADER);
    const trailer = trailerOf(NO_SIDE);
    expect(encodeSmall(front, [chunk, chunk], trailer)).to.equal(undefined);
    expect(encodeSmall({ ...front, pieces: [] }, [chunk], trailer)).to.equal(undefined);
    const model = { spec: '', weights: NO_SIDE };
    expect(encodeSmall({ ...front, model }, [chunk], trailer)).to.equal(undefined);
    const bits = new Uint8Array(MAX_SMALL);
    expect(encodeSmall(front, [{ ...chunk, bits }], trailer)).to.equal(undefined);
    expect(encodeSmall(front, [chunk], trailerOf(new Uint8Array(MAX_SMALL + 1)))).to.equal(
      undefined,
    );
    const residue = { kind: 'residue', items: 0, bytes: Uint8Array.of(1, 2) } as const;
    const whole = encodeSmall(front, [chunk, residue], trailerOf(Uint8Array.of(3)));
    expect([...decodeSmallPart(whole as Uint8Array).trailer.tail]).to.deep.equal([1, 2, 3]);
  });
});
