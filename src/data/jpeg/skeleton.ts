/** The bytes of a file without the codes of its scans, and the file again. */

import { joinNumbers, splitNumbers } from '../../bytes/numbers.js';
import { CrayError } from '../../errors.js';
import { joinParts, splitParts } from '../parts.js';
import type { Blocks } from './blocks.js';
import { type Walked, walkPicture } from './markers.js';
import { MOST_SCANS, type PictureAt } from './pictures.js';
import { Numbers, scanNumbers } from './restNumbers.js';
import type { Scan } from './scan.js';
import { withoutTables, withTables } from './standardTables.js';
import { Units } from './units.js';
import { type ScanToWrite, writeScans } from './writeScan.js';

/** What restoring needs beside the coefficients. */
export function tailOf(file: Uint8Array, pictures: readonly PictureAt[]): Uint8Array {
  const numbers: number[] = [pictures.length];
  const kept: Uint8Array[] = [];
  let at = 0;
  for (const picture of pictures) {
    numbers.push(picture.at - at, picture.scans.length);
    for (const scan of picture.scans) {
      for (const number of scanNumbers(scan.rest)) numbers.push(number);
      kept.push(file.subarray(at, scan.at));
      at = scan.end;
    }
  }
  kept.push(file.subarray(at));
  const { bytes, tables } = withoutTables(Buffer.concat(kept));
  return joinParts([joinNumbers(numbers), joinNumbers(tables), bytes]);
}

/** Gives the blocks of the next picture, of so many; undefined where there are none. */
export type TakeBlocks = (count: number) => Blocks | undefined;

/**
 * The file again.
 *
 * @throws CrayError CORRUPT for a tail that is none, or of other coefficients.
 */
export function* rebuilt(tail: Uint8Array, take: TakeBlocks): Generator<Uint8Array> {
  const { numbers, skeleton } = openTail(tail);
  let at = 0;
  for (let left = numbers.next(); left > 0; left--) {
    const start = at + numbers.next(skeleton.length - at);
    const scans = scansFrom(skeleton, start, numbers, take);
    for (const { place, bytes } of scans) {
      yield skeleton.subarray(at, place);
      yield bytes;
      at = place;
    }
  }
  numbers.end();
  yield skeleton.subarray(at);
}

/** The pictures that a tail is of, as far as that says them. @throws CrayError CORRUPT for a tail that is none */
export function* picturesOf(tail: Uint8Array): Generator<Walked & { readonly scans: number }> {
  const { numbers, skeleton } = openTail(tail);
  let at = 0;
  for (let left = numbers.next(); left > 0; left--) {
    const start = at + numbers.next(skeleton.length - at);
    let scans = 0;
    const walked = walkHeld(skeleton, start, numbers, (scan, place) => {
      numbers.scan(new Units(scan).count);
      at = place;
      scans++;
    });
    yield { ...walked, scans };
  }
}

function openTail(tail: Uint8Array) {
  const parts = splitParts(tail, 3, 'jpeg') as [Uint8Array, Uint8Array, Uint8Array];
  const numbers = new Numbers(splitNumbers(parts[0], 'jpeg'));
  return { numbers, skeleton: withTables(parts[2], splitNumbers(parts[1], 'jpeg')) };
}

/** The scans of a picture: where in the skeleton, and their bytes. */
function scansFrom(skeleton: Uint8Array, start: number, numbers: Numbers, take: TakeBlocks) {
  const scans: (ScanToWrite & { readonly place: number })[] = [];
  walkHeld(skeleton, start, numbers, (scan, place) => {
    const rest = numbers.scan(new Units(scan).count);
    scans.push({ scan, rest, place });
  });
  const blocks = take((scans[0] as ScanToWrite).scan.frame.blocks);
  if (!blocks) throw corrupt('it has other pictures than its blocks are of');
  return writeScans(scans, blocks).map((bytes, i) => {
    if (!bytes) throw corrupt('a coefficient has no code');
    return { place: scans[i]?.place as number, bytes };
  });
}

/** Walks over a picture of the skeleton whose scans are counted. */
function walkHeld(
  skeleton: Uint8Array,
  start: number,
  numbers: Numbers,
  onScan: (scan: Scan, place: number) => void,
): Walked {
  const count = numbers.next(MOST_SCANS);
  // One of none would be walked over for nothing, as often as a tail likes.
  if (count === 0) throw corrupt('a picture has no scans');
  let scans = 0;
  const walked = walkPicture(skeleton, start, (scan, place) => {
    if (scans === count) return undefined;
    scans++;
    onScan(scan, place);
    return place;
  });
  if (scans === count) return walked;
  throw corrupt(`expected ${count} scans of a picture, got ${scans}: ${walked.why}`);
}

function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `jpeg: ${message}`);
}
