/** Pictures for other programs to read. */

/** Samples row after row, of one or three channels, of one or two bytes, the higher first. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Bytes of a sample. */
  readonly bytes: number;
  readonly samples: Uint8Array;
}

/** A PGM or PPM (Netpbm) of samples, and how its name is to end. */
export function encodePnm({ width, height, channels, bytes, samples }: Samples) {
  const [magic, ending] = channels === 3 ? ['P6', '.ppm'] : ['P5', '.pgm'];
  const header = Buffer.from(`${magic}\n${width} ${height}\n${bytes === 2 ? 65535 : 255}\n`);
  return { ending: ending as string, bytes: Buffer.concat([header, samples]) };
}
