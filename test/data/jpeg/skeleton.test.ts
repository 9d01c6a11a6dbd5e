import { expect } from 'chai';
import { joinNumbers, splitNumbers } from '../../../src/bytes/numbers.js';
import { restore } from '../../../src/data/formats.js';
import { joinParts, splitParts } from '../../../src/data/parts.js';
import { CrayError } from '../../../src/errors.js';
import { collect } from '../../data.js';
import { makeJpeg } from '../jpegFile.js';
import { type Opened, open } from '../restored.js';

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** What comes of a file with another tail, or other items. */
async function restoredFrom({ dataset, pieces }: Opened, tail: Uint8Array, less = 0) {
  const { format, dtype, shape, head } = dataset;
  const some = pieces.slice(0, pieces.length - less);
  return collect(
    restore(format, { dtype, shape, head, pieces: inTurn(some), tail: inTurn([tail]) }),
  );
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'a file',
    (error) => {
      expect(error).to.be.instanceOf(CrayError);
      return (error as CrayError).code;
    },
  );
}

describe('the tail of a jpeg file', () => {
  it('is some numbers and the file without its scans', async () => {
    const { file } = makeJpeg({ width: 60, height: 60, sampling: [[1, 1]] });
    const { tail } = await open(file);
    const [numbers, tables, skeleton] = splitParts(tail, 3, '') as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    // A picture at once, of one scan, of which there is nothing to say.
    expect(splitNumbers(numbers, '')).to.deep.equal([1, 0, 1, 0]);
    expect(tables.length).to.equal(0);
    const start = file.length - 2 - (file.length - skeleton.length);
    expect([...skeleton]).to.deep.equal([...file.subarray(0, start), 0xff, 0xd9]);
  });

  it('says how segments are filled that are not filled by ones', async () => {
    const made = { width: 60, height: 60, sampling: [[1, 1]], interval: 2, fill: 0 } as const;
    const [numbers] = splitParts((await open(makeJpeg(made).file)).tail, 3, '');
    expect(splitNumbers(numbers as Uint8Array, '').slice(0, 4)).to.deep.equal([1, 0, 1, 2]);
  });

  it('with any of its numbers changed gives a file or is CORRUPT', async () => {
    const made = { width: 60, height: 60, sampling: [[1, 1]], interval: 8, fill: 0 } as const;
    const opened = await open(makeJpeg(made).file);
    const [numbers, tables, skeleton] = splitParts(opened.tail, 3, '') as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const all = splitNumbers(numbers, '');
    const cut = [1, 0, 1, 1, 12];
    for (const some of [all, cut]) {
      for (let i = 0; i < some.length; i++) {
        for (const hostile of [0, 1, 3, 15, 200, 65_535, 2 ** 32, 2 ** 52]) {
          const tail = joinParts([joinNumbers(some.with(i, hostile)), tables, skeleton]);
          expect(await codeOf(restoredFrom(opened, tail))).to.be.oneOf(['a file', 'CORRUPT']);
        }
        const less = joinParts([joinNumbers(some.slice(0, i)), tables, skeleton]);
        expect(await codeOf(restoredFrom(opened, less))).to.equal('CORRUPT');
      }
    }
  });

  it('of other blocks than there are is CORRUPT', async () => {
    const opened = await open(makeJpeg({ width: 60, height: 60, sampling: [[1, 1]] }).file);
    expect(await codeOf(restoredFrom(opened, opened.tail, 1))).to.equal('CORRUPT');
    const none = joinParts([joinNumbers([0]), new Uint8Array(0), new Uint8Array(5)]);
    expect(await codeOf(restoredFrom(opened, none))).to.equal('CORRUPT');
    const more = { ...opened, pieces: [...opened.pieces, ...opened.pieces] };
    expect(await codeOf(restoredFrom(more, opened.tail))).to.equal('CORRUPT');
  });

  it('of coefficients that have no code is CORRUPT', async () => {
    const opened = await open(makeJpeg({ width: 60, height: 60, sampling: [[1, 1]] }).file);
    const wild = opened.pieces.map(({ elements, side }) => ({
      elements: elements.map(() => 0),
      side,
    }));
    expect(await codeOf(restoredFrom({ ...opened, pieces: wild }, opened.tail))).to.equal(
      'CORRUPT',
    );
  });
});
