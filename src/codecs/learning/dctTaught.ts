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

let known: Buffer | undefined;

/** Puts it where a fresh state has its weights, and behind them its counters. */
export function putTaught(on: Kernels, at: number): void {
  known ??= told();
  putWeights(on.f32(at, WEIGHTS), known.subarray(4 * CODES, MASKS));
  putCounters(on.u32(at + 4 * WEIGHTS, LINES * COUNTERS), known);
}

function told(): Buffer {
  const bytes = readFileSync(packageFile(FILE));
  const got = createHash('sha256').update(bytes).digest('hex');
  if (got !== SHA256) throw new Error(`${FILE}: expected SHA-256 ${SHA256}, got ${got}`);
  return brotliDecompressSync(bytes);
}

/** Where the bits of lines begin, and the codes of counters. */
const MASKS = 4 * CODES + WEIGHTS;
const CELLS = MASKS + LINES / 8;

function putWeights(own: Float32Array, weights: Buffer): void {
  for (let i = 0; i < WEIGHTS; i++) {
    const weight = weights.readInt8(i);
    if (weight !== 0) own[i] = weight / PER_WEIGHT;
  }
}

function putCounters(own: Uint32Array, bytes: Buffer): void {
  const codes = Uint32Array.from({ length: CODES }, (_, code) => bytes.readUInt32LE(4 * code));
  const lines = (bytes.length - CELLS) / COUNTERS;
  for (let line = 0, at = CELLS; line < LINES; line++) {
    const mask = bytes[MASKS + (line >> 3)] as number;
    if ((mask & (1 << (line & 7))) === 0) continue;
    for (let i = 0; i < COUNTERS; i++) {
      const code = bytes[at + i * lines] as number;
      if (code !== 0) own[line * COUNTERS + i] = codes[code] as number;
    }
    at++;
  }
}
