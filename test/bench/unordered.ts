import type { Model } from '../../src/model/model.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { collect } from '../data.js';
import { median } from './table.js';

/** What compress --unordered saves, and its time over that of ordered runs. */
export interface UnorderedRow {
  /** Of log2(n!) bits, 118,458 for 10,000 items. */
  readonly savedBits: number;
  readonly encodeRatio: number;
  readonly decodeRatio: number;
}

const RUNS = 7;

/** What leaving out the order saves, and what it costs in time, as ratios of neighbouring runs. */
export async function measureUnordered(model: Model, file: Uint8Array): Promise<UnorderedRow> {
  const pass = async (unordered: boolean) => {
    const start = performance.now();
    const bytes = await collect(compress([file], () => model, { unordered }));
    const middle = performance.now();
    await collect(decompress([bytes], () => model));
    return { bytes: bytes.length, encode: middle - start, decode: performance.now() - middle };
  };
  const encode: number[] = [];
  const decode: number[] = [];
  let savedBits = 0;
  for (let i = 0; i <= RUNS; i++) {
    const without = await pass(true);
    const ordered = await pass(false);
    savedBits = 8 * (ordered.bytes - without.bytes);
    if (i === 0) continue; // the engine has not compiled everything yet
    encode.push(without.encode / ordered.encode);
    decode.push(without.decode / ordered.decode);
  }
  return { savedBits, encodeRatio: median(encode), decodeRatio: median(decode) };
}
