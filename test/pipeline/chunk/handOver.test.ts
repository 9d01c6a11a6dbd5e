import { expect } from 'chai';
import { NO_SIDE, type Piece } from '../../../src/data/dataset.js';
import { buffersOf, givenUp, owned } from '../../../src/pipeline/chunk/handOver.js';

const given = (piece: Piece) => structuredClone(piece, { transfer: buffersOf(piece) });

describe('what threads hand over', () => {
  it('is copied where somebody may still want it', () => {
    const piece = { elements: Uint8Array.of(1, 2, 3), side: NO_SIDE };
    expect([...given(owned(piece)).elements]).to.deep.equal([1, 2, 3]);
    expect([...piece.elements]).to.deep.equal([1, 2, 3]);
  });

  it('has its elements themselves where nobody does, unless others lie beside them', () => {
    const alone = { elements: Uint8Array.of(1, 2, 3), side: NO_SIDE };
    expect([...given(givenUp(alone)).elements]).to.deep.equal([1, 2, 3]);
    expect(alone.elements).to.have.length(0);
    const beside = Uint8Array.of(9, 1, 2, 3);
    const among = { elements: beside.subarray(1), side: beside.subarray(0, 1) };
    const { elements, side } = given(givenUp(among));
    expect([[...elements], [...side]]).to.deep.equal([[1, 2, 3], [9]]);
    expect([...beside]).to.deep.equal([9, 1, 2, 3]);
    // What all that have no side bytes share stays.
    expect(new Uint8Array(NO_SIDE)).to.have.length(0);
  });

  it('is a chunk in memory of its own', () => {
    const words = Uint32Array.of(1, 2, 3).subarray(1);
    const chunk = { kind: 'message', items: 1, side: NO_SIDE, lanes: 1, narrow: 1, words } as const;
    const got = givenUp(chunk);
    expect(got.words.byteOffset).to.equal(0);
    expect([...got.words]).to.deep.equal([2, 3]);
  });
});
