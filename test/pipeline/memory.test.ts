import { expect } from 'chai';
import { threadsWithin } from '../../src/pipeline/memory.js';

describe('the memory of threads', () => {
  it('leaves as many as have their chunks in it, with one more chunk, and always one', () => {
    expect(threadsWithin(100, 10, 4)).to.equal(4);
    expect(threadsWithin(100, 10, 16)).to.equal(9);
    expect(threadsWithin(100, 60, 16)).to.equal(1);
    expect(threadsWithin(100, 200, 16)).to.equal(1);
    expect(threadsWithin(100, 0, 16)).to.equal(16);
  });
});
