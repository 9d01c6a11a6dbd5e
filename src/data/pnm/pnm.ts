import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type DataFormat, type Format, MAX_HEAD, peekWhole, unsuitable } from '../format.js';
import { joinParts, splitParts } from '../parts.js';
import { checkPicture, pictureContents, pictureDataset, pictureShape } from '../picture.js';
import { fromElements, toElements, WIDE } from '../samples.js';
import { inBands, openBands, pnmBands } from './bands.js';
import { type PnmHeader, readPnmHeader } from './header.js';
import { printPlain, readPlain } from './plain.js';
import { openPictures, picturesFollow, pnmStream } from './stream.js';

/**
 * PBM, PGM, PPM and PAM (Netpbm), raw or plain, of 1 to 16 bits. The header stays as it is, with its
 * comments; what follows the first picture is kept as well.
 */
const pnmWhole: DataFormat = {
  name: 'pnm',
  fidelity: 'bytes',
  rebuilt: true,
  holds: {
    head: 'nothing',
    items: 'one picture',
    tail:
      'parts: header; lengths of the white space before each plain number and all that white space, as ' +
      'parts; the rest of the file',
  },
  detects: ([p, digit = 0, space = 0]) =>
    p === 0x50 && digit >= 0x31 && digit <= 0x37 && (space <= 0x20 || space === 0x23),
  async open(source: ByteSource) {
    const header = readPnmHeader(await source.peek(MAX_HEAD));
    if (inBands(header)) return openBands(source, header);
    const { width, height, channels, maxval, bytes } = header;
    const sampleBytes = maxval > 255 ? 2 : 1;
    checkPicture('pnm', { width, height, bytes: channels * sampleBytes });
    if (await picturesFollow(source, header)) return openPictures(source, header);
    const file = await peekWhole(source, 'pnm');
    const { elements, layout, end } = readSamples(file, header);
    return pictureDataset(source, {
      format: 'pnm',
      fidelity: 'bytes',
      dtype: sampleBytes === 2 ? 'u16' : 'u8',
      levels: levelsOf(elements, header),
      shape: pictureShape(height, width, channels),
      elements,
      tail: joinParts([file.subarray(0, bytes), layout, file.subarray(end)]),
    });
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    const [start, layout, after] = splitParts(tail, 3, 'pnm') as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const header = readPnmHeader(start);
    const { width, height, channels, maxval } = header;
    const expected = width * height * channels * (maxval > 255 ? 2 : 1);
    if (elements.length !== expected) {
      throw new CrayError('CORRUPT', `pnm: expected ${expected} bytes, got ${elements.length}`);
    }
    yield start;
    yield writeSamples(elements, header, layout);
    yield after;
  },
};

export const pnm: Format = { title: 'Netpbm', dataFormats: [pnmWhole, pnmBands, pnmStream] };

interface Samples {
  readonly elements: Uint8Array;
  /** How plain numbers are laid out; nothing for raw ones. */
  readonly layout: Uint8Array;
  /** Where they end in the file. */
  readonly end: number;
}

function readSamples(file: Uint8Array, header: PnmHeader): Samples {
  if (header.plain) return readPlain(file, header);
  const { width, height, channels, maxval, packed } = header;
  const rowBytes = packed ? Math.ceil(width / 8) : width * channels * (maxval > 255 ? 2 : 1);
  const end = header.bytes + height * rowBytes;
  if (end > file.length) {
    const got = file.length - header.bytes;
    throw unsuitable('pnm', `expected ${height * rowBytes} bytes of pixels, got ${got}`);
  }
  const samples = file.subarray(header.bytes, end);
  const elements = packed ? unpackRows(samples, width, height) : toOrder(samples, maxval);
  // Bits at the ends of rows stand for nothing, and would be lost.
  if (packed && Buffer.compare(packRows(elements, width, height), samples) !== 0) {
    throw unsuitable('pnm', 'there are ones after the ends of its rows');
  }
  return { elements, layout: new Uint8Array(0), end };
}

function writeSamples(elements: Uint8Array, header: PnmHeader, layout: Uint8Array): Uint8Array {
  if (header.plain) return printPlain(elements, header, layout);
  if (header.packed) return packRows(elements, header.width, header.height);
  return header.maxval > 255 ? fromElements(elements, WIDE, 1) : elements;
}

function toOrder(samples: Uint8Array, maxval: number): Uint8Array {
  return maxval > 255 ? toElements(samples, WIDE, 1) : samples;
}

/** As maxval has it, unless there are samples above it. */
function levelsOf(elements: Uint8Array, { maxval }: PnmHeader): number {
  if (maxval <= 255) return elements.some((e) => e > maxval) ? 256 : maxval + 1;
  for (let at = 0; at < elements.length; at += 2) {
    if ((elements[at] as number) + 256 * (elements[at + 1] as number) > maxval) return 65536;
  }
  return maxval + 1;
}

function unpackRows(rows: Uint8Array, width: number, height: number): Uint8Array {
  const bits = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = y * Math.ceil(width / 8);
    for (let x = 0; x < width; x++) {
      bits[at++] = ((rows[row + (x >> 3)] as number) >> (7 - (x & 7))) & 1;
    }
  }
  return bits;
}

function packRows(bits: Uint8Array, width: number, height: number): Uint8Array {
  const rowBytes = Math.ceil(width / 8);
  const rows = new Uint8Array(height * rowBytes);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = y * rowBytes + (x >> 3);
      rows[to] = (rows[to] as number) | ((bits[from++] as number) << (7 - (x & 7)));
    }
  }
  return rows;
}
