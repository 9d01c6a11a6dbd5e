/**
 * Teaches the model of coefficients by pictures, and writes what it knows before any others: src/codecs/learning/taught.
 * Usage: npm run teach -- OUT JPEG...
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { seededMessage } from '../../src/ans/message.js';
import { partsWithin } from '../../src/codecs/learning/blocks.js';
import {
  CODES,
  COUNTERS,
  LINES,
  PER_WEIGHT,
  WEIGHTS,
} from '../../src/codecs/learning/dctTaught.js';
import { pushBlocks, THOROUGH, type Way } from '../../src/codecs/learning/dctWays.js';
import { blockPicture, picturesIn } from '../../src/data/jpeg/pictures.js';
import { Kernels } from '../../src/kernels/kernels.js';

/** What the kernels call the way in which counters forget late. */
const TEACHING = 2;
const STATE = 4 * WEIGHTS + 4 * LINES * COUNTERS;

/** Times that the counters of a line must have counted together for it to be told. */
const LEAST = 700;
/** Times that one must have counted, and those that make it sure. */
const [FEW, SURE] = [4, 40];
/** What a counter that is told has counted: few, so that it soon learns what this picture is like. */
const [UNSURE_COUNT, SURE_COUNT] = [4, 12];
/** Log-odds are told in steps of so much, as far as so many of them. */
const [STEP, STEPS] = [0.4, 20];

const COUNT = 1023;
const NEVER = 0x80000000;

/** What a state has learned of the pictures of a file, beginning with what it had learned before. */
function taughtBy(path: string, before: Uint8Array | undefined): Uint8Array {
  const { pictures } = picturesIn(readFileSync(path), false);
  const values = pictures.map(({ blocks }) =>
    Uint32Array.from(blocks.values, (value) => value + 32768),
  );
  const symbols = new Uint32Array(
    Buffer.concat(values.map(({ buffer }) => Buffer.from(buffer))).buffer.slice(0),
  );
  const on = new Kernels();
  let learned = 0;
  const way: Way = {
    ...THOROUGH,
    number: TEACHING,
    prepare(_, at) {
      learned = on.call.dctLearned(at);
      if (before) on.u8(learned, STATE).set(before);
    },
  };
  const parts = partsWithin(pictures.map(blockPicture), 0, symbols.length / 64);
  pushBlocks(on, seededMessage(4, 0), symbols, parts, way);
  return on.u8(learned, STATE).slice();
}

/** A counter of log-odds in steps. */
function counterOf(steps: number, count: number): number {
  const share = 1 / (1 + Math.exp(-STEP * steps));
  return ((Math.floor(share * (1 << 22)) << 10) | count) >>> 0;
}

/** What each code of a counter means: 0 that it stays as it is. */
function codesOf(): Uint32Array {
  const codes = new Uint32Array(CODES).fill(NEVER);
  for (let steps = -STEPS; steps <= STEPS; steps++) {
    codes[1 + steps + STEPS] = counterOf(steps, SURE_COUNT);
    codes[2 + steps + 3 * STEPS] = counterOf(steps, UNSURE_COUNT);
  }
  return codes;
}

function codeOf(counter: number): number {
  const count = counter & COUNT;
  if (count < FEW) return 0;
  const share = ((counter >>> 10) + 0.5) / (1 << 22);
  const steps = Math.round(Math.log(share / (1 - share)) / STEP);
  const held = Math.max(-STEPS, Math.min(STEPS, steps));
  return count < SURE ? 2 + held + 3 * STEPS : 1 + held + STEPS;
}

function told(state: Uint8Array): Buffer {
  const own = new Float32Array(state.buffer, 0, WEIGHTS);
  const counters = new Uint32Array(state.buffer, 4 * WEIGHTS);
  const untouched = own[WEIGHTS - 1];
  const weights = Int8Array.from(own, (weight) => {
    if (weight === untouched) return 0;
    return Math.max(-127, Math.min(127, Math.round(weight * PER_WEIGHT) || 1));
  });
  const mask = new Uint8Array(LINES / 8);
  const lines: number[] = [];
  for (let line = 0; line < LINES; line++) {
    const counts = counters.subarray(line * COUNTERS, (line + 1) * COUNTERS);
    if (counts.reduce((sum, counter) => sum + (counter & COUNT), 0) < LEAST) continue;
    mask[line >> 3] = (mask[line >> 3] as number) | (1 << (line & 7));
    lines.push(line);
  }
  const cells = Array.from({ length: COUNTERS }, (_, i) =>
    Uint8Array.from(lines, (line) => codeOf(counters[line * COUNTERS + i] as number)),
  );
  console.log(
    `${lines.length} lines, ${cells.flatMap((c) => [...c]).filter(Boolean).length} counters`,
  );
  return Buffer.concat([
    Buffer.from(codesOf().buffer),
    Buffer.from(weights.buffer),
    mask,
    ...cells,
  ]);
}

const [out, ...files] = process.argv.slice(2);
if (!out || files.length === 0) throw new Error('Usage: npm run teach -- OUT JPEG...');
let state: Uint8Array | undefined;
for (const file of files) state = taughtBy(file, state);
const bytes = told(state as Uint8Array);
const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 };
const packed = brotliCompressSync(bytes, { params });
writeFileSync(out, packed);
console.log(`${packed.length} bytes`);
