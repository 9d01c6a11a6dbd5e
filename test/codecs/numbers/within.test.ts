import { expect } from 'chai';
import fc from 'fast-check';
import { coverOf } from '../../../src/codecs/numbers/cover.js';
import { bytesOf } from '../../../src/codecs/numbers/field.js';
import { fieldsInOrder, fieldsWithin } from '../../../src/codecs/numbers/within.js';
import { anyFields, numbersAt } from './someFields.js';

/** Each number as where it begins and what it is. */
const said = (fields: Parameters<typeof fieldsWithin>[0], from = 0) =>
  fields.flatMap((field) =>
    numbersAt(field).map((at) => `${at + from} ${field.type} ${field.bigEndian}`),
  );

describe('fields within a stretch', () => {
  it('are apart, inside, and all numbers that are inside', () => {
    fc.assert(
      fc.property(anyFields, fc.nat(400), fc.nat(400), ({ fields, size }, a, b) => {
        const [from, to] = [Math.min(a, b) % (size + 1), Math.max(a, b) % (size + 1)].sort(
          (x, y) => x - y,
        ) as [number, number];
        const inside = fieldsWithin(fields, from, to);
        coverOf(to - from, inside);
        const whole = fields.flatMap((field) =>
          numbersAt(field)
            .filter((at) => at >= from && at + bytesOf(field.type) <= to)
            .map((at) => `${at} ${field.type} ${field.bigEndian}`),
        );
        expect(said(inside, from).sort()).to.deep.equal(whole.sort());
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('cut an array whose first index is the fastest along its last axis', () => {
    const axes = [
      { count: 3, stride: 4 },
      { count: 5, stride: 12 },
    ];
    const field = { name: 'a', offset: 0, type: 'f32', bigEndian: false, axes } as const;
    expect(fieldsWithin([field], 12, 48)).to.deep.equal([
      { ...field, axes: [axes[0], { count: 3, stride: 12 }] },
    ]);
    expect(said(fieldsWithin([field], 40, 100), 40)).to.deep.equal(
      [40, 44, 48, 52, 56].map((at) => `${at} f32 false`).sort(),
    );
  });

  it('have nothing of fields without numbers', () => {
    const axes = [{ count: 0, stride: 4 }];
    const field = { name: 'a', offset: 0, type: 'f32', bigEndian: false, axes } as const;
    expect(fieldsWithin([field], 0, 10)).to.deep.equal([]);
  });

  it('are the same of ranges in order, one after another or with gaps', () => {
    fc.assert(
      fc.property(anyFields, fc.array(fc.nat(9), { minLength: 1 }), ({ fields, size }, steps) => {
        const within = fieldsInOrder(fields);
        let from = 0;
        for (let i = 0; from <= size; i++) {
          const [step = 0, gap = 0] = [steps[i % steps.length], steps[(i + 1) % steps.length]];
          const to = from + 1 + step;
          expect(within(from, to)).to.deep.equal(fieldsWithin(fields, from, to));
          from = to + (i % 3 === 0 ? gap : 0);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('are looked for in order among those that are near, however many there are', () => {
    let looks = 0;
    const many = 3000;
    const fields = Array.from({ length: many }, (_, i) => ({
      name: '',
      offset: 64 * i,
      type: 'u8' as const,
      bigEndian: false,
      get axes() {
        looks++;
        return [{ count: 64, stride: 1 }];
      },
    }));
    const within = fieldsInOrder(fields);
    let found = 0;
    for (let at = 0; at < 64 * many; at += 32) found += within(at, at + 32).length;
    expect(found).to.equal(2 * many);
    expect(looks).to.be.below(30 * many);
  });
});
