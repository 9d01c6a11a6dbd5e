import { expect } from 'chai';
import { emptyMessage } from '../../src/ans/message.js';
import { resized } from '../../src/codecs/resized.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkRefusal, fullMessage } from '../laws.js';

const value = Uint32Array.of(1, 2, 3, 4, 5, 6);

describe('resized', () => {
  it('obeys the laws, growing and shrinking, at no cost in bits', () => {
    for (const lanes of [1, 2, 3, 7, 40]) {
      // Folding codes heads by tables of 16 bits, so bits move by a small fraction of one.
      checkCodec(resized(uniform(6, 5), lanes), value, { bits: 30, margin: 0.01 });
    }
  });

  it('leaves the message as it was when the codec fails, or there are no bits to grow', () => {
    for (const lanes of [1, 5]) {
      checkRefusal(resized(uniform(6, 2), lanes), value, RangeError, fullMessage(3, 1));
    }
    const exhausted = { code: 'MESSAGE_EXHAUSTED' } as const;
    checkRefusal(resized(uniform(6, 5), 5), value, exhausted, emptyMessage(3));
    expect(() => resized(uniform(1, 1), 0)).to.throw(RangeError);
  });
});
