/** What a JPEG file's pictures are, by what is held of it beside the coefficients. */
import type { BlockPicture } from '../../codecs/learning/blocks.js';
import type { SaidPicture } from '../format.js';
import type { Frame } from './frame.js';
import type { Walked } from './markers.js';
import { blockPicture } from './pictures.js';
import { qualityOf } from './quality.js';
import { picturesOf } from './skeleton.js';

/** How fine the colours are, by the blocks of luminance in a unit whose others are one block each. */
const SAMPLINGS: Readonly<Record<string, string>> = {
  '1x1': '4:4:4',
  '2x1': '4:2:2',
  '1x2': '4:4:0',
  '2x2': '4:2:0',
  '4x1': '4:1:1',
  '4x2': '4:1:0',
};

/** @throws CrayError CORRUPT for a tail that is none. */
export function saidPictures(tail: Uint8Array): SaidPicture[] {
  return [...picturesOf(tail)].flatMap((picture) =>
    picture.frame ? [said(picture, picture.frame)] : [],
  );
}

/** Where the blocks of its pictures lie. @throws CrayError CORRUPT for a tail that is none */
export function saidBlocks(tail: Uint8Array): BlockPicture[] {
  return [...picturesOf(tail)].flatMap(({ frame, steps }) =>
    frame ? [blockPicture({ frame, steps })] : [],
  );
}

function said(
  { steps, colours, scans }: Walked & { readonly scans: number },
  frame: Frame,
): SaidPicture {
  const { width, height, precision, coding } = frame;
  const tables = [...new Set(frame.components.map(({ table }) => table))];
  const own = tables.flatMap((table) => steps[table] ?? []);
  const found = own.length === tables.length ? qualityOf(own) : undefined;
  return {
    width,
    height,
    colours: colours.of(frame),
    sampling: samplingOf(frame),
    bits: precision,
    coding,
    scans,
    quality: found?.quality,
    tables: found?.by,
  };
}

function samplingOf({ components }: Frame): string | undefined {
  if (components.length === 1) return undefined;
  const all = components.map(({ across, down }) => `${across}x${down}`);
  const [first = '', blue, red, black = first] = all;
  // Black is as fine as luminance.
  const isUsual = blue === '1x1' && red === '1x1' && black === first;
  return (isUsual && SAMPLINGS[first]) || all.join(' ');
}
