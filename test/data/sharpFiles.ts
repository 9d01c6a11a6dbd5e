import { expect } from 'chai';
import sharp, { type Sharp } from 'sharp';

export interface Made {
  readonly title: string;
  /** With EXIF, a colour profile and XMP. */
  readonly image: Sharp;
  readonly pixels: Uint8Array;
  readonly depth: 8 | 16;
  readonly channels: 1 | 2 | 3 | 4;
}

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf/></x:xmpmeta>';

/** Pictures of all kinds: gray, gray and alpha, RGB, RGBA, of 8 and 16 bits. */
export function pictures(width: number, height: number): Made[] {
  return ([8, 16] as const).flatMap((depth) =>
    ([1, 2, 3, 4] as const).map((channels) => {
      const most = depth === 8 ? 256 : 65536;
      const numbers = Array.from({ length: width * height * channels }, (_, i) => {
        return (i * 7 + ((i * i) >> 4) * 11) % most;
      });
      const samples = depth === 8 ? Uint8Array.from(numbers) : Uint16Array.from(numbers);
      const gray = depth === 8 ? 'b-w' : 'grey16';
      const image = sharp(samples, { raw: { width, height, channels } })
        .toColourspace(channels < 3 ? gray : depth === 8 ? 'srgb' : 'rgb16')
        .withExif({ IFD0: { Copyright: 'nobody' } })
        .withXmp(XMP);
      return {
        title: `${channels} x ${depth} bits`,
        image,
        pixels: new Uint8Array(samples.buffer),
        depth,
        channels,
      };
    }),
  );
}

/** What sharp sees in a file. */
export async function sharpPixels(file: Uint8Array): Promise<Buffer> {
  return sharp(file).raw({ depth: 'ushort' }).toBuffer();
}

/** Checks that two files say the same of their pixels. */
export async function sameMetadata(a: Uint8Array, b: Uint8Array): Promise<void> {
  const [one, other] = [await sharp(a).metadata(), await sharp(b).metadata()];
  for (const metadata of [one, other]) {
    for (const key of ['size', 'compression'] as const) delete metadata[key];
  }
  expect(one).to.deep.equal(other);
}
