/** BMP and TGA files of bare samples. */

/** What a file is like. */
export interface RasterFile {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Whether the highest row is the first. */
  readonly downwards?: boolean;
  /** What fills up rows; zeros unless told. */
  readonly filling?: number;
}

/** A BMP of Windows, its rows in the order of the file, blue first. */
export function bmpFile(picture: RasterFile, rows: readonly Uint8Array[]): Buffer {
  const { width, height, channels, downwards = false, filling = 0 } = picture;
  const palette = Buffer.alloc(channels === 1 ? 1024 : 0, 5);
  const stride = Math.ceil((width * channels) / 4) * 4;
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + palette.length + height * stride, 2);
  head.writeUInt32LE(54 + palette.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(downwards ? -height : height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(8 * channels, 28);
  const filled = rows.map((row) =>
    Buffer.concat([row, Buffer.alloc(stride - row.length, filling)]),
  );
  return Buffer.concat([head, palette, ...filled]);
}

/** A TGA, its rows in the order of the file, blue first. */
export function tgaFile(picture: RasterFile, rows: readonly Uint8Array[], foot = false): Buffer {
  const { width, height, channels, downwards = false } = picture;
  const head = Buffer.alloc(18);
  head[0] = 3;
  head[2] = channels === 1 ? 3 : 2;
  head.writeUInt16LE(width, 12);
  head.writeUInt16LE(height, 14);
  head[16] = 8 * channels;
  head[17] = (downwards ? 0x20 : 0) | (channels === 4 ? 8 : 0);
  const end = foot ? [Buffer.alloc(8), Buffer.from('TRUEVISION-XFILE.\0')] : [];
  return Buffer.concat([head, Buffer.from('id!'), ...rows, ...end]);
}
