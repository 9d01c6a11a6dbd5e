import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage } from '../../../src/ans/message.js';
import {
  type FloatType,
  floatMixing,
  floatMixingMemory,
} from '../../../src/codecs/learning/floatMixing.js';
import { Random } from '../../../src/train/random.js';
import { checkExhausted, checkLaws, checkRefusal, fullMessage, information } from '../../laws.js';

const BITS = { f8e4m3: 8, f8e5m2: 8, f16: 16, bf16: 16, f32: 32, f64: 64 } as const;
const TYPES = Object.keys(BITS) as FloatType[];

/** What costs at most beside a thousandth, in bytes. */
const SLACK = 20;

/** Bytes that values cost, after a look at whether they come back. */
function cost(sizes: readonly number[][], type: FloatType, symbols: Uint32Array, lanes = 1) {
  const message = emptyMessage(lanes);
  const before = information(message);
  const codec = floatMixing(
    sizes.map((sizes) => ({ sizes })),
    type,
  );
  codec.push(message, symbols);
  const bits = information(message) - before;
  expect(codec.pop(message)).to.deep.equal(symbols);
  expect(flatten(message)).to.deep.equal(flatten(emptyMessage(lanes)));
  return bits / 8;
}

const singles = (values: ArrayLike<number>) =>
  new Uint32Array(Float32Array.from(values).buffer.slice(0));
const doubles = (values: ArrayLike<number>) => new Uint32Array(Float64Array.from(values).buffer);
const halfOf = (words: Uint32Array) => words.map((word) => word >>> 16);

/** Numbers of a normal distribution, each with its scale. */
function normals(n: number, seed: number, scale = (_: number) => 1): number[] {
  return Array.from(new Random(seed).normals(n), (x, i) => x * scale(i));
}

const joined = (...parts: readonly Uint32Array[]) =>
  Uint32Array.from(parts.flatMap((part) => Array.from(part)));
const countOf = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

function noise(n: number, bits: number): Uint32Array {
  const random = new Random(1);
  const most = 2 ** Math.min(bits, 32);
  return Uint32Array.from({ length: n }, () => Math.floor(most * random.uniform()));
}

/** Words of a type: bits that mean something else than a number, few of them, and any. */
function wordsOf(type: FloatType): fc.Arbitrary<number> {
  const bits = BITS[type];
  const most = bits === 64 ? 0xffffffff : 2 ** bits - 1;
  const sign = 2 ** (Math.min(bits, 32) - 1);
  const infinity = { f8e4m3: 0x78, f8e5m2: 0x7c, f16: 0x7c00, bf16: 0x7f80 } as const;
  const whole = type === 'f32' ? 0x7f800000 : type === 'f64' ? 0x7ff00000 : infinity[type];
  return fc.oneof(
    fc.integer({ min: 0, max: most }),
    fc.constantFrom(0, 1, 2, 3, sign, sign + 1, whole, sign + whole, whole + 1, whole - 1, most),
  );
}

