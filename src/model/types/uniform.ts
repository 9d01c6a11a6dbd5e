import { benford64 } from '../../codecs/benford64.js';
import { bigUniform } from '../../codecs/bigUniform.js';
import type { Codec } from '../../codecs/codec.js';
import { mapped } from '../../codecs/mapped.js';

/**
 * Codecs of 64-bit numbers in a spec, where a number is two symbols, its low and its high word.
 *
 * @param symbols an even number.
 */
export function wideNumbers(
  spec: { type: 'benford64' } | { type: 'bigUniform'; precision: number },
  symbols: number,
): Codec<Uint32Array> {
  const n = symbols / 2;
  const codec =
    spec.type === 'benford64' ? benford64(n) : bigUniform(new Uint32Array(n).fill(spec.precision));
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
