/** Arrays of unsigned integers, by their bytes: lowest first, as all machines have them. */
const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

/** Bytes of an element. */
type Width = keyof typeof ARRAYS;

/**
 * Elements as codecs take them.
 *
 * @param elements unsigned and little-endian, of `width` bytes each: 1, 2 or 4.
 */
export function toSymbols(elements: Uint8Array, width: number): Uint32Array {
  // Numbers lie at multiples of their width, so that they are widened in one call.
  const lies = elements.byteOffset % width === 0;
  const { buffer, byteOffset, length } = lies ? elements : new Uint8Array(elements);
  return new Uint32Array(
    new ARRAYS[width as Width](buffer as ArrayBuffer, byteOffset, length / width),
  );
}

/** The inverse of {@link toSymbols}. */
export function fromSymbols(symbols: Uint32Array, width: number): Uint8Array {
  return new Uint8Array(new ARRAYS[width as Width](symbols).buffer);
}

/** Where the first element is that is not below `levels`, or undefined where all are. */
export function firstOver(elements: Uint8Array, width: number, levels: number): number | undefined {
  // Every value that fits in the bytes is allowed, mostly.
  if (levels === 0x100000000 || levels === 1 << (8 * width)) return undefined;
  const at = toSymbols(elements, width).findIndex((symbol) => symbol >= levels);
  return at < 0 ? undefined : at;
}
