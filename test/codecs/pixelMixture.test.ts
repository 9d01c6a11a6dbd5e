import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { emptyMessage, Message, Tail } from '../../src/ans/message.js';
import type { Codec } from '../../src/codecs/codec.js';
import { pixelMixture } from '../../src/codecs/pixelMixture.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, checkLaws, fullMessage, sweep } from '../laws.js';
import { type PixelComponent, pixelMass } from '../reference/masses.js';

/** Pixels that all have this mixture. */
const make = (mixture: readonly PixelComponent[], precision: number, pixels: number) => {
  const all = Array<readonly PixelComponent[]>(pixels).fill(mixture);
  const rows = (key: 'means' | 'logScales' | 'coefficients') =>
    Float64Array.from(
      all.flatMap((m) => [0, 1, 2].flatMap((channel) => m.map((c) => c[key][channel] as number))),
    );
  return pixelMixture({
    components: mixture.length,
    logits: Float64Array.from(all.flatMap((m) => m.map((c) => c.logit))),
    means: rows('means'),
    logScales: rows('logScales'),
    coefficients: rows('coefficients'),
    precision,
  });
};

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const three = (min: number, max: number) =>
  fc.tuple(double(min, max), double(min, max), double(min, max));
const mixtures = (least: number, most: number, reach = 1.2) =>
  fc.array(
    fc.record({
      logit: double(-3, 3),
      means: three(-reach, reach),
      logScales: three(least, most),
      coefficients: three(-1, 1),
    }),
    { minLength: 1, maxLength: 5 },
  );
const level = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 254, 255));

const one: PixelComponent = {
  logit: 0,
  means: [0.1, -0.2, 0.3],
  logScales: [-3, -2, -4],
  coefficients: [0.5, -0.3, 0.8],
};

/** One channel of n equal pixels as a codec; the other channels pop always the same positions. */
const channelOf =
  (mixture: readonly PixelComponent[], channel: number, precision: number) =>
  (n: number): Codec<Uint32Array> => {
    const codec = make(mixture, precision, n);
    const wide = new Message(new BigUint64Array(3 * n).fill((1n << 61n) + 12345n), new Tail());
    let levels = new Uint32Array(0);
    const lanes = Array.from({ length: n }, (_, i) => 3 * i + channel);
    const run = (message: Message, operation: () => void) => {
      for (let i = 0; i < n; i++) wide.heads[3 * i + channel] = message.heads[i] as bigint;
      operation();
      for (let i = 0; i < n; i++) message.heads[i] = wide.heads[3 * i + channel] as bigint;
    };
    return {
      push: (message) => run(message, () => codec.push(wide, levels)),
      pop(message) {
        run(message, () => {
          levels = codec.pop(wide) as typeof levels;
        });
        return Uint32Array.from(lanes, (lane) => levels[lane] as number);
      },
    };
  };

describe('pixelMixture', () => {
  it('obeys the laws and costs -log2 of the three levels together', () => {
    fc.assert(
      fc.property(mixtures(-3, 0), fc.tuple(level, level, level), (mixture, levels) => {
        const mass = pixelMass(mixture, levels);
        fc.pre(mass > 1e-12);
        // 512 units of 2^-30 set aside, and one for rounding, against levels of 1e-4 or more on
        // most of these; the margin is for the others.
        const expected = { bits: -2 * Math.log2(mass), margin: 0.015 };
        checkCodec(make(mixture, 30, 2), Uint32Array.of(...levels, ...levels), expected);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('obeys the laws whatever the parameters, and where every component is far away', () => {
    fc.assert(
      fc.property(
        mixtures(-1e3, 1e3, 1e3),
        fc.array(level, { minLength: 9, maxLength: 9 }),
        fc.integer({ min: 10, max: 31 }),
        fc.integer({ min: 1, max: 10 }),
        (mixture, levels, precision, lanes) => {
          checkLaws(make(mixture, precision, 3), Uint32Array.from(levels), lanes);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('costs at most log2 of 2^precision a level, however unlikely', () => {
    const far = { ...one, logScales: [-300, -300, -300] as const };
    const message = emptyMessage(1);
    make([far, far], 16, 1).push(message, Uint32Array.of(0, 255, 0));
    expect(flatten(message).length).to.be.at.most(4);
  });

  it('keeps pixels apart', () => {
    const other = { ...one, means: [-0.9, 0.9, 0] as const, logScales: [-7, -7, -7] as const };
    const levels = Uint32Array.of(10, 200, 30);
    const [together, apart] = [fullMessage(3, 5), fullMessage(3, 5)];
    const of = (key: 'means' | 'logScales' | 'coefficients') =>
      Float64Array.from([...one[key], ...other[key]]);
    pixelMixture({
      components: 1,
      logits: Float64Array.of(0, 0),
      means: of('means'),
      logScales: of('logScales'),
      coefficients: of('coefficients'),
      precision: 20,
    }).push(together, Uint32Array.from([...levels, ...levels]));
    make([other], 20, 1).push(apart, levels);
    make([one], 20, 1).push(apart, levels);
    expect(flatten(together)).to.deep.equal(flatten(apart));
  });

  const far = { ...one, means: [1e6, -1e6, 0] as const, logScales: [0, 0, -14] as const };
  for (const [mixture, channel, precision] of [
    [[one, far], 2, 22],
    [[{ ...one, logScales: [-14, 0, 0] as const }], 0, 22],
    [[one, far], 0, 16],
    [[one, far], 1, 16],
    [[{ ...one, logScales: [-14, -14, -14] as const }], 1, 16],
    [[{ ...one, logScales: [200, 200, 200] as const }], 2, 16],
    [[{ ...one, logScales: [-300, -300, -300] as const }], 2, 16],
    [[far, far, far], 1, 16],
  ] as const) {
    it(`has every level at every position of ${precision} bits: channel ${channel} of ${JSON.stringify(mixture)}`, () => {
      expect(sweep(channelOf(mixture, channel, precision), precision).size).to.equal(256);
    });
  }

  it('names the pixel of a parameter that is not finite', () => {
    const good = {
      components: 2,
      logits: new Float64Array(4),
      means: new Float64Array(12),
      logScales: new Float64Array(12),
      coefficients: new Float64Array(12),
      precision: 16,
    };
    for (const key of ['logits', 'means', 'logScales', 'coefficients'] as const) {
      for (const value of [Number.NaN, Infinity, 1e101]) {
        const bad = good[key].slice();
        bad[bad.length - 1] = value;
        expect(() => pixelMixture({ ...good, [key]: bad }))
          .to.throw(CrayError, `lane 1: expected ${key} to be a finite number, got ${value}`)
          .with.property('code', 'PARAMETERS_INVALID');
      }
      expect(() => pixelMixture({ ...good, [key]: new Float64Array(3) })).to.throw(RangeError);
    }
    expect(() => pixelMixture({ ...good, precision: 9 })).to.throw(RangeError);
    expect(() => pixelMixture({ ...good, components: 0 })).to.throw(RangeError);
  });

  it('refuses levels above 255, and leaves an exhausted message as it was', () => {
    const message = emptyMessage(2);
    expect(() => make([one], 16, 1).push(message, Uint32Array.of(0, 256, 0))).to.throw(RangeError);
    expect(() => make([one], 31, 9).pop(message))
      .to.throw(CrayError)
      .with.property('code', 'MESSAGE_EXHAUSTED');
    expect(message).to.deep.equal(emptyMessage(2));
  });
});
