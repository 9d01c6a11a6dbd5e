import type { SaidPicture } from '../data/format.js';
import type { PartInfo } from '../pipeline/info.js';
import { counted } from '../words.js';

/** Most pictures of a file that are told of one by one. */
const MOST_SAID = 8;

/** What is said of the pictures in a file, for machines. */
export function pictureRecord(parts: readonly PartInfo[]) {
  const pictures = picturesOf(parts);
  return pictures.length > 0 ? { pictures } : {};
}

/** The same for people, a picture a row. */
export function pictureRows(parts: readonly PartInfo[]): [string, string][] {
  const pictures = picturesOf(parts);
  const rows = pictures
    .slice(0, MOST_SAID)
    .map((one, i): [string, string] => [
      pictures.length > 1 ? `picture ${i + 1}` : 'picture',
      pictureText(one),
    ]);
  const more = pictures.length - rows.length;
  return more > 0 ? [...rows, ['pictures', `${pictures.length}: ${more} more`]] : rows;
}

function picturesOf(parts: readonly PartInfo[]): SaidPicture[] {
  return parts.flatMap(({ pictures = [] }) => pictures);
}

/** "640 x 480, YCbCr 4:2:0, 8 bits, progressive, 10 scans, libjpeg quality 75". */
function pictureText(picture: SaidPicture): string {
  const { width, height, colours, sampling, bits, coding, scans } = picture;
  return [
    `${width} x ${height}`,
    sampling ? `${colours} ${sampling}` : colours,
    counted(bits, 'bit'),
    coding,
    counted(scans, 'scan'),
    qualityText(picture),
  ].join(', ');
}

function qualityText({ quality, tables }: SaidPicture): string {
  return quality === undefined ? 'other tables' : `${tables} quality ${quality}`;
}
