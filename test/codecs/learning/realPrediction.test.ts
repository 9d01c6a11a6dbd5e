import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage } from '../../../src/ans/message.js';
import { adaptivePrediction } from '../../../src/codecs/learning/adaptivePrediction.js';
import {
  type RealType,
  realPrediction,
  realPredictionMemory,
} from '../../../src/codecs/learning/realPrediction.js';
import { packageFile } from '../../../src/package.js';
import { checkExhausted, checkLaws, checkRefusal, fullMessage, information } from '../../laws.js';
import { normalFrom, randomFrom } from '../../reference/signals.js';

const TYPES = ['f32', 'f64', 'i64', 'u64'] as const;
const bitsOf = (type: RealType) => (type === 'f32' ? 32 : 64);

/** Elements as the codec takes them. */
function wordsOf(type: RealType, numbers: readonly number[]): Uint32Array {
  if (type === 'f32') return new Uint32Array(Float32Array.from(numbers).buffer);
  if (type === 'f64') return new Uint32Array(Float64Array.from(numbers).buffer);
  return new Uint32Array(BigInt64Array.from(numbers, (x) => BigInt(Math.round(x))).buffer);
}

const numbers = (n: number, f: (i: number) => number) => Array.from({ length: n }, (_, i) => f(i));

/** Bits an element, whole message; checks that the array comes back. */
function cost(type: RealType, words: Uint32Array, sizes: readonly number[]): number {
  const codec = realPrediction(sizes, type);
  const message = emptyMessage(1);
  codec.push(message, words);
  const cost = information(message) - 31;
  // Not by deep equality, which would take most of the time.
  const back = codec.pop(message);
  expect(back.length === words.length && back.every((v, i) => v === words[i])).to.equal(true);
  expect(flatten(message)).to.deep.equal(flatten(emptyMessage(1)));
  return cost / sizes.reduce((a, b) => a * b, 1);
}

/** Bits of numbers that are hard: NaNs of any kind, infinities, zeros, the smallest, the largest. */
const HARD: Record<RealType, readonly (readonly number[])[]> = {
  f32: [0, 0x80000000, 1, 0x80000001, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffffffff]
    .concat([0x7f7fffff, 0xff7fffff, 0x00800000, 0x3f800000, 0x7fffffff, 0x60ad78ec])
    .map((bits) => [bits]),
  f64: [0, 0x80000000, 0x7ff00000, 0xfff00000, 0x7ff80000, 0xffffffff, 0x7fefffff, 0x00100000]
    .concat([0x3ff00000, 0x7fffffff, 0x43300000])
    .flatMap((high) => [
      [0, high],
      [1, high],
      [0xffffffff, high],
    ]),
  i64: [0, 1, 0x7fffffff, 0x80000000, 0xffffffff].flatMap((high) => [
    [0, high],
    [1, high],
    [0xffffffff, high],
  ]),
  u64: [0, 0x7fffffff, 0x80000000, 0xffffffff].flatMap((high) => [
    [0, high],
    [0xffffffff, high],
  ]),
};

