import type { Codec } from '../codecs/codec.js';
import { mapped } from '../codecs/mapped.js';

/** A codec of 64-bit numbers as one of twice as many symbols: of each number its low and its high word. */
export function inTwoWords(codec: Codec<BigUint64Array>): Codec<Uint32Array> {
  return mapped(codec, split, join);
}

function split(values: BigUint64Array): Uint32Array {
  const symbols = new Uint32Array(2 * values.length);
  values.forEach((value, i) => {
    symbols[2 * i] = Number(value & 0xffffffffn);
    symbols[2 * i + 1] = Number(value >> 32n);
  });
  return symbols;
}

function join(symbols: Uint32Array): BigUint64Array {
  return BigUint64Array.from(
    { length: symbols.length / 2 },
    (_, i) => (BigInt(symbols[2 * i + 1] as number) << 32n) | BigInt(symbols[2 * i] as number),
  );
}
