import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage } from '../../../src/ans/message.js';
import {
  adaptivePrediction,
  adaptivePredictionMemory,
  type ElementBits,
} from '../../../src/codecs/learning/adaptivePrediction.js';
import { arrayFiles } from '../../bench/arrays.js';
import { checkExhausted, checkLaws, checkRefusal, information } from '../../laws.js';
import { normalBits, normalFrom, randomFrom, series } from '../../reference/signals.js';

const WIDTHS = [8, 16, 32] as const;

/** Bits an element, whole message; checks that the array comes back. */
function cost(values: Uint32Array, bits: ElementBits, sizes = [values.length]): number {
  const codec = adaptivePrediction(sizes, bits);
  const message = emptyMessage(1);
  codec.push(message, values);
  const cost = information(message) - 31;
  // Not by deep equality, which would take most of the time.
  const back = codec.pop(message);
  expect(back.length === values.length && back.every((v, i) => v === values[i])).to.equal(true);
  expect(flatten(message)).to.deep.equal(flatten(emptyMessage(1)));
  return cost / values.length;
}

describe('adaptivePrediction', () => {
  it('obeys the laws on arrays of any shape and width', () => {
    const arrays = fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 0, maxLength: 4 }),
        fc.constantFrom(...WIDTHS),
        fc.constantFrom(1, 2, 3, 1000),
        fc.integer({ min: 0, max: 0xffffffff }),
      )
      .map(([sizes, bits, step, seed]) => {
        const random = randomFrom(seed);
        const n = sizes.reduce((a, b) => a * b, 1);
        const reach = seed & 1 ? 2 ** bits : 40;
        const value = () => Math.floor((random() * reach) / step) * step;
        return { sizes, bits, values: series(n, () => Math.min(value(), 2 ** bits - 1)) };
      });
    fc.assert(
      fc.property(arrays, fc.constantFrom(1, 2, 5), ({ sizes, bits, values }, lanes) => {
        checkLaws(adaptivePrediction(sizes, bits), values, lanes);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('obeys the laws over blocks, and pops of random messages give pushes back', () => {
    const normal = normalFrom(3);
    const wave = series(5000, (i) => 128 + 50 * Math.sin(i / 9) + 3 * normal());
    checkLaws(adaptivePrediction([5000], 8), wave, 3);
    checkLaws(adaptivePrediction([2500, 2], 8), wave, 1);
    checkLaws(adaptivePrediction([50, 100], 8), wave, 1);
  });

  it('codes nothing, and one element', () => {
    for (const bits of WIDTHS) {
      expect(cost(new Uint32Array([2 ** bits - 1]), bits)).to.be.below(bits + 8);
      const codec = adaptivePrediction([0, 7], bits);
      checkLaws(codec, new Uint32Array(0));
    }
  });

  for (const bits of WIDTHS) {
    it(`costs no more than ${bits} bits an element and some bytes, whatever comes`, () => {
      const random = randomFrom(bits);
      const n = 20_000;
      const most = bits + 100 / n;
      const top = 2 ** bits - 1;
      expect(
        cost(
          series(n, () => random() * (top + 1)),
          bits,
        ),
      ).to.be.below(most * 1.001);
      // Calm, so that it is sure of itself, then wild; on a lattice, then off it.
      const calm = (i: number) => (i % 400 < 200 ? 100 : random() * (top + 1));
      expect(cost(series(n, calm), bits)).to.be.below(most * 1.01);
      const coarse = (i: number) => (i < n / 2 ? 16 * (i % 15) : random() * (top + 1));
      expect(cost(series(n, coarse), bits)).to.be.below(most * 1.01);
      const alternating = (i: number) => (i & 1 ? top : 0);
      expect(cost(series(n, alternating), bits)).to.be.below(0.2);
    });
  }

  it('is hardly more than the entropy of noise about what it can predict', () => {
    const normal = normalFrom(1);
    for (const deviation of [1, 4, 50]) {
      const wave = (i: number) => 30_000 + 5000 * Math.sin(i / 11) + deviation * normal() + 0.5;
      expect(cost(series(30_000, wave), 16)).to.be.below(normalBits(deviation) + 0.3);
    }
  });

  it('costs next to nothing where there is nothing to tell', () => {
    const n = 20_000;
    expect(
      cost(
        series(n, () => 777),
        16,
      ),
    ).to.be.below(0.01);
    expect(
      cost(
        series(n, () => 0xffffffff),
        32,
      ),
    ).to.be.below(0.05);
    expect(
      cost(
        series(n, (i) => 1e9 + 17 * i),
        32,
      ),
    ).to.be.below(0.1);
  });

  it('finds the step of a lattice, also one that is left now and then', () => {
    const random = randomFrom(5);
    let time = 1_500_000_000;
    const stamps = series(20_000, () => (time += 1000 * Math.floor(1 + 3 * random())));
    expect(cost(stamps, 32)).to.be.below(Math.log2(3) + 0.1);
    const strays = stamps.slice();
    strays[10_000] = (strays[10_000] as number) + 500;
    expect(cost(strays, 32)).to.be.below(Math.log2(3) + 1.5);
  });

  it('finds the values that come at all', () => {
    const random = randomFrom(6);
    const palette = [3, 50, 51, 128, 250];
    const picks = series(20_000, () => palette[Math.floor(5 * random())] as number);
    expect(cost(picks, 8)).to.be.below(Math.log2(5) + 0.1);
  });

  it('predicts along every axis', () => {
    const normal = normalFrom(8);
    // Noise but for what the axis says: only along that axis is there anything to predict from.
    const line = series(100, () => 30_000 + 1000 * normal());
    const along = (place: (i: number) => number) =>
      series(20_000, (i) => (line[place(i)] as number) + 2 * normal());
    expect(
      cost(
        along((i) => i % 100),
        16,
        [200, 100],
      ),
    ).to.be.below(normalBits(2) + 1.5);
    const planes = along((i) => i % 100);
    expect(cost(planes, 16, [200, 10, 10])).to.be.below(normalBits(2) + 1.5);
    const channels = series(20_000, () => 0);
    for (let i = 0; i < 20_000; i += 2) {
      channels[i] = 30_000 + 1000 * normal();
      channels[i + 1] = (channels[i] as number) + 2 * normal();
    }
    const both = (normalBits(1000) + normalBits(2)) / 2;
    expect(cost(channels, 16, [10_000, 2])).to.be.below(both + 0.2);
  });

  it('refuses what it cannot code, and leaves the message alone', () => {
    expect(() => adaptivePrediction([3], 7 as ElementBits)).to.throw(RangeError, 'got 7');
    expect(() => adaptivePrediction([1.5], 8)).to.throw(RangeError, '[1.5]');
    expect(() => adaptivePrediction([-1], 8)).to.throw(RangeError, '[-1]');
    const codec = adaptivePrediction([3], 8);
    checkRefusal(codec, new Uint32Array(2), RangeError);
    checkRefusal(codec, Uint32Array.of(1, 2, 256), RangeError);
    checkExhausted(adaptivePrediction([4000], 16));
  });

  it('says how much memory it takes: in proportion to the array, and some 2 MB a channel or less', () => {
    const one = adaptivePredictionMemory([1, 1000], 8);
    const many = adaptivePredictionMemory([1000, 1000], 8);
    expect(one).to.be.within(1e6, 4e6);
    expect(many - one).to.be.within(12e6, 60e6);
    expect(adaptivePredictionMemory([1000, 64], 16)).to.be.below(16e6);
  });

  // Bytes of xz 5.4 -9e and, of sound and the electrocardiogram, of flac 1.4 -8ep.
  const others: Record<string, [number, number]> = {
    'dicom_MR2_UNCI_u16.npy': [699_680, Infinity],
    'eraint_z_int16.npy': [458_572, Infinity],
    'mitbih100_int16.npy': [777_596, 649_072],
    'Front_Center.wav': [79_368, 48_217],
    'Front_Left.wav': [72_140, 43_212],
    'Front_Right.wav': [83_224, 49_402],
    'Noise.wav': [108_812, 73_716],
    'Rear_Center.wav': [88_488, 50_333],
    'Rear_Left.wav': [69_248, 38_655],
    'Rear_Right.wav': [84_764, 50_203],
    'Side_Left.wav': [85_592, 53_259],
    'Side_Right.wav': [83_092, 49_772],
  };
  const found = new Map(arrayFiles().map((file) => [file.name, file]));
  for (const [name, [xz, flac]] of Object.entries(others)) {
    const file = found.get(name);
    if (!file) {
      it(`${name}: skipped, ../shared is not there`);
      continue;
    }
    it(`makes ${name} smaller than others do`, () => {
      const { bytes, from, to, sizes, elements } = file;
      const rest = bytes.length - (to - from);
      const total = rest + (cost(elements, 16, [...sizes]) * elements.length) / 8;
      expect(total).to.be.below(Math.min(0.8 * xz, flac));
    });
  }
});
