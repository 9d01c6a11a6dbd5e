import { expect } from 'chai';
import { firstOver, fromSymbols, toSymbols } from '../../../src/pipeline/chunk/symbols.js';

const bytes = Uint8Array.of(1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc);

const symbols = (width: number) =>
  ({
    1: [1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc],
    2: [0x0201, 0x0403, 0xfeff, 0xfcfd],
    4: [0x04030201, 0xfcfdfeff],
  })[width];

describe('symbols', () => {
  it('are elements of one, two or four bytes, the lowest first, wherever they lie, and become them again', () => {
    for (const width of [1, 2, 4]) {
      for (let offset = 0; offset < 4; offset++) {
        const around = new Uint8Array(16).fill(9);
        around.set(bytes, offset);
        const elements = around.subarray(offset, offset + 8);
        const title = `${width} at ${offset}`;
        expect([...toSymbols(elements, width)], title).to.deep.equal(symbols(width));
        // A slice of a Buffer is no copy.
        const buffer = Buffer.from(around.buffer, offset, 8);
        expect([...toSymbols(buffer, width)], title).to.deep.equal(symbols(width));
      }
      const all = Uint32Array.from(symbols(width) as number[]);
      expect(fromSymbols(all, width)).to.deep.equal(bytes);
      expect(toSymbols(new Uint8Array(0), width)).to.have.length(0);
    }
  });

  it('and elements are copies', () => {
    const elements = bytes.slice();
    const all = toSymbols(elements, 4);
    const back = fromSymbols(all, 4);
    elements.fill(0);
    expect([...all]).to.deep.equal(symbols(4));
    all.fill(0);
    expect(back).to.deep.equal(bytes);
  });

  it('over the levels are found, the first of them', () => {
    expect(firstOver(bytes, 2, 0x10000)).to.equal(undefined);
    expect(firstOver(bytes, 2, 0xfeff)).to.equal(2);
    expect(firstOver(bytes, 1, 4)).to.equal(3);
  });
});
