import { atomically } from '../../ans/atomically.js';
import { ArgumentError, CrayError } from '../../errors.js';
import { kernels } from '../../kernels/kernels.js';
import { withSpare } from '../../kernels/spare.js';
import { counted } from '../../words.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import { uniform } from '../uniform.js';
import { BLOCK, oneRow, type PicturePart } from './blocks.js';
import { contextMixing } from './contextMixing.js';
import { planBytes, planOf } from './dctPlan.js';
import { LEVELS, popBlocks, pushBlocks, THOROUGH, WAYS, type Way } from './dctWays.js';
import { lempelZivSymbols } from './lempelZiv.js';

/** Bits of the number of bytes of a plan. */
const LENGTH_BITS = 24;
/** Bytes of a plan for so many blocks, at most: each may be a picture, of which few have tables of their own. */
const MOST_PLAN = (1 << LENGTH_BITS) - 1;
/** Bytes of a plan that takes no time; a longer one is coded quickly, for who forges one may have us read it. */
const SMALL_PLAN = 1 << 12;
/** Bits of the number of a way. */
const WAY_BITS = 8;

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
 * @param way in which a push codes them, the thorough one unless told; neither has a pop.
 * @throws RangeError for parts of other numbers of blocks.
 */
export function dct(
  blocks: number,
  parts: readonly PicturePart[] = oneRow(blocks),
  way: Way = THOROUGH,
): Codec<Uint32Array> {
  const given = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  if (given !== blocks) throw new ArgumentError(`expected parts of ${blocks} blocks, got ${given}`);
  return {
    push(message, symbols) {
      checkSize(symbols, blocks * BLOCK);
      checkSymbols(symbols, LEVELS);
      const said = planBytes(parts);
      if (said.length > MOST_PLAN) throw new ArgumentError('pictures: more than a plan can say');
      atomically(message, () => {
        withSpare((on) => pushBlocks(on, message, symbols, parts, way));
        planCodec(said.length).push(message, Uint32Array.from(said));
        length.push(message, Uint32Array.of(said.length));
        if (isTold()) number.push(message, Uint32Array.of(WAYS.indexOf(way)));
      });
    },
    pop: (message) =>
      atomically(message, () => {
        const way = isTold() ? wayOf(number.pop(message)) : THOROUGH;
        const [bytes = 0] = length.pop(message);
        if (bytes > mostPlan(blocks)) {
          throw new CrayError('CORRUPT', `pictures: a plan of ${counted(bytes, 'byte')}`);
        }
        const plan = planOf(Uint8Array.from(planCodec(bytes).pop(message)), blocks);
        return withSpare((on) => popBlocks(on, message, blocks, plan, way));
      }),
  };
}

const number = uniform(1, WAY_BITS);

/** Whether the way is said: before revision 5 there was but one. */
function isTold(): boolean {
  return 'dctQuickNote' in kernels.call;
}

/** @throws CrayError CORRUPT for one that there is not. */
function wayOf([said = 0]: Uint32Array): Way {
  const way = WAYS[said];
  if (!way) throw new CrayError('CORRUPT', `pictures: no way ${said}`);
  return way;
}

/** The codec of a plan of so many bytes. */
function planCodec(bytes: number): Codec<Uint32Array> {
  return bytes <= SMALL_PLAN || !isTold() ? contextMixing(bytes) : lempelZivSymbols(bytes);
}

const length = uniform(1, LENGTH_BITS);

/** Bytes of a plan of so many blocks: 16 and components a picture, and three for each of the steps of tables. */
function mostPlan(blocks: number): number {
  return Math.min(MOST_PLAN, 8 + blocks * (16 + 4 * (16 + 3 * BLOCK)));
}

/** Bytes of memory that {@link dct} takes while it codes, of components of `wide` blocks at most. */
export function dctMemory(blocks: number, wide = 1 << 13, way: Way = THOROUGH): number {
  // Decisions are noted, some 20 a block and in noise up to a hundred times as many.
  return kernels.call.dctLay(0, blocks, wide, way.number) + blocks * BLOCK * 8;
}
