import { expect } from 'chai';
import { qualityOf, STEPS, scaled } from '../../../src/data/jpeg/quality.js';

const [luminance, chrominance, robidoux] = STEPS as [number[], number[], number[]];

describe('tables of quantisation', () => {
  it('have the quality to which they were scaled', () => {
    for (let quality = 5; quality <= 99; quality++) {
      const both = [luminance, chrominance].map((steps) => scaled(steps, quality));
      expect(qualityOf(both)).to.deep.include({ by: 'libjpeg', quality });
      expect(qualityOf([...both].reverse())).to.deep.include({ by: 'libjpeg', quality });
      expect(qualityOf([scaled(robidoux, quality)])).to.deep.include({ by: 'mozjpeg', quality });
    }
  });

  it('have it also where steps are more than bytes', () => {
    const tables = [luminance, chrominance].map((steps) => scaled(steps, 12, 32767));
    expect(Math.max(...(tables[1] as Uint16Array))).to.equal(412);
    expect(qualityOf(tables)).to.deep.include({ by: 'libjpeg', quality: 12 });
  });

  it('have none where they are of several, or others', () => {
    expect(qualityOf([scaled(luminance, 75), scaled(chrominance, 76)])).to.equal(undefined);
    expect(qualityOf([scaled(luminance, 75).with(63, 1)])).to.equal(undefined);
    expect(qualityOf([new Uint16Array(64).fill(1)])).to.deep.include({ quality: 100 });
  });
});
