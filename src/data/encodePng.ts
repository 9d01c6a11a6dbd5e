/** Pictures for people to look at. */
import { openSharp } from './openSharp.js';

/**
 * A PNG of pixels, with a drawing over them if there is one.
 *
 * @param pixels red, green and blue, row after row.
 * @param svg a drawing of the same size, text for instance; none by default.
 */
export async function encodePng(
  pixels: Uint8Array,
  width: number,
  height: number,
  svg?: string,
): Promise<Uint8Array> {
  const sharp = await openSharp();
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  return image
    .composite(svg === undefined ? [] : [{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
}
