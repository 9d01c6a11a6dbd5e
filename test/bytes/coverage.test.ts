import { expect } from 'chai';
import fc from 'fast-check';
import { Coverage } from '../../src/bytes/coverage.js';

describe('the bytes that have been read', () => {
  it('count once, however often and in whatever order they are', () => {
    const stretch = fc.tuple(fc.nat(40), fc.nat(12));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 30 }), (stretches) => {
        const coverage = new Coverage();
        const places = new Set<number>();
        for (const [from, length] of stretches) {
          coverage.add(from, from + length);
          for (let i = 0; i < length; i++) places.add(from + i);
          expect(coverage.places).to.equal(places.size);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
