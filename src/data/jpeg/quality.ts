/** Tables of quantisation by the quality that they were scaled to, as libjpeg names it. */

const hex = (digits: string) => new Uint8Array(Buffer.from(digits, 'hex'));

/** Steps of quality 50 in zigzag order: T.81, K.1 and K.2, and those of N. Robidoux that mozjpeg takes. */
export const STEPS: readonly (readonly number[])[] = [
  [
    ...hex('100b0c0e0c0a100e0d0e1211101318281a181616183123251d283a333d3c3933'),
    ...hex('383740485c4e404457453738506d51575f626768673e4d71797064785c656763'),
  ],
  [...hex('1112121815182f1a1a2f63423842'), ...new Array(50).fill(99)],
  [
    ...hex('10101010111012141412191b181b1925221f1f222538282b282b283855353e35'),
    ...hex('353e35554b5b4a454a5b4b876a5e5e6a879c837c839cbda9a9bdeee2ee'),
    ...[311, 311, 418],
  ],
];
/** Qualities are 1 to so many. */
export const QUALITIES = 100;

/** Largest step of baseline files, and of all. */
const MOST_STEPS = [255, 32767] as const;

/** Steps scaled to a quality, as libjpeg does it (jcparam.c, jpeg_set_quality), for baseline unless told. */
export function scaled(
  steps: readonly number[],
  quality: number,
  most: number = MOST_STEPS[0],
): Uint16Array {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return Uint16Array.from(steps, (step) =>
    Math.min(Math.max(Math.floor((step * percent + 50) / 100), 1), most),
  );
}

/** A quality as a program names it. */
export interface Quality {
  readonly by: 'libjpeg' | 'mozjpeg';
  readonly quality: number;
}

/** Tables of a quality. */
interface QualityTables extends Quality {
  readonly tables: readonly Uint16Array[];
}

let made: readonly QualityTables[] | undefined;

/** Those of both programs, best first, made when they are first asked for. */
function known(): readonly QualityTables[] {
  made ??= [
    { by: 'libjpeg' as const, steps: STEPS.slice(0, 2) },
    { by: 'mozjpeg' as const, steps: STEPS.slice(2) },
  ].flatMap(({ by, steps }) =>
    Array.from({ length: QUALITIES }, (_, i) => {
      const quality = QUALITIES - i;
      const tables = steps.flatMap((one) => MOST_STEPS.map((most) => scaled(one, quality, most)));
      return { by, quality, tables };
    }),
  );
  return made;
}

/** The quality to which all of these tables, in zigzag order, are scaled; of equal ones the highest. */
export function qualityOf(tables: readonly Uint16Array[]): Quality | undefined {
  return known().find((one) =>
    tables.every((table) => one.tables.some((own) => own.every((step, k) => step === table[k]))),
  );
}
