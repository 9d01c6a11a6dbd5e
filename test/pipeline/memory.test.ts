import { expect } from 'chai';
import { checkChunk, itemsWithin, threadsWithin } from '../../src/pipeline/memory.js';

describe('the items of a chunk', () => {
  it('are those that are wanted, or as many as the memory has room for', () => {
    const needOf = (items: number) => 1000 + items;
    const within = (memory: number, itemBytes = 1 << 16) =>
      itemsWithin(3000, itemBytes, needOf, memory);
    expect(within(4000)).to.equal(3000);
    expect(within(3999)).to.equal(2048);
    expect(within(1001)).to.equal(1);
    expect(within(1000)).to.equal(3000);
    // Smaller ones would take more by themselves than they save.
    expect(within(1000 + 512, 128)).to.equal(512);
    expect(within(1000 + 511, 128)).to.equal(3000);
  });

  it('that would do are those for which there is room, or else the most that need the least', () => {
    const mebi = (items: number) => (1 << 20) * (1 + Math.ceil(items / 1000));
    const said = (memory: number) => {
      try {
        checkChunk(30000, mebi, memory);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(said(31 << 20)).to.equal('');
    expect(said(20 << 20)).to.match(/with chunks of 16384 about 18 MiB would do$/);
    expect(said(10)).to.match(/with chunks of 512 about 2 MiB would do$/);
  });
});

describe('the memory of threads', () => {
  it('leaves as many as have their chunks in it, with one more chunk, and always one', () => {
    expect(threadsWithin(100, 10, 4)).to.equal(4);
    expect(threadsWithin(100, 10, 16)).to.equal(9);
    expect(threadsWithin(100, 60, 16)).to.equal(1);
    expect(threadsWithin(100, 200, 16)).to.equal(1);
    expect(threadsWithin(100, 0, 16)).to.equal(16);
  });
});
