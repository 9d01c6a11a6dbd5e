import { collect } from '../../bytes/collect.js';
import type { ByteSource } from '../../bytes/source.js';
import { BLOCK } from '../../codecs/learning/blocks.js';
import { CrayError } from '../../errors.js';
import { bytesOf } from '../bytes.js';
import { type Contents, type Dataset, describe, fits, NO_SIDE } from '../dataset.js';
import { type Format, MAX_WHOLE, peekWhole, unsuitable } from '../format.js';
import { blocksOf } from './blocks.js';
import { coefficientsOf, Elements } from './elements.js';
import { blockPicture, type PictureAt, picturesIn } from './pictures.js';
import { saidBlocks, saidPictures } from './said.js';
import { rebuilt, tailOf } from './skeleton.js';

/** A block, in rows. */
const ITEMS = { dtype: 'i16', shape: [8, 8] } as const;

/** Least part of a file, as one of so many, that the codes of its scans must be. */
const LEAST_PART = 4;

/** JPEG, ITU-T T.81: baseline, extended and progressive, of Huffman codes. Its pixels are never made. */
export const jpeg: Format = {
  title: 'JPEG',
  dataFormats: [
    {
      name: 'jpeg',
      fidelity: 'bytes',
      rebuilt: true,
      holds: {
        head: 'nothing',
        items:
          'blocks of 8 x 8 quantised coefficients, picture after picture, in each unit row after unit row, in each the rows ' +
          'of blocks of one component after those of the other',
        tail:
          'parts: numbers: what restoring the scans needs; numbers: the tables that the last part leaves out; the file ' +
          'without the entropy-coded bytes of its scans',
      },
      detects: ([a, b, c]) => a === 0xff && b === 0xd8 && c === 0xff,
      open,
      restore,
      pictures: saidPictures,
      blocks: saidBlocks,
    },
  ],
};

async function open(source: ByteSource): Promise<Dataset> {
  const { pictures, tail } = read(await peekWhole(source, 'jpeg'));
  const file = await source.readUpTo(MAX_WHOLE);
  let elements: Elements | undefined;
  const items = pictures.reduce((sum, { frame }) => sum + frame.blocks, 0);
  return {
    ...ITEMS,
    format: 'jpeg',
    fidelity: 'bytes',
    levels: 0x10000,
    head: new Uint8Array(0),
    items,
    sideBytes: 0,
    note: undefined,
    pictures: pictures.map(blockPicture),
    fileBytes: file.length,
    asBytes: () => bytesOf(file),
    async *pieces(most) {
      elements ??= new Elements(pictures.map(({ blocks }) => blocks.values));
      for (let at = 0; at < items; at += most) {
        yield { elements: elements.of(at, Math.min(most, items - at)), side: NO_SIDE };
      }
    },
    async *tail() {
      yield tail;
    },
    position: () => source.position,
  };
}

/** The pictures of a file, by which it is sure to come back. @throws CrayError DATA_INVALID */
function read(file: Uint8Array) {
  // Nearly all files come back at once; of others each scan is looked at by itself.
  for (const proving of [false, true]) {
    const { pictures, why } = picturesIn(file, proving);
    if (!areEnough(file, pictures)) {
      throw unsuitable('jpeg', why ?? 'less than a quarter of it is coefficients that come back');
    }
    const tail = tailOf(file, pictures);
    if (isRebuilt(file, tail, pictures)) return { pictures, tail };
  }
  throw unsuitable('jpeg', 'it does not come back');
}

function areEnough(file: Uint8Array, pictures: readonly PictureAt[]): boolean {
  const scans = pictures.flatMap((picture) => picture.scans);
  const coded = scans.reduce((sum, { at, end }) => sum + end - at, 0);
  return coded * LEAST_PART >= file.length;
}

function isRebuilt(file: Uint8Array, tail: Uint8Array, pictures: readonly PictureAt[]): boolean {
  let next = 0;
  let at = 0;
  try {
    for (const bytes of rebuilt(tail, () => pictures[next++]?.blocks)) {
      if (Buffer.compare(bytes, file.subarray(at, at + bytes.length)) !== 0) return false;
      at += bytes.length;
    }
  } catch (error) {
    // What cannot be said again is none that may be taken.
    if (error instanceof CrayError && error.code === 'CORRUPT') return false;
    throw error;
  }
  return at === file.length;
}

async function* restore({ dtype, shape, head, pieces, tail }: Contents) {
  if (!fits(ITEMS, { dtype, shape }) || head.length > 0) {
    const message = `expected no head and ${describe(ITEMS)}, got ${describe({ dtype, shape })}`;
    throw new CrayError('CORRUPT', `jpeg: ${message}`);
  }
  const all: Uint8Array[] = [];
  for await (const { elements } of pieces) all.push(elements);
  const values = coefficientsOf(all);
  let at = 0;
  yield* rebuilt(await collect(tail), (count) => {
    const end = at + count * BLOCK;
    if (end > values.length) return undefined;
    const blocks = blocksOf(values.subarray(at, end));
    at = end;
    return blocks;
  });
  if (at < values.length) {
    const left = (values.length - at) / BLOCK;
    throw new CrayError('CORRUPT', `jpeg: ${left} blocks are of no picture`);
  }
}
