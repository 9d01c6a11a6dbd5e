/** Colours that were seen, by a sum of theirs (The Quite OK Image Format, 1.0). */
const SEEN = 64;

/** First bytes of the ways to say a pixel, of which the upper two bits are those of the shorter ones. */
const [INDEX, DIFFERENCE, LUMA, RUN, RGB, RGBA] = [0x00, 0x40, 0x80, 0xc0, 0xfe, 0xff];
const KIND = 0xc0;
const LONGEST_RUN = 62;

/** Where a colour is among those that were seen. */
function placeOf(r: number, g: number, b: number, a: number): number {
  return (r * 3 + g * 5 + b * 7 + a * 11) % SEEN;
}

/**
 * The pixels of a QOI stream.
 *
 * @param from where they begin.
 * @returns the samples, and where they end; undefined where there are too few, or too many of a run.
 */
export function decodeQoi(
  file: Uint8Array,
  from: number,
  pixels: number,
  channels: 3 | 4,
): { samples: Uint8Array; end: number } | undefined {
  const samples = new Uint8Array(pixels * channels);
  const seen = new Uint8Array(4 * SEEN);
  let [r, g, b, a] = [0, 0, 0, 255];
  let at = from;
  for (let i = 0; i < pixels; ) {
    const byte = file[at++];
    if (byte === undefined) return undefined;
    const next = (k: number) => file[at + k] ?? 0;
    let times = 1;
    if (byte === RGB || byte === RGBA) {
      [r, g, b] = [next(0), next(1), next(2)];
      if (byte === RGBA) a = next(3);
      at += byte === RGBA ? 4 : 3;
    } else if ((byte & KIND) === INDEX) {
      [r, g, b, a] = seen.subarray(4 * byte, 4 * byte + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
    } else if ((byte & KIND) === DIFFERENCE) {
      r = (r + ((byte >> 4) & 3) - 2) & 255;
      g = (g + ((byte >> 2) & 3) - 2) & 255;
      b = (b + (byte & 3) - 2) & 255;
    } else if ((byte & KIND) === LUMA) {
      const [green, others] = [(byte & 63) - 32, next(0)];
      at++;
      r = (r + green - 8 + (others >> 4)) & 255;
      g = (g + green) & 255;
      b = (b + green - 8 + (others & 15)) & 255;
    } else {
      times = (byte & 63) + 1;
    }
    if (i + times > pixels || at > file.length) return undefined;
    seen.set([r, g, b, a], 4 * placeOf(r, g, b, a));
    for (; times > 0; times--, i++) {
      samples.set(channels === 4 ? [r, g, b, a] : [r, g, b], i * channels);
    }
  }
  return { samples, end: at };
}

/** The stream of pixels as the reference encoder has it, in which there is but one way to say each. */
export function encodeQoi(samples: Uint8Array, channels: 3 | 4): Uint8Array {
  const pixels = samples.length / channels;
  const out = new Uint8Array(pixels * (channels + 1) + 1);
  const seen = new Uint8Array(4 * SEEN);
  let [r, g, b, a] = [0, 0, 0, 255];
  let [at, run] = [0, 0];
  for (let i = 0; i < pixels; i++) {
    const [red, green, blue] = samples.subarray(i * channels) as unknown as [
      number,
      number,
      number,
    ];
    const alpha = channels === 4 ? (samples[i * 4 + 3] as number) : 255;
    const same = red === r && green === g && blue === b && alpha === a;
    if (same) run++;
    if (run > 0 && (!same || run === LONGEST_RUN || i === pixels - 1)) {
      out[at++] = RUN | (run - 1);
      run = 0;
    }
    if (same) continue;
    const place = placeOf(red, green, blue, alpha);
    const [dr, dg, db] = [red - r, green - g, blue - b].map((d) => (d << 24) >> 24) as [
      number,
      number,
      number,
    ];
    if (isAt(seen, place, [red, green, blue, alpha])) {
      out[at++] = INDEX | place;
    } else if (alpha !== a) {
      out.set([RGBA, red, green, blue, alpha], at);
      at += 5;
    } else if ([dr, dg, db].every((d) => d >= -2 && d <= 1)) {
      out[at++] = DIFFERENCE | ((dr + 2) << 4) | ((dg + 2) << 2) | (db + 2);
    } else if (dg >= -32 && dg <= 31 && [dr - dg, db - dg].every((d) => d >= -8 && d <= 7)) {
      out.set([LUMA | (dg + 32), ((dr - dg + 8) << 4) | (db - dg + 8)], at);
      at += 2;
    } else {
      out.set([RGB, red, green, blue], at);
      at += 4;
    }
    seen.set([red, green, blue, alpha], 4 * place);
    [r, g, b, a] = [red, green, blue, alpha];
  }
  return out.subarray(0, at);
}

function isAt(seen: Uint8Array, place: number, colour: readonly number[]): boolean {
  return colour.every((value, i) => seen[4 * place + i] === value);
}
