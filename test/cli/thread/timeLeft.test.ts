import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { timeLeft } from '../../../src/cli/progressBar.js';
import { packageFile } from '../../../src/package.js';

interface Recorded {
  readonly end: number;
  readonly told: readonly (readonly [time: number, part: number])[];
}

const recorded = JSON.parse(
  readFileSync(packageFile('test/cli/thread/recorded.json'), 'utf8'),
) as Record<string, Recorded>;

/** What is this near, in seconds, nobody minds. */
const NEAR = 1;

describe('the time that is left, on progress as it was recorded', () => {
  for (const [name, { end, told }] of Object.entries(recorded)) {
    it(`is within a factor of two after the first fifth: ${name}`, () => {
      const left = timeLeft();
      let compared = 0;
      for (const [time, part] of told) {
        const estimate = left(part, time);
        if (part < 0.2 || estimate === undefined) continue;
        const real = end - time;
        compared++;
        expect(estimate, `at ${time} s of ${end}`).to.be.within(real / 2 - NEAR, 2 * real + NEAR);
      }
      if (end > 3) expect(compared).to.be.greaterThan(5);
    });
  }
});

describe('the time that is left', () => {
  it('is not told before there is anything to go by', () => {
    const left = timeLeft();
    expect([left(undefined, 0), left(0, 1), left(0.1, 1.2)]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    expect(left(0.5, 3)).to.be.closeTo(2, 1e-9);
  });

  it('does not count what was before the first part was told', () => {
    const left = timeLeft();
    left(0, 100);
    expect(left(0.25, 101)).to.be.closeTo(3, 1e-9);
  });
});
