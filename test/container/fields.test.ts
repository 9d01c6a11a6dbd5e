import { expect } from 'chai';
import fc from 'fast-check';
import { FieldReader, FieldWriter } from '../../src/container/fields.js';
import { CrayError } from '../../src/errors.js';

describe('fields', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.nat(0xffffffff),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array(),
        (n, word, text, bytes) => {
          const payload = new FieldWriter()
            .varint(n)
            .u32(word)
            .text(text)
            .bytes(bytes)
            .raw(bytes)
            .finish();
          const reader = new FieldReader(payload, 'x');
          expect(reader.varint('n')).to.equal(n);
          expect(reader.u32('word')).to.equal(word);
          expect(reader.text('text')).to.equal(text);
          expect([...reader.bytes('bytes')]).to.deep.equal([...bytes]);
          expect([...reader.rest()]).to.deep.equal([...bytes]);
          reader.end();
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  const bad: [string, number[], (r: FieldReader) => unknown, string][] = [
    [
      'an integer that ends too soon',
      [0x80],
      (r) => r.varint('f'),
      'x: f: expected 1 bytes, got 0',
    ],
    [
      'an integer with a useless zero',
      [0x81, 0],
      (r) => r.varint('f'),
      'x: f: is not in its shortest form',
    ],
    ['an integer above the limit', [11], (r) => r.varint('f', 10), 'x: f: expected at most 10'],
    [
      'an integer of 2^53 and more',
      Array(9).fill(0xff),
      (r) => r.varint('f'),
      'x: f: expected at most',
    ],
    ['bytes longer than the payload', [9, 1], (r) => r.bytes('f'), 'x: f: expected at most 2'],
    ['bytes cut short', [2, 1], (r) => r.bytes('f'), 'x: f: expected 2 bytes, got 1'],
    ['text that is not UTF-8', [1, 0xff], (r) => r.text('f'), 'x: f: is not UTF-8'],
    ['bytes after the end', [1], (r) => r.end(), 'x: end: 1 bytes too many'],
  ];
  for (const [title, bytes, read, message] of bad) {
    it(`refuse ${title}`, () => {
      expect(() => read(new FieldReader(Uint8Array.from(bytes), 'x')))
        .to.throw(CrayError, message)
        .with.property('code', 'CORRUPT');
    });
  }
});
