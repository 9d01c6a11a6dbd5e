import { mapped } from '../../src/codecs/mapped.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkExhausted, checkRefusal } from '../laws.js';

const text = mapped(
  uniform(2, 8),
  (codes) => String.fromCharCode(...codes),
  (s) => Uint32Array.from(s, (c) => c.charCodeAt(0)),
);

describe('mapped', () => {
  it('obeys the laws', () => checkCodec(text, 'ab', { bits: 16 }));

  it('refuses what the codec refuses', () => {
    checkRefusal(text, 'abc', RangeError);
    checkRefusal(text, 'a…', RangeError);
    checkExhausted(text);
  });
});
