import { expect } from 'chai';
import { seededMessage } from '../../src/ans/message.js';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { repeat, serial } from '../../src/codecs/serial.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkExhausted, checkLaws, checkRefusal, fullMessage } from '../laws.js';

describe('serial and repeat', () => {
  it('obey the laws', () => {
    const codec = serial([
      uniform(3, 5),
      repeat(uniform(1, 9), 2),
      bernoulli(Float64Array.of(0.2), 12),
    ]);
    checkLaws(codec, [
      Uint32Array.of(1, 2, 31),
      [Uint32Array.of(500), Uint32Array.of(0)],
      Uint32Array.of(1),
    ]);
  });

  it('decode in order what the last push left on top', () => {
    const message = fullMessage(1, 1);
    repeat(uniform(1, 8), 3).push(
      message,
      [1, 2, 3].map((v) => Uint32Array.of(v)),
    );
    expect(uniform(1, 8).pop(message)[0]).to.equal(1);
  });

  it('leave the message as it was when a part fails', () => {
    const codec = serial([uniform(1, 4), repeat(uniform(1, 3), 2)]);
    const [good, bad] = [Uint32Array.of(7), Uint32Array.of(20)];
    checkRefusal(codec, [bad, [good, good]], RangeError);
    checkRefusal(codec, [good, [bad, good]], RangeError);
    checkExhausted(repeat(uniform(1, 20), 3));
  });

  it('want as many values as codecs', () => {
    expect(() => repeat(uniform(1, 1), 2).push(seededMessage(1, 0), [])).to.throw(RangeError);
    expect(() => repeat(uniform(1, 1), -1)).to.throw(RangeError);
  });
});
