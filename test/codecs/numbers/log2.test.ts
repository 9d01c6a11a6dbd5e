import { expect } from 'chai';
import { log2 } from '../../../src/codecs/numbers/log2.js';

describe('log2', () => {
  it('is near that of the language', () => {
    for (const value of [1, 2, 2 ** 60, 1e300, 1e-300, 3, 0.1, 1.999999, 65536.5, 0.7, Math.PI]) {
      expect(log2(value), `${value}`).to.be.closeTo(Math.log2(value), 1e-6);
    }
    for (let i = 1; i < 5000; i++) expect(log2(i / 64)).to.be.closeTo(Math.log2(i / 64), 1e-6);
  });
});
