/** How blocks of quantised coefficients are those of pictures. */

/** A component of a picture. */
export interface BlockComponent {
  /** Blocks of a row. */
  readonly wide: number;
  /** How many times the least sampling its own is, across. */
  readonly across: number;
  /** And down: rows of blocks of a unit row. */
  readonly down: number;
  /** What coefficients were divided by, 64, in rows of eight, none below 1. */
  readonly steps: readonly number[];
}

/** A picture: unit row by unit row, and of each component so many rows of blocks. */
export interface BlockPicture {
  /** Unit rows. */
  readonly high: number;
  /** In the order in which they are coded. */
  readonly components: readonly BlockComponent[];
}

/** Blocks [from, to) of a picture. */
export interface PicturePart {
  /** Of which it is. */
  readonly picture: BlockPicture;
  /** The first block. */
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
}

/** Blocks of a component that are part of a picture, row by row, from one on to another. */
export interface PlanePart {
  readonly component: BlockComponent;
  readonly from: number;
  readonly to: number;
}

/** Most components of a picture. */
export const MOST_COMPONENTS = 4;
/** Coefficients of a block. */
export const BLOCK = 64;

/** Blocks of a component in a unit row. */
function blocksAcross({ wide, down }: BlockComponent): number {
  return wide * down;
}

/** Blocks of a unit row. */
export function unitBlocks({ components }: BlockPicture): number {
  return components.reduce((sum, component) => sum + blocksAcross(component), 0);
}

/** Blocks of a picture. */
export function blocksOf(picture: BlockPicture): number {
  return picture.high * unitBlocks(picture);
}

/** What is in blocks [from, to) of pictures one after another. */
export function partsWithin(
  pictures: readonly BlockPicture[],
  from: number,
  to: number,
): PicturePart[] {
  const parts: PicturePart[] = [];
  let first = 0;
  for (const picture of pictures) {
    const end = first + blocksOf(picture);
    const part = { picture, from: Math.max(from, first) - first, to: Math.min(to, end) - first };
    if (part.from < part.to) parts.push(part);
    first = end;
  }
  return parts;
}

/** So many blocks of which nobody says of which pictures they are. */
export function oneRow(blocks: number): PicturePart[] {
  const steps = new Array<number>(BLOCK).fill(1);
  const most = 1 << 16;
  const parts: PicturePart[] = [];
  for (let left = blocks; left > 0; left -= most) {
    const wide = Math.min(left, most);
    const picture: BlockPicture = { high: 1, components: [{ wide, across: 1, down: 1, steps }] };
    parts.push({ picture, from: 0, to: wide });
  }
  return parts;
}

/** The planes of a part: what it has of each component. */
export function planesOf({ picture, from, to }: PicturePart): PlanePart[] {
  const row = unitBlocks(picture);
  let before = 0;
  return picture.components.map((component) => {
    const own = blocksAcross(component);
    const until = (block: number) => {
      const rows = Math.floor(block / row);
      return rows * own + Math.min(own, Math.max(0, block - rows * row - before));
    };
    const plane = { component, from: until(from), to: until(to) };
    before += own;
    return plane;
  });
}

/**
 * Where the blocks of a part lie in its planes: runs of blocks, in the order of the part, with the number of the plane
 * and the block in what the part has of it.
 */
export function eachStretch(
  part: PicturePart,
  visit: (plane: number, block: number, at: number, blocks: number) => void,
): void {
  const { picture, from, to } = part;
  const planes = planesOf(part);
  const row = unitBlocks(picture);
  for (let unit = Math.floor(from / row); unit * row < to; unit++) {
    let start = unit * row;
    picture.components.forEach((component, i) => {
      const own = blocksAcross(component);
      const first = Math.max(start, from);
      const end = Math.min(start + own, to);
      const inPlane = unit * own + first - start - (planes[i] as PlanePart).from;
      if (first < end) visit(i, inPlane, first - from, end - first);
      start += own;
    });
  }
}
