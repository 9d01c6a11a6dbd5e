import { dependent } from '../../src/codecs/dependent.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkExhausted, checkRefusal } from '../laws.js';

const codec = dependent(uniform(1, 4), ([n]) => uniform(n as number, 6));

describe('dependent', () => {
  it('obeys the laws, at p(a) p(b | a)', () => {
    checkCodec(codec, [Uint32Array.of(2), Uint32Array.of(63, 0)], { bits: 4 + 12 });
    checkCodec(codec, [Uint32Array.of(0), new Uint32Array(0)], { bits: 4 });
    const nested = dependent(codec, ([, b]) => uniform(b.length, 1));
    checkCodec(nested, [[Uint32Array.of(1), Uint32Array.of(9)], Uint32Array.of(1)], { bits: 11 });
  });

  it('leaves the message as it was when either part fails', () => {
    checkRefusal(codec, [Uint32Array.of(2), Uint32Array.of(63)], RangeError);
    checkRefusal(codec, [Uint32Array.of(16), new Uint32Array(16)], RangeError);
    checkExhausted(codec);
  });
});
