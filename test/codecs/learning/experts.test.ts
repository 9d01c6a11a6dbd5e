import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../../src/ans/message.js';
import { experts, expertsMemory } from '../../../src/codecs/learning/experts.js';
import { Random } from '../../../src/train/random.js';
import { checkExhausted, checkLaws, checkRefusal, information } from '../../laws.js';

/** Bytes that an image costs, heads aside. */
function cost(
  shape: readonly number[],
  effort: number,
  image: Uint32Array,
  bits: 8 | 16 = 8,
): number {
  const message = emptyMessage(1);
  const before = information(message);
  experts({ shape, effort, bits }).push(message, image);
  return (information(message) - before) / 8;
}

/** Something like a photograph: slopes, an edge, and noise, with channels that go together. */
function photo([height, width, channels]: readonly [number, number, number]): Uint32Array {
  const noise = new Random(7).normals(height * width * (channels + 1));
  return Uint32Array.from({ length: height * width * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    const light = 60 + x + 0.5 * y + (x > y ? 50 : 0);
    const own = (noise[pixel] as number) * 2 + (noise[height * width + i] as number) * 0.7;
    return Math.max(0, Math.min(255, Math.round(light + 8 * (i % channels) + own)));
  });
}

/** Levels without any pattern. */
function dice(n: number, levels = 256): Uint32Array {
  const random = new Random(3);
  return Uint32Array.from({ length: n }, () => Math.floor(random.uniform() * levels));
}

const EFFORTS = [1, 2, 3, 5, 7, 9];

