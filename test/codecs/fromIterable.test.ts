import { expect } from 'chai';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { fromIterable } from '../../src/codecs/fromIterable.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkExhausted, checkRefusal, fullMessage } from '../laws.js';

const vectors = (...values: number[]) => values.map((v) => Uint32Array.of(v));

function* codecs() {
  yield uniform(1, 3);
  yield bernoulli(Float64Array.of(0.25), 16);
  yield uniform(1, 20);
}

describe('fromIterable', () => {
  it('obeys the laws, more than once though a generator is used up, at the sum of the sizes', () => {
    checkCodec(fromIterable(codecs()), vectors(7, 1, 99), { bits: 3 + 2 + 20 });
    checkCodec(fromIterable<number>([]), [], { bits: 0 });
  });

  it('decodes in the order of the codecs', () => {
    const message = fullMessage(1, 1);
    fromIterable(codecs()).push(message, vectors(7, 1, 99));
    const popped = [...codecs()].map((codec) => codec.pop(message));
    expect(popped).to.deep.equal(vectors(7, 1, 99));
  });

  it('leaves the message as it was when any part fails', () => {
    const codec = fromIterable(codecs());
    checkRefusal(codec, vectors(7, 1), RangeError);
    checkRefusal(codec, vectors(8, 1, 99), RangeError);
    checkRefusal(codec, vectors(7, 1, 2 ** 20), RangeError);
    checkExhausted(codec);
  });
});
