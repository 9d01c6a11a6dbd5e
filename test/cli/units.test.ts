import { expect } from 'chai';
import { duration, size } from '../../src/cli/units.js';

describe('units for people', () => {
  it('are bytes in thousands, never 1000 of a kind', () => {
    const sizes = [0, 1, 999, 1000, 9995, 9_994_999, 169_706, 999_949, 999_950, 2 ** 31, 5e18];
    expect(sizes.map(size)).to.deep.equal([
      '0 B',
      '1 B',
      '999 B',
      '1.00 kB',
      '9.99 kB',
      '9.99 MB',
      '169.7 kB',
      '999.9 kB',
      '1.00 MB',
      '2.15 GB',
      '5000.0 PB',
    ]);
  });

  it('are seconds, minutes and hours', () => {
    expect([0, 0.2, 59.5, 125, 3599.2, 11_520].map(duration)).to.deep.equal([
      '0 s',
      '1 s',
      '1 min 0 s',
      '2 min 5 s',
      '1 h 0 min',
      '3 h 12 min',
    ]);
  });
});
