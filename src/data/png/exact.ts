import { joinNumbers, splitNumbers } from '../../bytes/numbers.js';
import { CrayError } from '../../errors.js';
import type { ExactForm } from '../dataset.js';
import { checkedSettings, deflateWith, findSettings } from '../deflated.js';
import { type DataFormat, peekWhole, unsuitable } from '../format.js';
import { joinParts, parsePart, splitParts } from '../parts.js';
import { pictureContents, pictureDataset } from '../picture.js';
import { type PngFile, readPng, writeIdats } from './chunks.js';
import { encodePixels } from './pixels.js';
import { LAST_FILTER } from './rows.js';
import { checkedHeader, type Pixels, pictureOf, readPixels } from './whole.js';

/** PNG, byte for byte: where zlib gives the very IDAT again, which is tried. */
export const pngExact: DataFormat = {
  name: 'png-exact',
  fidelity: 'bytes',
  rebuilt: true,
  holds: {
    head: 'nothing',
    items: 'as in `png`',
    tail:
      'as in `png`, and parts: the filter of each row; numbers: bytes of data of each IDAT; JSON: what zlib ' +
      'was told',
  },
  async open(source) {
    const file = readPng(await peekWhole(source, 'png'));
    const pixels = await readPixels(file);
    const exact = await exactPng(file, pixels);
    if (!exact) throw unsuitable('png', 'no settings of zlib give the very file');
    const picture = pictureOf(file.header, pixels.elements);
    return pictureDataset(source, { ...picture, ...exact, fidelity: 'bytes' });
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

/** The form of the very file, where zlib gives it again. */
export async function exactPng(
  { header, before, after, idats }: PngFile,
  { elements, filters }: Pixels,
): Promise<ExactForm | undefined> {
  // Where bits at the ends of rows stand for nothing, these are not the very rows, and no settings fit.
  const filtered = Buffer.concat([...encodePixels(elements, header, filters)]);
  const settings = await findSettings(filtered, Buffer.concat(idats), false);
  if (!settings) return undefined;
  const how = Buffer.from(JSON.stringify(settings));
  const lengths = joinNumbers(idats.map(({ length }) => length));
  return { format: pngExact.name, tail: joinParts([before, after, filters, lengths, how]) };
}