describe('floatMixing', () => {
  for (const type of TYPES) {
    it(`obeys the laws with ${type}, whatever the bits`, () => {
      const words = BITS[type] === 64 ? 2 : 1;
      const sizes = fc.constantFrom(
        [[0]],
        [[1]],
        [[2], [2]],
        [[7, 5]],
        [[3, 1, 4, 3], [0, 4], [13]],
      );
      fc.assert(
        fc.property(
          sizes,
          fc.array(wordsOf(type), { minLength: 130, maxLength: 130 }),
          fc.nat(6),
          fc.constantFrom(1, 2, 5),
          (sizes, some, few, lanes) => {
            const n = words * sizes.map(countOf).reduce((a, b) => a + b);
            const symbols = Uint32Array.from(
              { length: n },
              (_, i) => some[few ? i % few : i] as number,
            );
            const codec = floatMixing(
              sizes.map((sizes) => ({ sizes })),
              type,
            );
            checkLaws(codec, symbols, lanes);
          },
        ),
        { seed: 1, numRuns: 60 },
      );
    });

    it(`restores what a decoder makes of noise with ${type}`, () => {
      for (const sizes of [[300], [20, 31], [11, 7, 3]]) {
        const codec = floatMixing([{ sizes }, { sizes }], type);
        const message = fullMessage(3, 5);
        const before = flatten(message);
        codec.push(message, codec.pop(message));
        expect(flatten(message)).to.deep.equal(before);
      }
    });

    it(`costs hardly more than the bare bits where ${type} are nothing but noise`, () => {
      const words = BITS[type] === 64 ? 2 : 1;
      for (const n of [1, 2, 100, 997, 100_000]) {
        const bytes = cost([[n]], type, noise(words * n, BITS[type]), 2);
        expect(bytes).to.be.below((n * BITS[type] * 1.001) / 8 + SLACK);
      }
    });

    it(`codes constants and zeros of ${type} at next to nothing`, () => {
      const words = BITS[type] === 64 ? 2 : 1;
      const one = 0x35 + (words === 2 ? 0 : 1);
      for (const word of [0, one]) {
        const symbols = new Uint32Array(50_000 * words).fill(word);
        expect(cost([[100, 500]], type, symbols)).to.be.below(30);
      }
    });
  }

  it('codes nothing but bare bits where what was learned is turned round over and over', () => {
    const symbols = noise(100_000, 32);
    const turned = symbols.map((word, i) =>
      i & 1024 ? word : (singles([word / 2 ** 32])[0] ?? 0),
    );
    expect(cost([[turned.length]], 'f32', turned)).to.be.below(4 * 1.001 * turned.length + SLACK);
  });

  it('costs what a normal distribution has, where scales are those of rows and columns', () => {
    const scale = (i: number) => 2 ** ((i >> 8) % 5) * 2 ** ((i & 255) % 7);
    const words = singles(normals(256 * 256, 3, scale));
    // h(normal) of scale s is log2(s) + 2.047 bits; what a value is known to is 2^(exponent - 23).
    const floats = new Float32Array(words.buffer);
    const exact = floats.reduce(
      (bits, x, i) => bits + Math.log2(scale(i)) + 2.047 - Math.floor(Math.log2(Math.abs(x))) + 23,
      0,
    );
    expect(cost([[256, 256]], 'f32', words)).to.be.within(0.999 * (exact / 8), 1.004 * (exact / 8));
  });

  it('finds numbers of fewer bits, whole numbers, and magnitudes that come again', () => {
    const values = normals(40_000, 4);
    const words = singles(values);
    const short = cost([[40_000]], 'bf16', halfOf(words));
    const wide = words.map((word) => word & 0xffff0000);
    expect(cost([[40_000]], 'f32', wide)).to.be.below(1.01 * short + 400);
    const single = cost([[40_000]], 'f32', words);
    expect(cost([[40_000]], 'f64', doubles(Float32Array.from(values)))).to.be.below(
      1.01 * single + 1500,
    );
    const again = joined(words.subarray(0, 9000), words.subarray(0, 9000).toReversed());
    expect(cost([[9000], [9000]], 'f32', again)).to.be.below(
      cost([[9000]], 'f32', words.subarray(0, 9000)) + 60,
    );
  });

  it('finds sines by the rows and the halves of rows that they are the same in', () => {
    const sines = Array.from({ length: 130 * 256 }, (_, i) => {
      const turn = ((i >> 8) * (i & 255)) % 256;
      const quarter = turn % 128 <= 64 ? turn % 128 : 128 - (turn % 128);
      return (
        Math.sin((2 * Math.PI * quarter) / 256) * Math.sin((Math.PI * ((i & 255) + 0.5)) / 256)
      );
    });
    expect(cost([[130, 256]], 'f32', singles(sines))).to.be.below(0.35 * 4 * sines.length);
  });

  it('learns from one array for the next, and from one of the same sizes', () => {
    const random = new Random(6);
    const zeros = normals(8192, 5).map((x) => (random.uniform() < 0.4 ? 0 : x));
    const words = singles(zeros);
    const other = singles(normals(8192, 7).map((x, i) => (zeros[i] === 0 ? 0 : x)));
    const both = joined(words, other);
    const together = cost(
      [
        [64, 128],
        [64, 128],
      ],
      'f32',
      both,
    );
    const apart = cost([[64, 128]], 'f32', words) + cost([[64, 128]], 'f32', other);
    expect(together).to.be.below(apart - 900);
  });

  it('finds long stretches again, however far and coarse', () => {
    const far = singles(normals(150_000, 11));
    const kinds = [
      ['f32', far],
      ['bf16', halfOf(far)],
      [
        'f8e5m2',
        halfOf(singles(normals(150_000, 11, () => 2 ** -112))).map((x) => (x >> 5) & 0x7f),
      ],
    ] as const;
    for (const [type, words] of kinds) {
      const again = joined(words, words.subarray(7000, 17_000));
      const once = cost([[150_000]], type, words);
      expect(cost([[150_000], [10_000]], type, again), type).to.be.below(once + 100);
    }
  });

  it('tells values by those beside them, as far as they are the same', () => {
    const values = normals(16384, 8);
    const off = new Random(9).normals(16384);
    const words = singles(values);
    const mean = singles(values.map((x, i) => x * (1 + (off[i] as number) / 1024)));
    const both = joined(words, mean);
    const bytes =
      cost(
        [
          [128, 128],
          [128, 128],
        ],
        'f32',
        both,
      ) - cost([[128, 128]], 'f32', words);
    // What a value is off by takes 2.05 bits and those that it is known to less its scale, 2^-10.
    expect(bytes).to.be.within((15 * 16384) / 8, (16.8 * 16384) / 8);
  });

  it('finds which of several arrays of the same sizes goes with one', () => {
    const layers = [12, 13, 14].map((seed) => normals(8192, seed));
    const off = new Random(15).normals(8192);
    const words = layers.map((values) => singles(values));
    const means = layers.map((values) =>
      singles(values.map((x, i) => x * (1 + (off[i] as number) / 1024))),
    );
    const sizes = layers.map(() => [64, 128]);
    const first = cost(sizes, 'f32', joined(...words));
    const both = cost([...sizes, ...sizes], 'f32', joined(...words, ...means));
    expect(both - first).to.be.below((3 * 17.5 * 8192) / 8);
  });

  it('finds values that go on from their neighbours, and grids that they are on', () => {
    const smooth = Array.from({ length: 20_000 }, (_, i) => 20 + Math.sin(i / 3000));
    expect(cost([[20_000]], 'f32', singles(smooth))).to.be.below(1.6 * 20_000);
    const off = normals(20_000, 10).map((x) => Math.round(4096 * x) / 4096);
    const bits = 12 + 2.05;
    expect(cost([[20_000]], 'f32', singles(off))).to.be.below((1.03 * bits * 20_000) / 8);
  });

  it('gives the same words whatever was coded before', () => {
    const words = () => {
      const message = emptyMessage(2);
      floatMixing([{ sizes: [300] }], 'f32').push(message, singles(normals(300, 1)));
      return flatten(message);
    };
    const first = words();
    cost([[40, 40]], 'f32', singles(normals(1600, 2)));
    expect(words()).to.deep.equal(first);
  });

  it('tells the memory that it takes', () => {
    const small = floatMixingMemory([{ sizes: [10] }], 'f32');
    expect(small).to.be.below(2 ** 22);
    const large = floatMixingMemory([{ sizes: [1000, 1000] }], 'f32');
    expect(large).to.be.within(1e7, 3e8);
  });

  it('refuses other symbols, sizes, types and messages too short, and changes nothing', () => {
    const codec = floatMixing([{ sizes: [2] }], 'f16');
    checkRefusal(codec, Uint32Array.of(1, 65536), RangeError);
    checkRefusal(codec, Uint32Array.of(1), RangeError);
    checkExhausted(floatMixing([{ sizes: [10_000] }], 'f32'));
    for (const sizes of [[-1], [0.5], [2 ** 14, 2 ** 14]]) {
      expect(() => floatMixing([{ sizes }], 'f32')).to.throw(RangeError);
    }
    expect(() => floatMixing([{ sizes: [1] }], 'f31' as FloatType)).to.throw(RangeError);
  });
});
