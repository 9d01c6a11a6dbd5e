import { expect } from 'chai';
import { Remembered } from '../../src/codecs/remembered.js';
import { fastestOf } from '../../src/eval/fastestOf.js';

describe('how long something takes', () => {
  it('is measured with nothing remembered, run by run', async () => {
    const known = new Remembered<string>();
    known.last = 'by who chose the model';
    const found: unknown[] = [];
    const { result } = await fastestOf(async () => {
      found.push(known.last);
      known.last = 'by the run before';
      return 'done';
    });
    expect(result).to.equal('done');
    expect(found.length).to.be.within(1, 3);
    expect(new Set(found)).to.deep.equal(new Set([undefined]));
  });
});
