import { atomically } from '../../ans/atomically.js';
import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError, CrayError } from '../../errors.js';
import { type Kernels, kernels } from '../../kernels/kernels.js';
import { withSpare } from '../../kernels/spare.js';
import { counted } from '../../words.js';
import { worked } from '../../work.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import { uniform } from '../uniform.js';
import { BLOCK, type BlockPicture, eachStretch, type PicturePart, planesOf } from './blocks.js';
import { contextMixing } from './contextMixing.js';
import { planBytes, planOf } from './dctPlan.js';
import { type Noted, pushNoted } from './notes.js';

/** Coefficients are 16 bits with a sign; symbols have so much added. */
const HALF = 1 << 15;
const LEVELS = 1 << 16;
/** Blocks a call of the kernels. */
const AT_ONCE = 1024;
/** Most decisions that a block takes: counts, and for each coefficient whether, its bits twice over, and a sign. */
const MOST_DECISIONS = 40 + BLOCK * 36;
/** Bytes of a decision as noted, and bits of its odds. */
const NOTE = 2;
const PRECISION = 15;
/** Words that a block takes at most, and those after which no other is begun in a call. */
const MOST_WORDS = Math.ceil((MOST_DECISIONS * PRECISION) / 32);
const WORDS_AT_ONCE = 4096;
/** Bits of the number of bytes of a plan. */
const LENGTH_BITS = 24;
/** Bytes of a plan for so many blocks, at most: each may be a picture, of which few have tables of their own. */
const MOST_PLAN = (1 << LENGTH_BITS) - 1;

/**
 * Blocks of 8 x 8 quantised coefficients of a discrete cosine transform, such as JPEG has, picture after picture. Of each
 * block first how many coefficients of the inside are not zero, and these in zigzag order; then those of the first
 * row and column, foretold by what the neighbours have along their boundaries; and the first from the pixels across these.
 * All are binary decisions of counters in contexts (the same coefficient in the blocks around and in other components, what
 * the block has so far, what is foretold), whose log-odds are mixed. Each push and each pop starts from nothing.
 *
 * Source: Horn et al., "The design, implementation, and deployment of a system to transparently compress hundreds of
 * petabytes of image files for a file-storage service" (2017), section 4; Lakhani, "DCT coefficient prediction for JPEG
 * image coding" (2007); Mahoney, "Adaptive weighing of context models for lossless data compression" (2005).
 *
 * @param blocks of a value; symbols are coefficients with 2^15 added, in rows of eight.
 * @param parts of pictures that a push is given; one row of blocks of one component unless told. A pop has no need of them.
 * @throws RangeError for parts of other numbers of blocks.
 */
export function dct(
  blocks: number,
  parts: readonly PicturePart[] = oneRow(blocks),
): Codec<Uint32Array> {
  const given = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  if (given !== blocks) throw new ArgumentError(`expected parts of ${blocks} blocks, got ${given}`);
  return {
    push(message, symbols) {
      checkSize(symbols, blocks * BLOCK);
      checkSymbols(symbols, LEVELS);
      const said = planBytes(parts);
      if (said.length > MOST_PLAN) throw new ArgumentError('pictures: more than a plan can say');
      const notes = withSpare((on) => [...notesOf(on, symbols, parts)]);
      atomically(message, () => {
        pushNoted(message, notes, 'decisionsPush');
        contextMixing(said.length).push(message, Uint32Array.from(said));
        length.push(message, Uint32Array.of(said.length));
      });
    },
    pop: (message) =>
      atomically(message, () => {
        const [bytes = 0] = length.pop(message);
        if (bytes > mostPlan(blocks)) {
          throw new CrayError('CORRUPT', `pictures: a plan of ${counted(bytes, 'byte')}`);
        }
        const plan = planOf(Uint8Array.from(contextMixing(bytes).pop(message)), blocks);
        return withSpare((on) => pop(on, message, blocks, plan));
      }),
  };
}

const length = uniform(1, LENGTH_BITS);

/** Bytes of a plan of so many blocks: 16 and components a picture, and three for each of the steps of tables. */
function mostPlan(blocks: number): number {
  return Math.min(MOST_PLAN, 8 + blocks * (16 + 4 * (16 + 3 * BLOCK)));
}

