/** Which colours the components of a picture are. */
import type { Frame } from './frame.js';

const [APP0, APP14] = [0xe0, 0xee];
const [JFIF, ADOBE] = ['JFIF\0', 'Adobe'];
/** Where the segment of Adobe says how colours were transformed. */
const TRANSFORM = 11;

/** Segments that say colours, as libjpeg goes by them (jdapimin.c, default_decompress_parms). */
export class ColourMarks {
  private jfif = false;
  private transform: number | undefined;

  /** Takes a segment, which may be any. */
  take(kind: number, payload: Uint8Array): void {
    const begins = (word: string) =>
      Buffer.from(payload.subarray(0, word.length)).equals(Buffer.from(word));
    if (kind === APP0 && begins(JFIF)) this.jfif = true;
    if (kind === APP14 && payload.length > TRANSFORM && begins(ADOBE)) {
      this.transform = payload[TRANSFORM];
    }
  }

  /** The colours of a frame, for people. */
  of({ components }: Pick<Frame, 'components'>): string {
    const ids = String.fromCharCode(...components.map(({ id }) => id));
    const { jfif, transform } = this;
    const names: Readonly<Record<number, () => string>> = {
      1: () => 'gray',
      3: () => (!jfif && (transform ?? (ids === 'RGB' ? 0 : 1)) === 0 ? 'RGB' : 'YCbCr'),
      4: () => ((transform ?? 0) === 0 ? 'CMYK' : 'YCCK'),
    };
    return names[components.length]?.() ?? `${components.length} components`;
  }
}
