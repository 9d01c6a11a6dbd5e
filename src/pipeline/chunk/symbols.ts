/**
 * Elements as codecs take them.
 *
 * @param elements unsigned and little-endian, of `width` bytes each: 1, 2 or 4.
 */
export function toSymbols(elements: Uint8Array, width: number): Uint32Array {
  if (width === 1) return Uint32Array.from(elements);
  const view = new DataView(elements.buffer, elements.byteOffset, elements.length);
  const symbols = new Uint32Array(elements.length / width);
  for (let i = 0; i < symbols.length; i++) {
    symbols[i] = width === 2 ? view.getUint16(2 * i, true) : view.getUint32(4 * i, true);
  }
  return symbols;
}

/** The inverse of {@link toSymbols}. */
export function fromSymbols(symbols: Uint32Array, width: number): Uint8Array {
  if (width === 1) return Uint8Array.from(symbols);
  const elements = new Uint8Array(symbols.length * width);
  const view = new DataView(elements.buffer);
  for (let i = 0; i < symbols.length; i++) {
    if (width === 2) view.setUint16(2 * i, symbols[i] as number, true);
    else view.setUint32(4 * i, symbols[i] as number, true);
  }
  return elements;
}

/** Where the first element is that is not below `levels`, or undefined where all are. */
export function firstOver(elements: Uint8Array, width: number, levels: number): number | undefined {
  // Every value that fits in the bytes is allowed, mostly.
  if (levels === 0x100000000 || levels === 1 << (8 * width)) return undefined;
  const at = toSymbols(elements, width).findIndex((symbol) => symbol >= levels);
  return at < 0 ? undefined : at;
}
