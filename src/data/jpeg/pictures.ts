/** The pictures in a file: one in most, or several, each from its SOI on, wherever that is. */
import type { BlockPicture } from '../../codecs/learning/blocks.js';
import { BLOCK } from '../../codecs/learning/blocks.js';
import { MAX_WHOLE } from '../format.js';
import { type Blocks, emptyBlocks } from './blocks.js';
import type { Frame } from './frame.js';
import { type Steps, walkPicture } from './markers.js';
import { type ReadScan, readScan } from './readScan.js';
import { Units } from './units.js';
import { NATURAL } from './zigzag.js';

/** A scan of a file. */
export interface ScanAt extends ReadScan {
  /** Where its codes begin. */
  readonly at: number;
}

/** A picture of a file. */
export interface PictureAt {
  /** Where it begins. */
  readonly at: number;
  readonly frame: Frame;
  readonly steps: Steps;
  readonly scans: readonly ScanAt[];
  readonly blocks: Blocks;
}

/** The pictures of a file of which something could be read, and why nothing of a picture could, where there was one. */
export interface PicturesIn {
  readonly pictures: readonly PictureAt[];
  readonly why: string | undefined;
}

const START = Buffer.of(0xff, 0xd8, 0xff);

/** Blocks whose coefficients are as many bytes as are read at once. */
const MOST_BLOCKS = MAX_WHOLE / (2 * BLOCK);

/** Times that scans go over blocks, for each byte of a file: each block has a bit in some, and nothing in others. */
const MOST_VISITS = 100;

/** Most scans of a picture, so that what restores it cannot be asked for work without end. */
export const MOST_SCANS = 1 << 10;

/** @param proving whether each scan is written again at once, so that as much of it is read as comes back. */
export function picturesIn(file: Uint8Array, proving: boolean): PicturesIn {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const room = new Room(file.length);
  const pictures: PictureAt[] = [];
  let why: string | undefined;
  for (let at = 0; ; ) {
    const start = bytes.indexOf(START, at);
    if (start < 0) return { pictures, why };
    const read = readPicture(file, start, room, proving);
    if (read.picture) pictures.push(read.picture);
    why ??= read.why;
    at = read.end;
  }
}

/** What a file may have, by its length. */
class Room {
  private blocks: number;
  private visits: number;

  constructor(bytes: number) {
    // A block has a bit in the scan that begins it.
    this.blocks = Math.min(8 * bytes, MOST_BLOCKS);
    this.visits = MOST_VISITS * bytes;
  }

  /** Whether there is room for a picture, which is taken. */
  takeBlocks(blocks: number): boolean {
    this.blocks -= blocks;
    return this.blocks >= 0;
  }

  /** Whether a scan may go over so many blocks. */
  takeVisits(visits: number): boolean {
    this.visits -= visits;
    return this.visits >= 0;
  }
}

function readPicture(file: Uint8Array, start: number, room: Room, proving: boolean) {
  const scans: ScanAt[] = [];
  let blocks = emptyBlocks(0);
  const { frame, steps, end, why } = walkPicture(file, start, (scan, at) => {
    if (scans.length === MOST_SCANS || !room.takeVisits(new Units(scan).blocks)) return undefined;
    if (scans.length === 0) {
      if (!room.takeBlocks(scan.frame.blocks)) return undefined;
      blocks = emptyBlocks(scan.frame.blocks);
    }
    const read = readScan(file, at, scan, blocks, proving);
    scans.push({ at, ...read });
    return read.end;
  });
  const isRead = frame && scans.some((scan) => scan.end > scan.at);
  const picture = isRead ? { at: start, frame, steps, scans, blocks } : undefined;
  return { picture, end: Math.max(end, start + START.length - 1), why };
}

/** Where the blocks of a picture lie, and their steps. */
export function blockPicture({ frame, steps }: Pick<PictureAt, 'frame' | 'steps'>): BlockPicture {
  return {
    high: frame.unitsHigh,
    components: frame.components.map(({ wide, across, down, table }) => ({
      wide,
      across,
      down,
      steps: inRows(steps[table]),
    })),
  };
}

function inRows(steps: Uint16Array | undefined): number[] {
  const rows = new Array<number>(BLOCK).fill(1);
  steps?.forEach((step, k) => {
    rows[NATURAL[k] as number] = Math.max(step, 1);
  });
  return rows;
}
