import { CrayError } from '../../errors.js';
import { checkedSettings, deflateWith, findSettings } from '../deflated.js';
import { type Format, peekWhole, unsuitable } from '../format.js';
import { joinNumbers, joinParts, parsePart, splitNumbers, splitParts } from '../parts.js';
import { checkPicture, pictureContents, pictureDataset, pictureShape } from '../picture.js';
import { inBands, openBands } from './bands.js';
import {
  deflatedIdats,
  headerOf,
  inflatedIdats,
  type PngParts,
  readParts,
  SIGNATURE,
  writeIdats,
} from './chunks.js';
import {
  decodePixels,
  encodePixels,
  filteredBytes,
  type PngHeader,
  sampleBytes,
} from './pixels.js';
import { LAST_FILTER } from './rows.js';

const detects = (start: Uint8Array) => SIGNATURE.every((byte, i) => start[i] === byte);

/** PNG, byte for byte: where zlib gives the very IDAT again, which is tried. */
export const pngExact: Format = {
  name: 'png-exact',
  fidelity: 'bytes',
  detects,
  async open(source) {
    const found = readParts(await peekWhole(source, 'png'));
    const { parts, elements, filters } = await read(found);
    const { header, before, after, idats } = parts;
    // Where bits at the ends of rows stand for nothing, these are not the very rows, and no settings fit.
    const filtered = Buffer.concat([...encodePixels(elements, header, filters)]);
    const settings = findSettings(filtered, Buffer.concat(idats), false);
    if (!settings) throw unsuitable('png', 'no settings of zlib give the very file');
    const how = Buffer.from(JSON.stringify(settings));
    const lengths = joinNumbers(idats.map(({ length }) => length));
    const tail = joinParts([before, after, filters, lengths, how]);
    return pictureDataset(source, {
      ...pictureOf(header, elements),
      format: 'png-exact',
      fidelity: 'bytes',
      tail,
    });
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    const parts = splitParts(tail, 5, 'png-exact');
    const [before, after, filters, idats, how] = parts as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const unknown = filters.find((filter) => filter > LAST_FILTER);
    if (unknown !== undefined) {
      throw new CrayError(
        'CORRUPT',
        `png: expected a filter of 0 … ${LAST_FILTER}, got ${unknown}`,
      );
    }
    const header = checkedHeader(before, elements);
    const filtered = Buffer.concat([...encodePixels(elements, header, filters)]);
    const settings = checkedSettings(parsePart(how, 'png'), 'png');
    yield before;
    yield writeIdats(deflateWith(filtered, settings), splitNumbers(idats, 'png-exact'));
    yield after;
  },
};

/**
 * PNG (W3C, third edition), of which the same pixels come back in a file with all the same chunks but
 * for IDAT: bit depth, palette, interlacing, colour profile, texts.
 */
export const png: Format = {
  name: 'png',
  fidelity: 'pixels',
  exact: pngExact,
  detects,
  async open(source) {
    const found = readParts(await peekWhole(source, 'png'));
    if (inBands(found)) return openBands(source, found);
    const { parts, elements } = await read(found);
    const tail = joinParts([parts.before, parts.after]);
    return pictureDataset(source, {
      ...pictureOf(parts.header, elements),
      format: 'png',
      fidelity: 'pixels',
      tail,
    });
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    const [before, after] = splitParts(tail, 2, 'png') as [Uint8Array, Uint8Array];
    const header = checkedHeader(before, elements);
    yield before;
    yield* deflatedIdats(encodePixels(elements, header));
    yield after;
  },
};

interface Read {
  readonly parts: PngParts;
  readonly elements: Uint8Array;
  readonly filters: Uint8Array;
}

async function read(parts: PngParts): Promise<Read> {
  const { header, idats } = parts;
  const { width, height, channels } = header;
  checkPicture('png', { width, height, bytes: channels * sampleBytes(header) });
  const pixels = decodePixels(await inflate(idats, filteredBytes(header)), header);
  if (!pixels) throw unsuitable('png', 'a row has a filter that is not known');
  return { parts, ...pixels };
}

/** All filtered rows: a large picture is in memory once. */
async function inflate(idats: readonly Uint8Array[], expected: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(expected);
  let got = 0;
  for await (const piece of inflatedIdats(idats, expected)) {
    bytes.set(piece, got);
    got += piece.length;
  }
  return bytes;
}

function pictureOf(header: PngHeader, elements: Uint8Array) {
  const { width, height, channels, depth } = header;
  return {
    dtype: depth === 16 ? ('u16' as const) : ('u8' as const),
    levels: 1 << depth,
    shape: pictureShape(height, width, channels),
    elements,
  };
}

/** The header, once the pixels are found to be as many as it says. */
function checkedHeader(before: Uint8Array, elements: Uint8Array): PngHeader {
  const header = headerOf(before);
  const expected = header.width * header.height * header.channels * sampleBytes(header);
  if (elements.length !== expected) {
    throw new CrayError('CORRUPT', `png: expected ${expected} bytes, got ${elements.length}`);
  }
  return header;
}
