import { expect } from 'chai';
import fc from 'fast-check';
import { decodeQoi, encodeQoi } from '../../../src/data/qoi/codec.js';
import { expectBytes, expectExact } from '../restored.js';

const END = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1);

function qoiFile(width: number, height: number, channels: number, stream: Uint8Array): Buffer {
  const head = Buffer.alloc(14);
  head.write('qoif');
  head.writeUInt32BE(width, 4);
  head.writeUInt32BE(height, 8);
  head[12] = channels;
  return Buffer.concat([head, stream, END]);
}

describe('qoi files', () => {
  it('have the pixels that their bytes say', () => {
    // A run, a difference, one by green, all colours, a place, and alpha.
    const stream = Buffer.from('c17fae86fe10203004ff01020304', 'hex');
    const decoded = decodeQoi(stream, 0, 7, 4);
    expect(decoded?.end).to.equal(stream.length);
    expect([...(decoded?.samples ?? [])]).to.deep.equal(
      [
        [0, 0, 0, 255],
        [0, 0, 0, 255],
        [1, 1, 1, 255],
        [15, 15, 13, 255],
        [16, 32, 48, 255],
        [1, 1, 1, 255],
        [1, 2, 3, 4],
      ].flat(),
    );
  });

  it('come back byte for byte, whatever their pixels are', async () => {
    const colour = fc.constantFrom(0, 1, 2, 3, 20, 128, 255, 254);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(3, 4),
        fc.array(
          fc.tuple(colour, colour, colour, colour, fc.constantFrom(1, 1, 2, 61, 62, 63, 200)),
          {
            minLength: 1,
            maxLength: 60,
          },
        ),
        async (channels, runs) => {
          const pixels = runs.flatMap(([r, g, b, a, times]) =>
            Array.from({ length: times }, () => [r, g, b, a].slice(0, channels)),
          );
          const samples = Uint8Array.from(pixels.flat());
          const stream = encodeQoi(samples, channels as 3 | 4);
          const file = qoiFile(pixels.length, 1, channels, stream);
          const { dataset, elements } = await expectExact(file, 'qoi');
          expect(dataset.shape).to.deep.equal([1, pixels.length, channels]);
          expect(elements).to.deep.equal(Buffer.from(samples));
        },
      ),
      { seed: 8, numRuns: 100 },
    );
  });

  it('written by Pillow come back byte for byte', async () => {
    const { elements } = await expectExact(PILLOW, 'qoi');
    expect([...elements.subarray(0, 6)]).to.deep.equal([0, 0, 0, 3, 1, 0]);
  });

  it('are bytes where they are damaged, or made otherwise', async () => {
    await expectBytes(PILLOW.subarray(0, 12), 'qoi: the file ends within its header');
    await expectBytes(PILLOW.subarray(0, 30), 'qoi: it has too few pixels');
    await expectBytes(qoiFile(0, 1, 3, END), 'expected positive sizes');
    await expectBytes(qoiFile(1, 1, 5, END), 'expected 3 or 4 channels');
    await expectBytes(qoiFile(99999, 9999, 3, END), 'qoi: ');
    // Colours in full where a difference would do.
    const long = qoiFile(1, 1, 3, Buffer.from('fe010101', 'hex'));
    await expectBytes(long, 'it is not as the reference encoder writes it');
  });
});

const PILLOW = Buffer.from(
  'cW9pZgAAAAsAAAAJAwHAoaehp6Gnoaehp6Gnoaehp6Gnoaf+AQIAoaihqKGooaihqKGooaihqKGooaj+AgQAoamhqaGpoamhqaGpoamhqaGpoan+AwYAoaqhqqGqoaqhqqGqoaqhqqGqoar+BAgAoauhq1fE/h8RJKGr/gUKAKGsoaw8xP4gEy2hrP4GDAChraGtoa2hraGtoa2hraGtoa2hrf4HDgChrqGuoa6hrqGuoa6hrqGuoa6hrv4IEAChr6Gvoa+hr6Gvoa+hr6Gvoa+hrwAAAAAAAAAB',
  'base64',
);
