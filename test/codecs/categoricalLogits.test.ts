import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { categoricalLogits } from '../../src/codecs/categoricalLogits.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, checkExhausted, checkLaws, checkRefusal, sweep } from '../laws.js';

const logits = (reach: number, most: number) =>
  fc.array(fc.float({ min: -reach, max: reach, noNaN: true }), { minLength: 1, maxLength: most });

describe('categoricalLogits', () => {
  it('obeys the laws and costs what exp(logit) over their sum does', () => {
    fc.assert(
      fc.property(logits(6, 300), fc.nat(), (row, seed) => {
        const k = row.length;
        const single = Float32Array.from(row);
        const total = single.reduce((sum, v) => sum + Math.exp(v), 0);
        const symbols = Uint32Array.of(seed % k, (seed * 7) % k, k - 1);
        const bits = symbols.reduce(
          (sum, s) => sum + Math.log2(total) - (single[s] as number) / Math.LN2,
          0,
        );
        const all = Float32Array.from([...row, ...row, ...row]);
        const codec = categoricalLogits(all, { symbols: k, size: 3, precision: 28 });
        checkCodec(codec, symbols, { bits, margin: 0.002 });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('obeys the laws whatever the logits', () => {
    fc.assert(
      fc.property(
        logits(2 ** 127, 40),
        fc.nat(),
        fc.integer({ min: 6, max: 31 }),
        (row, seed, p) => {
          const codec = categoricalLogits(Float32Array.from([...row, ...row]), {
            symbols: row.length,
            size: 2,
            precision: p,
          });
          checkLaws(codec, Uint32Array.of(seed % row.length, (seed * 5) % row.length));
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  for (const [title, row, precision] of [
    ['equal ones', new Array<number>(256).fill(0), 16],
    ['one far above', Array.from({ length: 40 }, (_, i) => (i === 17 ? 80 : -80)), 12],
    ['a slope', Array.from({ length: 100 }, (_, i) => i / 3), 20],
    ['as many symbols as positions', Array.from({ length: 16 }, (_, i) => i % 5), 4],
    ['one symbol', [3], 5],
  ] as const) {
    it(`has every symbol at every position: ${title}`, () => {
      const found = sweep(
        (n) =>
          categoricalLogits(Float32Array.from(Array.from({ length: n }, () => row).flat()), {
            symbols: row.length,
            size: n,
            precision,
          }),
        precision,
      );
      expect(found.size).to.equal(row.length);
    });
  }

  it('names the lane of a logit that is not finite, and refuses shapes that do not meet', () => {
    const shape = { symbols: 3, size: 2, precision: 8 };
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      expect(() => categoricalLogits(Float32Array.of(0, 0, 0, 0, value, 0), shape))
        .to.throw(CrayError, 'lane 1: expected finite logits')
        .with.property('code', 'PARAMETERS_INVALID');
    }
    expect(() => categoricalLogits(new Float32Array(5), shape)).to.throw(RangeError);
    expect(() => categoricalLogits(new Float32Array(6), { ...shape, precision: 1 })).to.throw(
      RangeError,
    );
    expect(() => categoricalLogits(new Float32Array(6), { ...shape, precision: 32 })).to.throw(
      RangeError,
    );
  });

  it('refuses symbols that there are not, and leaves messages alone', () => {
    const codec = categoricalLogits(new Float32Array(80), { symbols: 2, size: 40, precision: 8 });
    checkRefusal(codec, new Uint32Array(40).fill(2), RangeError);
    checkRefusal(codec, new Uint32Array(39), RangeError);
    checkExhausted(
      categoricalLogits(new Float32Array(80), { symbols: 2, size: 40, precision: 31 }),
      emptyMessage(1),
    );
  });
});
