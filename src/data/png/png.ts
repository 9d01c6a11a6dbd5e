import { type DataFormat, type Format, peekWhole } from '../format.js';
import { joinParts, splitParts } from '../parts.js';
import { pictureContents, pictureDataset } from '../picture.js';
import { inBands, openBands, pngBands } from './bands.js';
import { deflatedIdats, readPng, SIGNATURE } from './chunks.js';
import { exactPng, pngExact } from './exact.js';
import { encodePixels } from './pixels.js';
import { checkedHeader, pictureOf, readPixels } from './whole.js';

/**
 * PNG (W3C, third edition), of which the same pixels come back in a file with all the same chunks but
 * for IDAT: bit depth, palette, interlacing, colour profile, texts.
 */
const pngPixels: DataFormat = {
  name: 'png',
  fidelity: 'pixels',
  holds: {
    head: 'nothing',
    items:
      'one picture; samples of less than a byte are one element each, and so are indices of a palette',
    tail: 'parts: all before the first IDAT; all after the last',
  },
  exact: pngExact,
  detects: (start) => SIGNATURE.every((byte, i) => start[i] === byte),
  async open(source) {
    const file = readPng(await peekWhole(source, 'png'));
    if (inBands(file)) return openBands(source, file);
    const pixels = await readPixels(file);
    const tail = joinParts([file.before, file.after]);
    const picture = pictureOf(file.header, pixels.elements);
    return pictureDataset(source, { ...picture, format: 'png', fidelity: 'pixels', tail }, () =>
      exactPng(file, pixels),
    );
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

export const png: Format = {
  title: 'PNG',
  exactBy: ['zlib'],
  dataFormats: [pngPixels, pngExact, pngBands],
};
