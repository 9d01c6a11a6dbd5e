import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { openDataset } from '../../src/data/open.js';
import { CrayError } from '../../src/errors.js';
import { collect, idxFile } from '../data.js';

const elements = Uint8Array.from({ length: 24 }, (_, i) => i);
const file = idxFile([4, 2, 3], elements);

async function read(bytes: Uint8Array, most: number): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await openDataset([bytes])).pieces(most)) pieces.push(piece.slice());
  return pieces;
}

describe('idx files', () => {
  it('give their shape, their header and their items', async () => {
    const dataset = await openDataset([file]);
    expect(dataset.shape).to.deep.equal([2, 3]);
    expect(dataset.items).to.equal(4);
    expect(Buffer.concat([dataset.head, await collect(dataset.pieces(3))])).to.deep.equal(file);
  });

  it('come in pieces of whole items, however the stream is cut', async () => {
    const bytes = Array.from(file, (b) => Uint8Array.of(b));
    const pieces: number[] = [];
    for await (const piece of (await openDataset(bytes)).pieces(3)) pieces.push(piece.length);
    expect(pieces).to.deep.equal([18, 6]);
  });

  it('may be inside gzip', async () => {
    expect(Buffer.concat(await read(gzipSync(file), 9))).to.deep.equal(Buffer.from(elements));
  });

  it('may have no items, or items of no dimensions', async () => {
    expect(await read(idxFile([0, 2, 3], new Uint8Array(0)), 5)).to.deep.equal([]);
    expect((await openDataset([idxFile([24], elements)])).shape).to.deep.equal([]);
  });

  const bad: [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(0), 'expected an idx header 0000TTRR, got nothing'],
    ['text', Buffer.from('hello'), 'got 68656c6c'],
    ['an unknown type', Uint8Array.of(0, 0, 7, 1), 'got 00000701'],
    ['signed bytes', Uint8Array.of(0, 0, 9, 1), 'expected unsigned bytes, got signed bytes'],
    ['no dimensions', Uint8Array.of(0, 0, 8, 0), 'expected 1 to 8 dimensions, got 0'],
    ['a header cut short', file.subarray(0, 9), 'the file ends within its header'],
    ['items cut short', file.subarray(0, 39), 'expected 4 items of 6 bytes, got 23 bytes'],
    [
      'bytes too many',
      Buffer.concat([file, Uint8Array.of(0)]),
      'there are bytes after the 4 items',
    ],
    ['absurd sizes', idxFile([0xffffffff, 0xffffffff, 2], elements), 'absurd'],
    ['a length beyond the data', idxFile([0xffffffff, 1, 1], elements), 'got 24 bytes'],
    ['gzip cut short', gzipSync(file).subarray(0, 20), 'gzip: unexpected end of file'],
    [
      'gzip with wrong contents',
      Buffer.concat([gzipSync(file).subarray(0, 30), Buffer.alloc(20, 99)]),
      'gzip: ',
    ],
  ];
  for (const [title, bytes, message] of bad) {
    it(`refuse ${title}`, async () => {
      const error = await read(bytes, 5).then(
        () => undefined,
        (e) => e,
      );
      expect(error).to.be.instanceOf(CrayError);
      expect(error.code).to.equal('DATA_INVALID');
      expect(error.message).to.include(message);
    });
  }
});
