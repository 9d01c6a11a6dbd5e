/** TIFF files of all kinds, tag by tag. */

/** A picture of a file. */
export interface TiffPicture {
  readonly width: number;
  readonly height: number;
  readonly channels?: number;
  readonly bits?: number;
  /** 1 for unsigned, 2 for signed integers, 3 for floats. */
  readonly format?: number;
  /** Whether each channel is in blocks of its own. */
  readonly apart?: boolean;
  /** Columns and rows of a tile, or rows of a strip alone. */
  readonly tile?: readonly [number, number] | undefined;
  readonly rows?: number;
  readonly compression?: number;
  readonly predictor?: number;
  readonly fillOrder?: number;
  readonly description?: string;
}

/** How a file is written. */
export interface TiffStyle {
  readonly bigEndian?: boolean;
  /** Whether it is a BigTIFF. */
  readonly big?: boolean;
}

const [ASCII, SHORT, LONG, LONG8] = [2, 3, 4, 16];

/** A file of pictures, each with its blocks as they are to be stored. */
export function tiffFile(
  pictures: readonly (readonly [TiffPicture, readonly Uint8Array[]])[],
  { bigEndian = false, big = false }: TiffStyle = {},
): Uint8Array {
  const number = (value: number, bytes: 2 | 4 | 8): Buffer => {
    const out = Buffer.alloc(8);
    out.writeBigUInt64LE(BigInt(value));
    const own = Buffer.from(out.subarray(0, bytes));
    return bigEndian ? own.reverse() : own;
  };
  const place = big ? 8 : 4;
  const magic = Buffer.concat([
    Buffer.from(bigEndian ? 'MM' : 'II'),
    number(big ? 43 : 42, 2),
    ...(big ? [number(8, 2), number(0, 2)] : []),
  ]);
  const parts: Buffer[] = [magic, Buffer.alloc(place)];
  let length = magic.length + place;
  const add = (bytes: Uint8Array): number => {
    parts.push(Buffer.from(bytes));
    length += bytes.length;
    return length - bytes.length;
  };
  // Each directory's place is in the one before, of which it is the end.
  let pointer = 1;
  for (const [picture, blocks] of pictures) {
    const offsets = blocks.map((block) => add(block));
    const entries = tagsOf(picture, offsets, blocks).map(([tag, type, values]) => {
      const bytes = ({ [ASCII]: 1, [SHORT]: 2, [LONG]: 4 }[type] ?? 8) as 2 | 4 | 8;
      const data = Buffer.concat(
        values.map((value) => (type === ASCII ? Buffer.of(value) : number(value, bytes))),
      );
      const inside = data.length <= place;
      const value = inside
        ? Buffer.concat([data, Buffer.alloc(place - data.length)])
        : number(add(data), place);
      return Buffer.concat([number(tag, 2), number(type, 2), number(values.length, place), value]);
    });
    if (length % 2 === 1) add(Buffer.alloc(1));
    parts[pointer] = number(length, place);
    add(Buffer.concat([number(entries.length, big ? 8 : 2), ...entries]));
    add(Buffer.alloc(place));
    pointer = parts.length - 1;
  }
  return Buffer.concat([...parts, Buffer.from('after')]);
}

function tagsOf(
  picture: TiffPicture,
  offsets: readonly number[],
  blocks: readonly Uint8Array[],
): [tag: number, type: number, values: number[]][] {
  const { width, height, channels = 1, bits = 8, format = 1, tile, rows = height } = picture;
  const { compression = 1, predictor = 1, fillOrder, description, apart = false } = picture;
  const each = (value: number) => Array.from({ length: channels }, () => value);
  const lengths = blocks.map((block) => block.length);
  const far = offsets.some((offset) => offset > 0xffffffff) ? LONG8 : LONG;
  const text = description === undefined ? [] : [...Buffer.from(`${description}\0`)];
  const all: ([number, number, number[]] | undefined)[] = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, each(bits)],
    [259, SHORT, [compression]],
    [262, SHORT, [channels === 3 ? 2 : 1]],
    fillOrder === undefined ? undefined : [266, SHORT, [fillOrder]],
    description === undefined ? undefined : [270, ASCII, text],
    tile ? undefined : [273, far, [...offsets]],
    [277, SHORT, [channels]],
    tile ? undefined : [278, LONG, [rows]],
    tile ? undefined : [279, LONG, lengths],
    [284, SHORT, [apart ? 2 : 1]],
    predictor === 1 ? undefined : [317, SHORT, [predictor]],
    tile && [322, LONG, [tile[0]]],
    tile && [323, LONG, [tile[1]]],
    tile && [324, far, [...offsets]],
    tile && [325, LONG, lengths],
    [339, SHORT, each(format)],
  ];
  return all.filter((tag) => tag !== undefined);
}

/**
 * The blocks of a picture before compression, sample by sample.
 *
 * @param sample the bytes of a sample as the file has it, of so many at a place.
 * @param filling what is beyond the picture.
 */
export function tiffBlocks(
  picture: TiffPicture,
  sample: (y: number, x: number, channel: number) => Uint8Array,
  filling = 0,
): Uint8Array[] {
  const { width, height, channels = 1, bits = 8, apart = false, tile } = picture;
  const [columns, rows] = tile ?? [width, picture.rows ?? height];
  const bytes = bits / 8;
  const blocks: Uint8Array[] = [];
  for (const planes of apart
    ? [...Array(channels).keys()].map((c) => [c])
    : [[...Array(channels).keys()]]) {
    for (let top = 0; top < height; top += rows) {
      for (let left = 0; left < width; left += columns) {
        const filled = tile ? rows : Math.min(rows, height - top);
        const block = Buffer.alloc(filled * columns * planes.length * bytes, filling);
        for (let y = top; y < Math.min(height, top + filled); y++) {
          for (let x = left; x < Math.min(width, left + columns); x++) {
            planes.forEach((channel, k) => {
              const at = ((y - top) * columns + x - left) * planes.length + k;
              block.set(sample(y, x, channel), at * bytes);
            });
          }
        }
        blocks.push(block);
      }
    }
  }
  return blocks;
}
