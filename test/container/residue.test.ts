import { expect } from 'chai';
import fc from 'fast-check';
import { FieldReader, FieldWriter } from '../../src/container/fields.js';
import { MAX_MIXED } from '../../src/container/mixing.js';
import { packWeights, unpackWeights } from '../../src/container/packedWeights.js';
import { PRIMER } from '../../src/container/primer.js';
import { readResidue, residueBytes, writeResidue } from '../../src/container/residue.js';
import { sha256 } from '../corpus/readings.js';

const PACKED = { packed: true, revision: 1 };
const BEFORE = { packed: false, revision: 1 };
const MOST = 1 << 20;

function written(bytes: Uint8Array, coding = PACKED): Uint8Array {
  return new Uint8Array(writeResidue(new FieldWriter(), bytes, coding).finish());
}

function read(coded: Uint8Array, coding = PACKED, most = MOST): Uint8Array {
  const reader = new FieldReader(coded, 'x');
  const bytes = readResidue(reader, 'residue', most, coding);
  reader.end();
  return bytes;
}

const npyHead = Buffer.from(
  `\x93NUMPY\x01\0v\0${"{'descr': '<i4', 'fortran_order': False, 'shape': (60, 7), }".padEnd(117)}\n`,
  'latin1',
);

describe('residue', () => {
  it('comes back, packed or not, and packed is never larger', () => {
    const text = fc
      .array(fc.constantFrom('RIFF', 'data', ' a word', '\0\0\0\0', '{"x":1}'), { maxLength: 60 })
      .map((words) => new Uint8Array(Buffer.from(words.join(''))));
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        for (const coding of [PACKED, BEFORE]) {
          expect(Buffer.compare(read(written(bytes, coding), coding), bytes)).to.equal(0);
        }
        expect(residueBytes(bytes, PACKED)).to.be.at.most(residueBytes(bytes, BEFORE));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('is next to nothing where it is a head as programs write it', () => {
    expect([residueBytes(npyHead, BEFORE), residueBytes(npyHead, PACKED)]).to.deep.equal([78, 16]);
    // The head of a WAV with 20,000 zeros in a PAD chunk.
    expect(residueBytes(new Uint8Array(20_000), PACKED)).to.be.below(20);
  });

  it('is mixed up to so many bytes, and only where a part is packed', () => {
    const few = written(npyHead);
    expect(few[0]).to.equal(3);
    expect(() => read(few, BEFORE)).to.throw('x: residue: expected method 0 … 2, got 3');
    const many = Buffer.from('not so many words '.repeat(MAX_MIXED / 16));
    expect(written(many)[0]).to.equal(2);
    const lie = new FieldWriter()
      .u8(3)
      .varint(MAX_MIXED + 1)
      .bytes(few.subarray(4))
      .finish();
    expect(() => read(lie)).to.throw(`expected at most ${MAX_MIXED}, got ${MAX_MIXED + 1}`);
  });

  it('is refused where the message is not one of so many bytes', () => {
    const good = written(npyHead);
    for (const bad of [
      good.with(1, 127),
      good.with(good.length - 1, (good.at(-1) as number) ^ 1),
      Uint8Array.of(3, 5, 3, 1, 2, 3),
      Uint8Array.of(3, 5, 0),
    ]) {
      expect(() => read(bad)).to.throw(/x: residue: /);
    }
  });

  it('is coded by a model that has learned what it always will have', () => {
    expect(sha256(PRIMER)).to.equal(
      '7fcaa4812ace321e5e5dabf0b337b3aa81295f4a8bd662967e60038234e0ac8d',
    );
  });
});

describe('packed weights', () => {
  const header = new FieldWriter()
    .u64(16)
    .raw(Buffer.from('{"a":"F32"}'.padEnd(16)))
    .finish();
  const numbers = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * i) / 3);
  const weights = Buffer.concat([header, Buffer.from(numbers.buffer)]);

  it('come back, also where they are none', () => {
    for (const original of [weights, weights.subarray(0, 5), weights.subarray(0, 1001), header]) {
      const bytes = new Uint8Array(original);
      const packed = packWeights(bytes, PACKED);
      const reader = new FieldReader(packed, 'x');
      expect(Buffer.compare(unpackWeights(reader, PACKED, MOST), bytes)).to.equal(0);
      reader.end();
    }
    expect(packWeights(new Uint8Array(weights), PACKED).length).to.be.below(0.9 * weights.length);
  });

  it('are refused before they take more memory than there may be, or are not as long as they say', () => {
    const huge = new FieldWriter()
      .varint(2 ** 40)
      .varint(0)
      .finish();
    const read = (bytes: Uint8Array) => unpackWeights(new FieldReader(bytes, 'x'), PACKED, MOST);
    expect(() => read(huge)).to.throw(
      /x: weights: 1099511627776 bytes take .*, the limit is 1048576/,
    );
    const odd = new FieldWriter().varint(10).varint(3).finish();
    expect(() => read(odd)).to.throw('x: weights: expected whole numbers, got 7 bytes of them');
    const short = new FieldWriter().varint(8).varint(0).u8(0).varint(1).bytes(Uint8Array.of(1));
    expect(() => read(short.finish())).to.throw('x: weights: expected 2 bytes, got 1');
  });
});
