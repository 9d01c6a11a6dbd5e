import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { idxFile } from '../../data.js';
import { expectBytes, expectExact, open, restored } from '../restored.js';

const elements = Uint8Array.from({ length: 24 }, (_, i) => i);
const file = idxFile([4, 2, 3], elements);

/** An idx file of another type. */
function ofType(type: number, sizes: readonly number[], samples: Uint8Array): Uint8Array {
  const bytes = idxFile(sizes, samples);
  bytes[2] = type;
  return bytes;
}

describe('idx files', () => {
  it('give their shape, their header and their items', async () => {
    const { dataset, elements: got } = await expectExact(file, 'idx');
    expect(dataset).to.include({ dtype: 'u8', levels: 256, items: 4, sideBytes: 0 });
    expect(dataset.shape).to.deep.equal([2, 3]);
    expect(got).to.deep.equal(Buffer.from(elements));
  });

  it('come in pieces of whole items, however the stream is cut', async () => {
    const { pieces } = await open(
      Array.from(file, (b) => Uint8Array.of(b)),
      {},
      3,
    );
    expect(pieces.map((piece) => piece.elements.length)).to.deep.equal([18, 6]);
  });

  it('may be inside gzip, and the file inside comes back', async () => {
    const opened = await open(gzipSync(file));
    expect(opened.dataset.format).to.equal('idx');
    expect(await restored(opened)).to.deep.equal(file);
  });

  it('may have no items, or items of no dimensions', async () => {
    expect((await expectExact(idxFile([0, 2, 3], new Uint8Array(0)), 'idx')).pieces).to.be.empty;
    expect((await expectExact(idxFile([24], elements), 'idx')).dataset.shape).to.deep.equal([]);
  });

  it('of every type come back, their numbers in order', async () => {
    const bytes: Record<number, [number, string]> = {
      9: [1, 'i8'],
      11: [2, 'i16'],
      12: [4, 'i32'],
      13: [4, 'u32'],
      14: [8, 'u32'],
    };
    for (const [type, [width, dtype]] of Object.entries(bytes)) {
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ minLength: 24 * width, maxLength: 24 * width }),
          async (samples) => {
            const { dataset } = await expectExact(ofType(Number(type), [4, 2, 3], samples), 'idx');
            expect(dataset.dtype).to.equal(dtype);
          },
        ),
        { numRuns: 20, seed: 1 },
      );
    }
    const { elements: ordered } = await open(
      ofType(11, [3], Uint8Array.of(255, 255, 0, 0, 128, 0)),
    );
    expect([...ordered]).to.deep.equal([255, 127, 0, 128, 0, 0]);
  });

  it('of a length that is not what they say come back as they are', async () => {
    for (const odd of [
      file.subarray(0, 39),
      Buffer.concat([file, Uint8Array.of(0, 1, 2)]),
      idxFile([0xffffffff, 1, 1], elements),
    ]) {
      await expectExact(odd, 'idx');
    }
  });

  const bytes: [string, Uint8Array, string | undefined][] = [
    ['nothing', new Uint8Array(0), undefined],
    ['text', Buffer.from('hello'), undefined],
    ['an unknown type', Uint8Array.of(0, 0, 7, 1), undefined],
    ['a header cut short', file.subarray(0, 9), 'idx: the file ends within its header'],
    ['items of no elements', idxFile([4, 0], new Uint8Array(0)), 'idx: items have no elements'],
    ['absurd sizes', idxFile([0xffffffff, 0xffffffff, 2], elements), 'absurd'],
    ['gzip cut short', gzipSync(file).subarray(0, 20), 'gzip: unexpected end of file'],
    ['gzip of no known format', gzipSync(Buffer.from('hello')), undefined],
  ];
  for (const [title, odd, note] of bytes) {
    it(`are none, but bytes, for ${title}`, () => expectBytes(odd, note));
  }
});
