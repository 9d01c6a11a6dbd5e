/** Lightness, and the two axes of colour, of OKLab: from dark blue over purple and orange to yellow. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [0.12, 0.0, -0.05],
  [0.34, 0.06, -0.16],
  [0.54, 0.18, -0.02],
  [0.76, 0.09, 0.13],
  [0.97, -0.05, 0.14],
];

/**
 * A colour for a share in [0, 1] whose lightness grows evenly as people see it, so that equal steps look
 * equal, in grey too.
 *
 * Source: Ottosson, "A perceptual color space for image processing" (2020), for OKLab.
 *
 * @returns red, green and blue, 0 … 255.
 */
export function heatColour(share: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const low = Math.min(STOPS.length - 2, Math.floor(at));
  const [from, to] = [STOPS[low], STOPS[low + 1]] as [readonly number[], readonly number[]];
  const lab = from.map((value, i) => value + (at - low) * ((to[i] as number) - value));
  return srgb(lab as [number, number, number]);
}

function srgb([lightness, a, b]: readonly [number, number, number]): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** A linear intensity as sRGB has it. */
function encoded(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  const curved = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(255 * curved);
}
