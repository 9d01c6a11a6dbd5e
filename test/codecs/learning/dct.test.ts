import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage, seededMessage } from '../../../src/ans/message.js';
import { type BlockPicture, blocksOf, partsWithin } from '../../../src/codecs/learning/blocks.js';
import { dct, dctMemory } from '../../../src/codecs/learning/dct.js';
import { dctDecisions } from '../../../src/codecs/learning/dctDecisions.js';
import { planBytes, planOf } from '../../../src/codecs/learning/dctPlan.js';
import { QUICK, THOROUGH, WAYS, type Way } from '../../../src/codecs/learning/dctWays.js';
import { CrayError } from '../../../src/errors.js';
import { Random } from '../../../src/train/random.js';
import { checkRefusal, fullMessage, information } from '../../laws.js';

const HALF = 1 << 15;
const BLOCK = 64;

const component = fc.record({
  wide: fc.integer({ min: 1, max: 5 }),
  across: fc.integer({ min: 1, max: 4 }),
  down: fc.integer({ min: 1, max: 3 }),
  steps: fc.constantFrom(
    new Array<number>(BLOCK).fill(1),
    Array.from({ length: BLOCK }, (_, k) => 1 + 7 * k),
    new Array<number>(BLOCK).fill(65535),
  ),
});

const picture: fc.Arbitrary<BlockPicture> = fc.record({
  high: fc.integer({ min: 1, max: 3 }),
  components: fc.array(component, { minLength: 1, maxLength: 4 }),
});

/** Coefficients: few that are not zero, mostly small, some at the ends of what there is. */
const coefficient = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.integer({ min: -300, max: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(-32768, 32767, -32767, 16384, -16385) },
);

/** So many blocks of a seed: smooth pictures have coefficients that fall off, and means that go on. */
function smooth(blocks: number, seed: number): Uint32Array {
  const random = new Random(seed);
  const symbols = new Uint32Array(blocks * BLOCK);
  let mean = 0;
  for (let block = 0; block < blocks; block++) {
    const noise = random.normals(BLOCK);
    mean += 3 * (noise[0] as number);
    for (let k = 0; k < BLOCK; k++) {
      const scale = 12 / (1 + (k & 7) + (k >> 3)) ** 2;
      const value = k === 0 ? mean : scale * (noise[k] as number);
      symbols[block * BLOCK + k] = Math.round(value) + HALF;
    }
  }
  return symbols;
}

const oneOf = (wide: number, high: number): BlockPicture => ({
  high,
  components: [{ wide, across: 1, down: 1, steps: new Array<number>(BLOCK).fill(3) }],
});

