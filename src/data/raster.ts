/** Pictures whose samples are bare bytes in a file: a header, rows that may be filled up, and what follows. */
import { CrayError } from '../errors.js';
import { type DataFormat, peekWhole, unsuitable } from './format.js';
import { joinParts, splitParts } from './parts.js';
import { checkPicture, pictureContents, pictureDataset, pictureShape } from './picture.js';

/** How samples of a byte lie in a file. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Gray or places in a palette, colours, or colours and alpha. */
  readonly channels: 1 | 3 | 4;
  /** Where the first row begins. */
  readonly from: number;
  /** Bytes of a row with what fills it up. */
  readonly stride: number;
  /** Whether the lowest row is the first. */
  readonly upwards: boolean;
}

/** What is particular to such a format. */
export interface RasterFormat {
  readonly name: string;
  readonly detects: (start: Uint8Array) => boolean;
  /**
   * What a header says, the same from a whole file and from what it has before its rows.
   *
   * @throws CrayError DATA_INVALID
   */
  readonly read: (start: Uint8Array) => Raster;
  /** Whether a file is of the format that begins so and has so many bytes after its rows; yes unless told. */
  readonly ends?: (after: Uint8Array) => boolean;
}

/** A data format whose item is the picture, from the top down, red before green and blue; byte for byte. */
export function rasterFormat({ name, detects, read, ends = () => true }: RasterFormat): DataFormat {
  return {
    name,
    fidelity: 'bytes',
    rebuilt: true,
    holds: {
      head: 'nothing',
      items:
        'one picture, from the top down, red before green and blue; samples of a palette are its places',
      tail:
        'parts: the file up to its rows; what fills rows up, in the order of the file, nothing where that is ' +
        'zeros; the rest of the file',
    },
    detects,
    async open(source) {
      const file = await peekWhole(source, name);
      const raster = read(file);
      const { width, height, channels, from, stride } = raster;
      checkPicture(name, { width, height, bytes: channels });
      const end = from + height * stride;
      const after = file.subarray(end);
      if (end > file.length || !ends(after)) {
        throw unsuitable(name, `expected ${end} bytes, got ${file.length}`);
      }
      const { elements, filling } = samplesOf(file, raster);
      const tail = joinParts([file.subarray(0, from), filling, after]);
      return pictureDataset(source, {
        format: name,
        fidelity: 'bytes',
        dtype: 'u8',
        levels: 256,
        shape: pictureShape(height, width, channels),
        elements,
        tail,
      });
    },
    async *restore(contents) {
      const { elements, tail } = await pictureContents(contents);
      const [head, filling, after] = splitParts(tail, 3, name) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      yield head;
      yield rowsAgain(elements, filling, read(head), name);
      yield after;
    },
  };
}

function samplesOf(file: Uint8Array, raster: Raster) {
  const { width, height, channels, from, stride } = raster;
  const row = width * channels;
  const elements = new Uint8Array(height * row);
  const filling = new Uint8Array(height * (stride - row));
  for (let y = 0; y < height; y++) {
    const start = from + y * stride;
    elements.set(file.subarray(start, start + row), placeOf(y, raster) * row);
    filling.set(file.subarray(start + row, start + stride), y * (stride - row));
  }
  swapColours(elements, channels);
  return { elements, filling: filling.some((byte) => byte !== 0) ? filling : new Uint8Array(0) };
}

/** The inverse of {@link samplesOf}. @throws CrayError CORRUPT for what is not of the picture. */
function rowsAgain(
  elements: Uint8Array,
  filling: Uint8Array,
  raster: Raster,
  name: string,
): Uint8Array {
  const { width, height, channels, stride } = raster;
  const row = width * channels;
  const more = height * (stride - row);
  const fits = filling.length === 0 || filling.length === more;
  if (elements.length !== height * row || !fits) {
    const got = `${elements.length} and ${filling.length}`;
    throw new CrayError(
      'CORRUPT',
      `${name}: expected ${height * row} bytes and ${more}, got ${got}`,
    );
  }
  const samples = elements.slice();
  swapColours(samples, channels);
  const rows = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const place = placeOf(y, raster) * row;
    rows.set(samples.subarray(place, place + row), y * stride);
    rows.set(filling.subarray(y * (stride - row), (y + 1) * (stride - row)), y * stride + row);
  }
  return rows;
}

/** Which row of the picture is so far from the start of the file's. */
function placeOf(y: number, { height, upwards }: Raster): number {
  return upwards ? height - 1 - y : y;
}

/** Blue before green and red to red before these, and back. */
function swapColours(samples: Uint8Array, channels: number): void {
  if (channels === 1) return;
  for (let at = 0; at < samples.length; at += channels) {
    const first = samples[at] as number;
    samples[at] = samples[at + 2] as number;
    samples[at + 2] = first;
  }
}
