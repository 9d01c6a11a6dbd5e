import { expect } from 'chai';
import { ByteSource } from '../../src/bytes/source.js';

describe('a source of bytes', () => {
  it('gives arrays whose slices are copies, also of Buffers', async () => {
    const given = [Buffer.from([1, 2, 3, 4]), Buffer.from([5, 6])];
    const source = new ByteSource(given);
    for (const bytes of [
      await source.peek(2),
      await source.read(3, 'x'),
      await source.readUpTo(9),
    ]) {
      expect(Buffer.isBuffer(bytes)).to.equal(false);
      bytes.slice().fill(0);
    }
    expect(given.map((bytes) => [...bytes])).to.deep.equal([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });
});