function oneRow(blocks: number): PicturePart[] {
  const steps = new Array<number>(BLOCK).fill(1);
  const most = 1 << 16;
  const parts: PicturePart[] = [];
  for (let left = blocks; left > 0; left -= most) {
    const wide = Math.min(left, most);
    const picture: BlockPicture = { high: 1, components: [{ wide, across: 1, down: 1, steps }] };
    parts.push({ picture, from: 0, to: wide });
  }
  return parts;
}

/** Bytes of memory that {@link dct} takes while it codes, of components of `wide` blocks at most. */
export function dctMemory(blocks: number, wide = 1 << 13): number {
  // Decisions are noted, some 20 a block and in noise up to a hundred times as many.
  return kernels.call.dctLay(0, blocks, wide) + blocks * BLOCK * 8;
}

function widest(parts: readonly PicturePart[]): number {
  return parts
    .flatMap(({ picture }) => picture.components)
    .reduce((most, { wide }) => Math.max(most, wide), 1);
}

/** Where a fresh state is in an instance that has nothing else. */
function fresh(on: Kernels, blocks: number, parts: readonly PicturePart[]): number {
  const wide = widest(parts);
  const at = on.reserve(on.call.dctLay(0, blocks, wide));
  on.call.dctStart(at, blocks, wide);
  return at;
}

/** Goes through the planes of all parts, some blocks at a time. */
function* planes<T>(
  on: Kernels,
  at: number,
  parts: readonly PicturePart[],
  step: (blocks: number) => T,
): Generator<T> {
  for (const part of parts) {
    const all = planesOf(part);
    for (const [number, { component, from, to }] of all.entries()) {
      const { wide, across, down, steps } = component;
      on.f32(on.call.dctSteps(at, number), BLOCK).set(steps);
      on.call.dctPlane(at, number, wide, from, to, across, down);
      for (let block = from; block < to; block += AT_ONCE) {
        const n = Math.min(AT_ONCE, to - block);
        yield step(n);
        worked(n * BLOCK);
      }
    }
  }
}

/** Copies between symbols, in the order of items, and coefficients, in the order in which they are coded. */
function eachRun(
  parts: readonly PicturePart[],
  copy: (symbol: number, coefficient: number, n: number) => void,
): void {
  let before = 0;
  for (const part of parts) {
    const starts: number[] = [];
    let start = before;
    for (const { from, to } of planesOf(part)) {
      starts.push(start);
      start += to - from;
    }
    eachStretch(part, (plane, block, at, blocks) =>
      copy((before + at) * BLOCK, ((starts[plane] as number) + block) * BLOCK, blocks * BLOCK),
    );
    before = start;
  }
}

/** The decisions of all blocks, some at a time. */
function* notesOf(
  on: Kernels,
  symbols: Uint32Array,
  parts: readonly PicturePart[],
): Generator<Noted> {
  const at = fresh(on, symbols.length / BLOCK, parts);
  const [notes] = on.layout(AT_ONCE * MOST_DECISIONS * NOTE);
  const coefficients = on.i16(on.call.dctCoefficients(at), symbols.length);
  eachRun(parts, (symbol, coefficient, n) => {
    for (let i = 0; i < n; i++) {
      coefficients[coefficient + i] = (symbols[symbol + i] as number) - HALF;
    }
  });
  yield* planes(on, at, parts, (n) => {
    const count = (on.call.dctNote(at, n, notes) - notes) / NOTE;
    return { words: on.u32(notes, Math.ceil(count / 2)).slice(), count };
  });
}

function pop(
  on: Kernels,
  message: Message,
  blocks: number,
  parts: readonly PicturePart[],
): Uint32Array {
  const at = fresh(on, blocks, parts);
  const words = MOST_WORDS + WORDS_AT_ONCE + message.heads.length;
  const pops = planes(on, at, parts, (n) => {
    const end = on.call.dctCoded(at) + n;
    for (let left = n; left > 0; left = end - on.call.dctCoded(at)) {
      run(
        message,
        words,
        [],
        (heads, lanes, tail) =>
          on.call.dctPop(heads, lanes, tail, at, left, tail - 4 * WORDS_AT_ONCE),
        on,
      );
    }
  });
  for (const _ of pops);
  const symbols = new Uint32Array(blocks * BLOCK);
  const coefficients = on.i16(on.call.dctCoefficients(at), symbols.length);
  eachRun(parts, (symbol, coefficient, n) => {
    for (let i = 0; i < n; i++) {
      symbols[symbol + i] = (coefficients[coefficient + i] as number) + HALF;
    }
  });
  return symbols;
}
