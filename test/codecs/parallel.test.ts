import { expect } from 'chai';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { parallel } from '../../src/codecs/parallel.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkRefusal, fullMessage } from '../laws.js';

const codec = parallel([
  { codec: uniform(2, 9), lanes: 2 },
  { codec: bernoulli(Float64Array.of(0.25), 16), lanes: 1 },
]);

describe('parallel', () => {
  it('obeys the laws', () => {
    const value: [Uint32Array, Uint32Array] = [Uint32Array.of(1, 511), Uint32Array.of(1)];
    checkCodec(codec, value, { bits: 20, lanes: [3, 4] });
  });

  it('gives each part its lanes, and leaves the others alone', () => {
    const message = fullMessage(4, 1);
    const before = message.heads.slice();
    codec.push(message, [Uint32Array.of(1, 511), Uint32Array.of(1)]);
    expect(message.heads[3]).to.equal(before[3]);
    for (const lane of [0, 1, 2]) expect(message.heads[lane]).to.not.equal(before[lane]);
    expect(uniform(2, 9).pop(message.lanes(0, 2))).to.deep.equal(Uint32Array.of(1, 511));
  });

  it('wants the lanes to be there, and values that fit', () => {
    checkRefusal(codec, [Uint32Array.of(1, 511), Uint32Array.of(1)], RangeError, fullMessage(2, 1));
    checkRefusal(codec, [Uint32Array.of(1, 512), Uint32Array.of(1)], RangeError, fullMessage(3, 1));
    expect(() => parallel([{ codec: uniform(1, 1), lanes: 0 }])).to.throw(RangeError);
  });
});