describe('dct', () => {
  it('gives back blocks of any pictures, cut anywhere, on any number of lanes', () => {
    fc.assert(
      fc.property(
        fc.array(picture, { minLength: 1, maxLength: 3 }),
        fc.tuple(fc.double({ min: 0, max: 1 }), fc.double({ min: 0, max: 1 })),
        fc.infiniteStream(coefficient),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(...WAYS),
        (pictures, ends, values, lanes, way) => {
          const all = pictures.reduce((sum, one) => sum + blocksOf(one), 0);
          const [from = 0, to = 0] = ends
            .map((end) => Math.round((Number.isNaN(end) ? 0 : end) * all))
            .sort((a, b) => a - b);
          const symbols = Uint32Array.from(
            { length: (to - from) * BLOCK },
            () => (values.next().value as number) + HALF,
          );
          const message = fullMessage(lanes, 1);
          const before = flatten(message);
          dct(to - from, partsWithin(pictures, from, to), way).push(message, symbols);
          expect(dct(to - from).pop(message)).to.deep.equal(symbols);
          expect(flatten(message)).to.deep.equal(before);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('goes on from call to call of the kernels', () => {
    const symbols = smooth(2500, 2);
    for (const way of WAYS) {
      const message = fullMessage(3, 1);
      const before = flatten(message);
      dct(2500, partsWithin([oneOf(50, 50)], 0, 2500), way).push(message, symbols);
      expect(dct(2500).pop(message)).to.deep.equal(symbols);
      expect(flatten(message)).to.deep.equal(before);
    }
  });

  it('learns how blocks go on, and costs less where it is told what lies beside what', () => {
    const [wide, high] = [40, 40];
    // Each row is the one above, but for its means.
    const row = smooth(wide, 3);
    const symbols = new Uint32Array(wide * high * BLOCK);
    for (let y = 0; y < high; y++) symbols.set(row, y * wide * BLOCK);
    const cost = (pictures: readonly BlockPicture[], way: Way) => {
      const message = seededMessage(1, 0);
      const before = information(message);
      dct(wide * high, partsWithin(pictures, 0, wide * high), way).push(message, symbols);
      return information(message) - before;
    };
    for (const way of WAYS) {
      const told = cost([oneOf(wide, high)], way);
      const untold = cost([oneOf(wide * high, 1)], way);
      expect(told).to.be.below((way === THOROUGH ? 0.6 : 0.8) * untold);
      expect(told).to.be.below(BLOCK * wide * high);
    }
  });

  it('says what each block costs, which is what a message grows by', () => {
    const steps = new Array<number>(BLOCK).fill(3);
    const components = [2, 1].map((n) => ({ wide: 8 * n, across: n, down: n, steps }));
    const pictures = [{ high: 6, components }, oneOf(9, 5)];
    const blocks = pictures.reduce((sum, one) => sum + blocksOf(one), 0);
    const symbols = smooth(blocks, 4);
    for (const [from, to, way] of [
      [0, blocks, THOROUGH],
      [13, blocks - 7, THOROUGH],
      [13, blocks - 7, QUICK],
    ] as const) {
      const parts = partsWithin(pictures, from, to);
      const some = symbols.subarray(from * BLOCK, to * BLOCK);
      const { chances, symbols: items } = dctDecisions(some, parts, way);
      expect(new Set(items).size).to.equal(to - from);
      const sum = chances.reduce((bits, chance) => bits - Math.log2(chance), 0);
      const message = seededMessage(4, 0);
      const before = information(message);
      dct(to - from, parts, way).push(message, some);
      // The plan comes to it.
      expect(information(message) - before - sum).to.be.within(0, 8 * planBytes(parts).length + 24);
    }
  });

  it('costs little for blocks of nothing', () => {
    const blocks = 4000;
    const cost = (way: Way) => {
      const message = seededMessage(4, 0);
      const before = information(message);
      const parts = partsWithin([oneOf(blocks, 1)], 0, blocks);
      dct(blocks, parts, way).push(message, new Uint32Array(blocks * BLOCK).fill(HALF));
      return information(message) - before;
    };
    expect(cost(THOROUGH)).to.be.below(0.02 * blocks + 200);
    // A model of nibbles is never surer than 1 in 2^11 or so, and a block has four nibbles.
    expect(cost(QUICK)).to.be.below(0.2 * blocks + 1000);
  });

  it('takes no blocks at all', () => {
    const message = emptyMessage(1);
    dct(0).push(message, new Uint32Array(0));
    expect(dct(0).pop(message)).to.have.length(0);
  });

  it('refuses other sizes, symbols and parts before anything changes', () => {
    checkRefusal(dct(2), new Uint32Array(BLOCK).fill(HALF), RangeError);
    checkRefusal(dct(1), new Uint32Array(BLOCK).fill(1 << 16), RangeError);
    expect(() => dct(3, partsWithin([oneOf(2, 1)], 0, 2))).to.throw('expected parts of 3 blocks');
  });

  it('takes the memory that it says, about', () => {
    const wide = 100;
    expect(dctMemory(1000, wide)).to.be.within(1 << 20, 1 << 25);
    expect(dctMemory(1000, wide, QUICK)).to.be.below(dctMemory(1000, wide));
  });

  it('gives an error or blocks for any message, and no other end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer(), (blocks, seed) => {
        try {
          expect(dct(blocks).pop(fullMessage(2, seed >>> 0))).to.have.length(blocks * BLOCK);
        } catch (error) {
          if (!(error instanceof CrayError)) throw error;
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('plans of blocks', () => {
  it('say the parts that they are of', () => {
    fc.assert(
      fc.property(fc.array(picture, { minLength: 1, maxLength: 4 }), (pictures) => {
        const all = pictures.reduce((sum, one) => sum + blocksOf(one), 0);
        const parts = partsWithin(pictures, 0, all);
        expect(planOf(planBytes(parts), all)).to.deep.equal(parts);
      }),
    );
  });

  it('are refused where they make no sense', () => {
    const parts = partsWithin([oneOf(3, 2)], 0, 6);
    const bytes = planBytes(parts);
    const refused = (plan: Uint8Array, blocks = 6) =>
      expect(() => planOf(plan, blocks))
        .to.throw(CrayError)
        .with.property('code', 'CORRUPT');
    refused(bytes, 5);
    refused(bytes, 7);
    for (let length = 0; length < bytes.length; length++) refused(bytes.subarray(0, length));
    refused(Uint8Array.from([...bytes, 0]));
    refused(new Uint8Array(40).fill(255));
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 127, 128, 255]) {
        const changed = bytes.with(at, value);
        try {
          const blocks = planOf(changed, 6).reduce((sum, { from, to }) => sum + to - from, 0);
          expect(blocks).to.equal(6);
        } catch (error) {
          if (!(error instanceof CrayError)) throw error;
        }
      }
    }
  });
});