describe('experts', () => {
  it('obeys the laws on images of any shape, several at once', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(8 as const, 16 as const),
        fc.constantFrom(1, 2, 5, 300),
        fc.integer(),
        ([height, width], channels, items, effort, bits, lanes, seed) => {
          const codec = experts({ shape: [height, width, channels], effort, bits, items });
          const random = new Random(seed);
          const levels = 1 + Math.floor(random.uniform() * 2 ** bits);
          const image = Uint32Array.from({ length: items * height * width * channels }, () =>
            Math.floor(random.uniform() * levels),
          );
          checkLaws(codec, image, lanes);
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  });

  for (const effort of EFFORTS) {
    it(`restores photographs, and its cost is bounded, at effort ${effort}`, () => {
      const shape = [40, 50, 3] as const;
      const image = photo(shape);
      checkLaws(experts({ shape, effort }), image, 1);
      // The noise that is in it has some 2.9 bits a value of its own.
      expect(cost(shape, effort, image)).to.be.below((4.6 / 8) * image.length);

      const random = dice(image.length);
      expect(cost(shape, effort, random)).to.be.below(1.01 * image.length + 16);
      const constant = new Uint32Array(image.length).fill(131);
      expect(cost(shape, effort, constant)).to.be.below(0.04 * image.length);
      // What was learned misleads: the same gray for long, then anything.
      const turning = Uint32Array.from(random, (v, i) => (i < image.length / 2 ? 200 : v));
      expect(cost(shape, effort, turning)).to.be.below(0.56 * image.length + 16);
    });

    it(`does the same with 16 bits at effort ${effort}`, () => {
      const shape = [40, 50, 3] as const;
      const fine = new Random(5);
      // Levels of 8 bits with 4 bits of noise below them, which cost what they are.
      const image = photo(shape).map((v) => 256 * v + 16 * Math.floor(fine.uniform() * 16));
      checkLaws(experts({ shape: [10, 50, 3], effort, bits: 16 }), image.slice(0, 1500), 1);
      const size = 2 * image.length;
      expect(cost(shape, effort, image, 16)).to.be.below(((effort === 1 ? 14 : 11) / 16) * size);
      const random = dice(image.length, 0x10000);
      expect(cost(shape, effort, random, 16)).to.be.below(1.01 * size + 16);
      const constant = new Uint32Array(image.length).fill(40000);
      expect(cost(shape, effort, constant, 16)).to.be.below(0.04 * size);
    });
  }

  it('codes single pixels, rows and columns', () => {
    for (const shape of [
      [1, 1],
      [1, 1, 4],
      [1, 90, 3],
      [90, 1, 3],
      [1, 3, 2],
    ]) {
      const values = dice(shape.reduce((a, b) => a * b));
      for (const effort of [1, 5, 9]) {
        checkLaws(experts({ shape, effort }), values, 1);
        expect(cost(shape, effort, values)).to.be.below(1.01 * values.length + 16);
      }
    }
  });

  it('costs little more than the image as it is, whatever was made to mislead it', () => {
    const [height, width] = [48, 64];
    const random = new Random(11);
    const n = height * width;
    const anything = dice(n);
    const misleading: Record<string, (i: number) => number> = {
      // A pattern that holds until it has been learned, over and over, each time another.
      turns: (i) =>
        Math.floor(i / 300) % 2 ? (anything[i] as number) : 40 * (Math.floor(i / 600) % 6),
      // Rows that are sure, and rows that are the opposite.
      opposites: (i) => (Math.floor(i / width) % 7 === 6 ? 255 - (i % 2) * 255 : (i % 2) * 255),
      // Sure but for rare values, anywhere.
      rare: (i) => (random.uniform() < 0.02 ? (anything[i] as number) : 7),
      // Slopes that predictors follow and counters never see again, with breaks.
      slopes: (i) => (i * (1 + (Math.floor(i / 97) % 13))) % 256,
    };
    for (const [name, value] of Object.entries(misleading)) {
      const image = Uint32Array.from({ length: n }, (_, i) => value(i));
      for (const effort of [1, 2, 5, 9]) {
        const costs = cost([height, width], effort, image);
        expect(costs, `${name}, effort ${effort}`).to.be.below(1.01 * n + 16);
      }
    }
  });

  it('costs less the more effort is made', () => {
    const shape = [64, 64, 3] as const;
    const image = photo(shape);
    const costs = [1, 2, 9].map((effort) => cost(shape, effort, image));
    expect(costs).to.deep.equal([...costs].sort((a, b) => b - a));
  });

  it('goes on learning from image to image', () => {
    const shape = [16, 16, 3] as const;
    const image = photo(shape);
    const message = emptyMessage(1);
    const items = 4;
    const all = Uint32Array.from(
      { length: items * image.length },
      (_, i) => image[i % image.length] as number,
    );
    experts({ shape, effort: 5, items }).push(message, all);
    expect(information(message) / 8).to.be.below(3.2 * cost(shape, 5, image));
  });

  it('takes the memory that it says, in proportion to the image', () => {
    const small = expertsMemory({ shape: [512, 768, 3], effort: 9 });
    expect(small).to.be.below(256 * 2 ** 20);
    expect(expertsMemory({ shape: [1536, 2048, 3], effort: 9 })).to.be.below(8 * small);
    expect(expertsMemory({ shape: [512, 768, 3], effort: 1 })).to.be.below(40 * 2 ** 20);
  });

  it('refuses what is no image, and leaves the message as it was', () => {
    const shapes = [[], [3], [0, 3], [3, 3, 5], [2.5, 2], [2, 2, 3, 1], [9000, 12000, 3]];
    for (const shape of shapes) {
      expect(() => experts({ shape, effort: 5 }), String(shape)).to.throw(RangeError, /shape/);
    }
    for (const effort of [0, 10, 1.5]) {
      expect(() => experts({ shape: [2, 2], effort })).to.throw(RangeError, /effort/);
    }
    expect(() => experts({ shape: [2, 2], effort: 5, items: -1 })).to.throw(RangeError, /items/);
    expect(() => experts({ shape: [2, 2], effort: 5, bits: 12 as 8 })).to.throw(RangeError, /bits/);
    for (const effort of [1, 9]) {
      const codec = experts({ shape: [1, 2], effort });
      checkRefusal(codec, Uint32Array.of(1, 256), RangeError);
      checkRefusal(codec, Uint32Array.of(1), RangeError);
      checkExhausted(experts({ shape: [20, 20], effort }));
    }
  });
});
