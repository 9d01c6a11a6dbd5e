import { type Dtype, ELEMENT_BYTES, itemSize } from '../data/dataset.js';
import { encodePnm, type Samples } from '../data/encodePnm.js';
import { saysPictures, soundEndingOf } from '../data/formats.js';
import type { PeerInput } from './peer.js';

/** A data set, as the compressors are given it. */
export interface PeerData {
  /** The file, as it was or is restored. */
  readonly file: Uint8Array;
  readonly format: string;
  readonly dtype: Dtype;
  /** Sizes of an item, outermost first. */
  readonly shape: readonly number[];
  /** Elements are 0 … levels - 1. */
  readonly levels: number;
  /** As data sets have them: unsigned, little-endian. */
  readonly elements: Uint8Array;
}

/** A file for a compressor. */
export interface InputFile {
  readonly ending: string;
  readonly bytes: Uint8Array;
}

/** Most rows or columns that all programs for pictures take. */
const MOST_SIDE = 16383;

/** What compressors of each kind can be given of a data set; nothing for those that do not fit. */
export function inputsOf(data: PeerData): ReadonlyMap<PeerInput, InputFile> {
  const inputs = new Map<PeerInput, InputFile>([['file', { ending: '.in', bytes: data.file }]]);
  const sound = soundEndingOf(data.format);
  if (sound) inputs.set('sound', { ending: sound, bytes: data.file });
  // Its items are coefficients, which are no picture to others.
  if (saysPictures(data.format)) {
    return inputs.set('coefficients', { ending: '.jpg', bytes: data.file });
  }
  const sheet = sheetOf(data);
  if (!sheet) return inputs;
  inputs.set('picture', encodePnm(sheet));
  if (sheet.bytes === 1) inputs.set('colours', encodePnm(inColours(sheet)));
  return inputs;
}

/** All items side by side in as many rows as make it about square; undefined for what is no picture. */
function sheetOf({ shape, dtype, elements }: PeerData): Samples | undefined {
  const [a = 1, b = 1, c = 1] = shape;
  const bytes = ELEMENT_BYTES[dtype];
  const planes = shape.length === 3 && c > 4 && a === 3;
  const [height, width, channels] = planes ? [b, c, a] : [a, b, c];
  if (shape.length < 2 || shape.length > 3 || (channels !== 1 && channels !== 3) || bytes > 2) {
    return undefined;
  }
  const size = itemSize(shape);
  const items = elements.length / bytes / size;
  const columns = Math.max(1, Math.round(Math.sqrt((items * height) / width)));
  const rows = Math.ceil(items / columns);
  if (rows * height > MOST_SIDE || columns * width > MOST_SIDE) return undefined;
  const sheet = { width: columns * width, height: rows * height, channels, bytes };
  const samples = new Uint8Array(sheet.width * sheet.height * channels * bytes);
  const largest = elements.reduce((most, value) => Math.max(most, value), 0);
  // Bits are black and white.
  const scale = bytes === 1 && largest === 1 ? 255 : 1;
  for (let item = 0; item < items; item++) {
    const [left, top] = [(item % columns) * width, Math.floor(item / columns) * height];
    for (let i = 0; i < size; i++) {
      const [pixel, channel] = planes
        ? [i % (height * width), Math.floor(i / (height * width))]
        : [Math.floor(i / channels), i % channels];
      const [y, x] = [top + Math.floor(pixel / width), left + (pixel % width)];
      const to = bytes * ((y * sheet.width + x) * channels + channel);
      const from = bytes * (item * size + i);
      for (let part = 0; part < bytes; part++) {
        samples[to + part] = scale * (elements[from + bytes - 1 - part] as number);
      }
    }
  }
  return { ...sheet, samples };
}

function inColours(sheet: Samples): Samples {
  if (sheet.channels === 3) return sheet;
  const samples = new Uint8Array(3 * sheet.samples.length);
  sheet.samples.forEach((sample, i) => {
    samples.fill(sample, 3 * i, 3 * i + 3);
  });
  return { ...sheet, channels: 3, samples };
}
