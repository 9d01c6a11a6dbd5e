/**
 * What the model of coefficients knows before it has seen any: weights and counters as other pictures left them, so that a
 * small picture need not pay for all that pictures have in common.
 *
 * It is told in one file, in brotli: what each code of a counter means (128 x u32), weights (i8, in 64ths; 0 for one that
 * stays as it is), for each line of eight counters whether it is told (a bit, the lowest first), and the codes of those
 * that are, first the first of all lines, then the second of all. Code 0 is a counter that stays as it is.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Kernels } from '../../kernels/kernels.js';
import { packageFile } from '../../package.js';

/** Bits are decided by it, so it never changes: what is taught anew is another file. */
const FILE = 'src/codecs/learning/taught/dct-1.br';
const SHA256 = 'c13d3c34fb4c376f1a1fee33547bb79693db43ac1aa53416bfd512a144073ded';

/** Codes of counters that there may be. */
export const CODES = 128;
/** Weights, and what a told one is multiplied by. */
export const WEIGHTS = 2 * 14 * 256 * 8;
export const PER_WEIGHT = 64;
/** Lines, and counters of a line. */
export const LINES = 1 << 19;
export const COUNTERS = 8;

interface Taught {
  readonly weights: Int8Array;
  readonly counters: Uint32Array;
}

let known: Taught | undefined;

/** Puts it where a fresh state has its weights, and behind them its counters. */
export function putTaught(on: Kernels, at: number): void {
  known ??= expanded(told());
  const { weights, counters } = known;
  const own = on.f32(at, WEIGHTS);
  for (let i = 0; i < WEIGHTS; i++) {
    const weight = weights[i] as number;
    if (weight !== 0) own[i] = weight / PER_WEIGHT;
  }
  on.u32(at + 4 * WEIGHTS, LINES * COUNTERS).set(counters);
}

function told(): Buffer {
  const bytes = readFileSync(packageFile(FILE));
  const got = createHash('sha256').update(bytes).digest('hex');
  if (got !== SHA256) throw new Error(`${FILE}: expected SHA-256 ${SHA256}, got ${got}`);
  return brotliDecompressSync(bytes);
}

function expanded(bytes: Buffer): Taught {
  const codes = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 4 * CODES));
  const masks = 4 * CODES + WEIGHTS;
  const cells = masks + LINES / 8;
  const lines = (bytes.length - cells) / COUNTERS;
  const counters = new Uint32Array(LINES * COUNTERS).fill(codes[0] as number);
  for (let line = 0, at = cells; line < LINES; line++) {
    if (((bytes[masks + (line >> 3)] as number) & (1 << (line & 7))) === 0) continue;
    for (let i = 0; i < COUNTERS; i++) {
      counters[line * COUNTERS + i] = codes[bytes[at + i * lines] as number] as number;
    }
    at++;
  }
  const weights = new Int8Array(WEIGHTS);
  weights.set(bytes.subarray(4 * CODES, masks).map((byte) => byte));
  return { weights, counters };
}
