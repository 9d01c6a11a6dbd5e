import { expect } from 'chai';
import { kernels } from '../../src/kernels/kernels.js';
import { grid } from '../reference/arbitraries.js';
import { exp, fixed, log, ONE, ulps } from '../reference/real.js';

const { logGamma } = kernels.call;

describe('logGamma', () => {
  it('is the logarithm of factorials', () => {
    let factorial = ONE;
    for (let n = 1; n <= 300; n++) {
      const want = Number(log(factorial) >> 1100n) / 2 ** 100;
      expect(Math.abs(logGamma(n) - want)).to.be.at.most(4e-15 * Math.max(1, want));
      factorial *= BigInt(n);
    }
  });

  it('is that of half-integers, from Γ(1/2) = √π', () => {
    let want = Math.log(Math.PI) / 2;
    for (let n = 0; n < 100; n++) {
      expect(Math.abs(logGamma(n + 0.5) - want)).to.be.at.most(1e-14 * Math.max(1, want));
      want += Math.log(n + 0.5);
    }
  });

  it('obeys Γ(x + 1) = x Γ(x), from tiny arguments to large ones', () => {
    for (const e of grid(-50, 5, 1000)) {
      const x = 10 ** e;
      const scale = Math.max(1, x, Math.abs(logGamma(x)));
      expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).to.be.at.most(4e-15 * scale);
    }
  });
});

describe('exp of pairs', () => {
  it('is within two units in the last place, and clamped', () => {
    const xs = [...grid(-708, 708, 501), ...grid(-1, 1, 501), -0, 0.34657359, -0.34657359, 1e-300];
    const even = xs.concat(xs.length % 2 === 0 ? [] : [1]);
    const [at] = kernels.layout(8 * even.length);
    kernels.f64(at, even.length).set(even);
    kernels.call.expPairsInPlace(at, even.length);
    const got = kernels.f64(at, even.length).slice();
    even.forEach((x, i) => {
      // Big integers are slow: every fifth is enough away from the middle.
      if (Math.abs(x) > 1 && i % 5 !== 0) return;
      expect(ulps(got[i] as number, exp(fixed(x))), `at ${x}`).to.be.below(2);
    });
    kernels.f64(at, 4).set([-1e300, 1e300, -709, 709]);
    kernels.call.expPairsInPlace(at, 4);
    const [low, high] = [got[0], got[500]];
    expect([...kernels.f64(at, 4)]).to.deep.equal([low, high, low, high]);
  });
});
