import { expect } from 'chai';
import fc from 'fast-check';
import { atomically } from '../../src/ans/atomically.js';
import { flatten } from '../../src/ans/flatten.js';
import { type Message, seededMessage } from '../../src/ans/message.js';
import { uniform } from '../../src/codecs/uniform.js';

const codec = uniform(3, 31);

/** Pops where the step is negative, pushes where it is positive. */
function go(message: Message, steps: readonly number[]): void {
  for (const step of steps) {
    for (let i = 0; i < Math.abs(step); i++) {
      if (step < 0) codec.pop(message);
      else codec.push(message, Uint32Array.of(i, step, 7));
    }
  }
}

const steps = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 8 });

describe('atomically', () => {
  it('puts all back when the action throws, at any depth, and else changes nothing', () => {
    fc.assert(
      fc.property(steps, steps, steps, steps, fc.boolean(), (first, outer, inner, last, both) => {
        const message = seededMessage(2, 1);
        const control = seededMessage(2, 1);
        go(message, first);
        const state = () => [flatten(message), message.tail.supply?.drawn];
        const before = state();
        const failing = () =>
          atomically(message, () => {
            go(message, outer);
            const between = state();
            const nested = () =>
              atomically(message, () => {
                go(message, inner);
                throw new Error('inner');
              });
            expect(nested).to.throw('inner');
            expect(state()).to.deep.equal(between);
            go(message, last);
            if (both) throw new Error('outer');
          });
        if (both) {
          expect(failing).to.throw('outer');
          expect(state()).to.deep.equal(before);
        } else {
          failing();
          go(control, [...first, ...outer, ...last]);
          expect(state()).to.deep.equal([flatten(control), control.tail.supply?.drawn]);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('gives back what the action does', () => {
    expect(atomically(seededMessage(1, 1), () => 5)).to.equal(5);
  });
});