describe('realPrediction', () => {
  it('obeys the laws on arrays of any shape, of anything at all', () => {
    const arrays = fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 0, maxLength: 4 }),
        fc.constantFrom(...TYPES),
        fc.constantFrom('random', 'hard', 'mixed', 'few', 'smooth'),
        fc.integer({ min: 0, max: 0xffffffff }),
      )
      .map(([sizes, type, kind, seed]) => {
        const random = randomFrom(seed);
        const n = sizes.reduce((a, b) => a * b, 1);
        const width = bitsOf(type) / 32;
        const hard = HARD[type];
        const element = (i: number): readonly number[] => {
          const any = hard[Math.floor(random() * hard.length)] as readonly number[];
          if (kind === 'hard' || (kind === 'mixed' && random() < 0.5)) return any;
          if (kind === 'few') return hard[Math.floor(random() * 2)] as readonly number[];
          if (kind === 'smooth') return [...wordsOf(type, [1000 * Math.sin(i / 7)])];
          return Array.from({ length: width }, () => Math.floor(random() * 2 ** 32));
        };
        return { sizes, type, words: Uint32Array.from(numbers(n, (i) => i).flatMap(element)) };
      });
    fc.assert(
      fc.property(arrays, fc.constantFrom(1, 2, 5), ({ sizes, type, words }, lanes) => {
        checkLaws(realPrediction(sizes, type), words, lanes);
      }),
      { seed: 1, numRuns: 120 },
    );
  });

  it('obeys the laws over blocks, and pops of random messages give pushes back', () => {
    const normal = normalFrom(3);
    for (const type of TYPES) {
      for (const sizes of [[200], [4, 6, 8], [2, 4, 6, 4]]) {
        const codec = realPrediction(sizes, type);
        for (let seed = 1; seed < 20; seed++) {
          const message = fullMessage(1 + (seed & 1), seed);
          const before = flatten(message);
          codec.push(message, codec.pop(message));
          expect(flatten(message)).to.deep.equal(before);
        }
      }
      const wave = wordsOf(
        type,
        numbers(5000, (i) => 1e4 * Math.sin(i / 90) + normal()),
      );
      for (const sizes of [[5000], [2500, 2], [50, 100], [5, 10, 100], [5, 5, 10, 20]]) {
        const codec = realPrediction(sizes, type);
        const message = emptyMessage(3);
        codec.push(message, wave);
        const middle = flatten(message);
        const popped = codec.pop(message);
        expect(popped.every((v, i) => v === wave[i])).to.equal(true);
        codec.push(message, popped);
        expect(flatten(message)).to.deep.equal(middle);
      }
    }
  });

  it('codes nothing, and one element', () => {
    for (const type of TYPES) {
      checkLaws(realPrediction([0, 7], type), new Uint32Array(0));
      for (const hard of HARD[type]) {
        expect(cost(type, Uint32Array.from(hard), [1])).to.be.below(bitsOf(type) + 10);
      }
    }
  });

  for (const type of TYPES) {
    it(`costs no more than the bits of ${type} and some bytes, whatever comes`, () => {
      const random = randomFrom(bitsOf(type));
      const n = 20_000;
      const word = () => Math.floor(random() * 2 ** 32);
      const most = bitsOf(type) * 1.001 + 160 / n;
      const noise = Uint32Array.from({ length: (n * bitsOf(type)) / 32 }, word);
      for (const sizes of [[n], [100, 200], [10, 20, 100], [5000, 4]]) {
        expect(cost(type, noise, sizes), `[${sizes}]`).to.be.below(most);
      }
      // Calm, so that it is sure of itself, then wild.
      const calm = noise.map((w, i) => (i % 800 < 400 ? 100 : w));
      expect(cost(type, calm, [n])).to.be.below(bitsOf(type) / 2 + 1);
      const two = wordsOf(
        type,
        numbers(n, (i) => (i & 1 ? 1e9 : -3)),
      );
      expect(cost(type, two, [n])).to.be.below(0.2);
    });
  }

  it('costs no more than the bits of anything that is far from anything else', () => {
    const random = randomFrom(11);
    const n = 10_000;
    const kinds: ((i: number) => number)[] = [
      // Differences of these are infinite.
      () => (random() - 0.5) * 1e308 * 3.4,
      () => (random() - 0.5) * 6.8e38,
      () => Math.exp(80 * (random() - 0.5)) * (random() < 0.5 ? -1 : 1),
      (i) => (i & 1 ? 1e30 : 1e-30) * random(),
      () => random() * 1e-40,
      () => random() * 1e-310,
      () => (random() < 0.3 ? Number.NaN : random()),
      () => (random() < 0.3 ? Number.POSITIVE_INFINITY : random()),
      (i) => 1.07 ** (i - 5000),
      (i) => Math.sin(i / 50) * (random() < 0.01 ? 1e15 : 1),
      () => (random() < 0.5 ? -0 : 0),
    ];
    for (const kind of kinds) {
      for (const type of ['f32', 'f64'] as const) {
        const words = wordsOf(type, numbers(n, kind));
        for (const sizes of [[n], [100, 100], [10, 10, 100], [2500, 4]]) {
          const most = bitsOf(type) * 1.001 + 160 / n;
          expect(cost(type, words, sizes), `${kind} as ${type} [${sizes}]`).to.be.below(most);
        }
      }
    }
  });

  it('costs next to nothing where there is nothing to tell', () => {
    const n = 20_000;
    for (const type of TYPES) {
      const one = (f: (i: number) => number, sizes = [n]) =>
        cost(type, wordsOf(type, numbers(n, f)), sizes);
      expect(one(() => 777)).to.be.below(0.02);
      expect(one((i) => 1e6 + 16 * i)).to.be.below(0.1);
      // The row above, whatever it is.
      expect(one((i) => ((i % 100) * 7919) % 9973, [200, 100])).to.be.below(0.3);
    }
  });

  it('predicts smooth series to the last places', () => {
    const wave = numbers(20_000, (i) => 1e5 * Math.sin(i / 50) + 3e4 * Math.cos(i / 17));
    expect(cost('f64', wordsOf('f64', wave), [20_000])).to.be.below(20);
    expect(cost('f32', wordsOf('f32', wave), [20_000])).to.be.below(6);
    const several = numbers(20_000, (i) => (1 + (i & 3)) * 1e5 * Math.sin((i >> 2) / 50));
    expect(cost('f32', wordsOf('f32', several), [5000, 4])).to.be.below(7);
  });

  it('follows straight lines between knots', () => {
    const random = randomFrom(2);
    let at = 0;
    let slope = 1;
    const line = numbers(20_000, (i) => {
      if (i % 100 === 0) slope = random() - 0.5;
      at += slope;
      return at;
    });
    expect(cost('f64', wordsOf('f64', line), [20_000])).to.be.below(8);
  });

  it('is hardly more than the entropy of noise about what it can predict, along every axis', () => {
    const normal = normalFrom(8);
    const n = 20_000;
    // Noise but for what the axis says: only along that axis is there anything to predict from.
    const line = numbers(100, () => 30_000 + 1000 * normal());
    const along = (place: (i: number) => number) =>
      numbers(n, (i) => (line[place(i)] as number) + normal());
    // Bits of a normal distribution of deviation 1 in units of the last place of 2^14 … 2^15.
    const least = Math.log2(Math.sqrt(2 * Math.PI * Math.E)) + 9;
    const over = (type: RealType, f: (i: number) => number, sizes: number[]) =>
      cost(type, wordsOf(type, along(f)), sizes) - least;
    expect(over('f32', (i) => i % 100, [200, 100])).to.be.below(1);
    expect(over('f32', (i) => i % 100, [200, 10, 10])).to.be.below(1);
  });

  it('is not misled by jumps, nor by what stands for no value', () => {
    const normal = normalFrom(4);
    const random = randomFrom(4);
    const n = 40_000;
    const smooth = (i: number) => 300 + 10 * Math.sin((i % 200) / 30) + 0.01 * normal();
    const plain = cost('f32', wordsOf('f32', numbers(n, smooth)), [200, 200]);
    const jumps = numbers(n, (i) => (random() < 0.001 ? 1e6 * random() : smooth(i)));
    expect(cost('f32', wordsOf('f32', jumps), [200, 200])).to.be.below(plain + 0.5);
    // A mask, as of land in what is measured at sea.
    const masked = numbers(n, (i) => (Math.floor(i / 3000) & 1 ? 1e20 : smooth(i)));
    const seen = masked.filter((v) => v < 1e20).length / n;
    expect(cost('f32', wordsOf('f32', masked), [200, 200])).to.be.below(plain * seen + 0.5);
    const holes = numbers(n, (i) => (random() < 0.2 ? -9999 : smooth(i)));
    const entropy = -(0.2 * Math.log2(0.2) + 0.8 * Math.log2(0.8));
    const whole = cost('f32', wordsOf('f32', numbers(n, smooth)), [n]);
    expect(cost('f32', wordsOf('f32', holes), [n])).to.be.below(0.8 * whole + entropy + 1.5);
  });

  it('refuses what it cannot code, and leaves the message alone', () => {
    expect(() => realPrediction([3], 'f16' as RealType)).to.throw(RangeError, 'got f16');
    expect(() => realPrediction([1.5], 'f32')).to.throw(RangeError, '[1.5]');
    expect(() => realPrediction([-1], 'f32')).to.throw(RangeError, '[-1]');
    checkRefusal(realPrediction([3], 'f32'), new Uint32Array(2), RangeError);
    checkRefusal(realPrediction([3], 'f64'), new Uint32Array(3), RangeError);
    checkExhausted(realPrediction([4000], 'f32'));
    checkExhausted(realPrediction([40, 10, 10], 'f64'));
  });

  it('says how much memory it takes: in proportion to the array, and some MB', () => {
    const one = realPredictionMemory([1, 1000], 'f32');
    const many = realPredictionMemory([1000, 1000], 'f32');
    expect(one).to.be.within(1e6, 6e6);
    expect(many - one).to.be.within(30e6, 120e6);
    expect(realPredictionMemory([100, 200, 200], 'f64')).to.be.below(4e6 * 130 + 20e6);
    expect(realPredictionMemory([1000, 64], 'f64')).to.be.below(16e6);
  });

  // Bytes of the smallest of xz, zstd, brotli, bzip3, zpaq, OpenZL, pcodec, fpzip and zfp.
  const others: Record<string, [number[], RealType, number]> = {
    'turbulence-f32.npy': [[16, 128, 128], 'f32', 737_583],
    'air_temperature-f32.npy': [[100, 37, 49], 'f32', 330_981],
    'cassini_orbit-f64.npy': [[5243, 7], 'f64', 133_510],
  };
  for (const [name, [sizes, type, most]] of Object.entries(others)) {
    const file = packageFile(`../shared/data/numbers/${name}`);
    if (!existsSync(file)) {
      it(`${name}: skipped, ../shared is not there`);
      continue;
    }
    it(`makes ${name} smaller than others do, and than integers of its bits are`, () => {
      const bytes = readFileSync(file).subarray(128);
      const words = new Uint32Array(Uint8Array.from(bytes).buffer);
      const total = (cost(type, words, sizes) * words.length * 32) / bitsOf(type) / 8 + 128;
      expect(total).to.be.below(0.93 * most);
      if (type !== 'f32') return;
      const message = emptyMessage(1);
      const keys = words.map((bits) => (bits >>> 31 ? ~bits : bits ^ 0x80000000));
      adaptivePrediction(sizes, 32).push(message, keys);
      expect(total).to.be.below(information(message) / 8);
    });
  }
});
