import { expect } from 'chai';
import fc from 'fast-check';
import { BLOCK_OVERHEAD } from '../../src/container/block.js';
import { decodeIndex, IndexWriter } from '../../src/container/chunkIndex.js';
import { decodeEmbedded, embeddedBytes, encodeEmbedded } from '../../src/container/embedded.js';
import { FieldWriter } from '../../src/container/fields.js';
import { decodeFoot, encodeFoot, FOOT_BYTES } from '../../src/container/foot.js';
import { decodePieces, encodePieces } from '../../src/container/pieces.js';
import { decodeProvenance, encodeProvenance } from '../../src/container/provenance.js';
import { CrayError } from '../../src/errors.js';

const RUNS = { seed: 1, numRuns: 200 };

function refused(decode: () => unknown, message: RegExp) {
  expect(decode).to.throw(CrayError, message).with.property('code', 'CORRUPT');
}

describe('an index', () => {
  it('gives the places of the chunks and their first items, as they were added', () => {
    const steps = fc.array(
      fc.record({
        step: fc.integer({ min: 1, max: 1e9 }),
        items: fc.integer({ min: 1, max: 1e6 }),
      }),
    );
    fc.assert(
      fc.property(steps, (chunks) => {
        const writer = new IndexWriter();
        let [offset, first] = [0, 0];
        const expected = chunks.map(({ step, items }) => {
          offset += step;
          writer.add(offset, items);
          first += items;
          return { offset, items, first: first - items };
        });
        expect(decodeIndex(writer.finish())).to.deep.equal(expected);
      }),
      RUNS,
    );
  });

  it('is refused where it makes no sense', () => {
    refused(() => decodeIndex(Uint8Array.of(5)), /index: items: expected 1 bytes/);
    const absurd = new FieldWriter()
      .varint(2 ** 52)
      .varint(1)
      .varint(2 ** 52)
      .varint(1)
      .finish();
    refused(() => decodeIndex(absurd), /index: step: the sums are absurd/);
  });
});

describe('a foot', () => {
  it('has always as many bytes', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (partBytes, index) => {
        const payload = encodeFoot({ partBytes, index });
        expect(payload.length + BLOCK_OVERHEAD).to.equal(FOOT_BYTES);
        expect(decodeFoot(payload)).to.deep.equal({ partBytes, index });
      }),
      RUNS,
    );
    refused(() => decodeFoot(new Uint8Array(16).fill(255)), /foot: part bytes: expected at most/);
  });
});

describe('pieces', () => {
  it('come back, and are several', () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    for (const digestBytes of [32, 8]) {
      const digest = fc.uint8Array({ minLength: digestBytes, maxLength: digestBytes });
      const piece = fc.record({ items: fc.nat(), head: bytes, digest });
      fc.assert(
        fc.property(fc.array(piece, { minLength: 2, maxLength: 9 }), (pieces) => {
          const encoded = new Uint8Array(encodePieces(pieces, digestBytes));
          expect(decodePieces(encoded, digestBytes)).to.deep.equal(pieces);
        }),
        RUNS,
      );
    }
    const one = { items: 1, head: new Uint8Array(3), digest: new Uint8Array(32) };
    refused(
      () => decodePieces(encodePieces([one], 32), 32),
      /pieces: number: expected at least 2, got 1/,
    );
  });
});

describe('an embedded model', () => {
  it('comes back, and its bytes in the file are known', () => {
    const model = { spec: '{"é":1}', weights: Uint8Array.of(1, 2, 3) };
    for (const packed of [false, true]) {
      const coding = { packed, revision: 1 };
      const payload = encodeEmbedded(model, coding);
      const { spec, weights } = decodeEmbedded(payload, coding, 1000);
      expect({ spec, weights: [...weights] }).to.deep.equal({ ...model, weights: [1, 2, 3] });
      expect(embeddedBytes(model, coding)).to.equal(payload.length + BLOCK_OVERHEAD);
    }
  });
});

describe('provenance', () => {
  it('comes back, without what is not known', () => {
    const few = { creator: 'x 1', comment: 'ä\n', name: 'a b', mtime: '-1.5', mode: '640' };
    const all = { ...few, model: '/home/ä/models/a b/model.json' };
    expect(decodeProvenance(encodeProvenance(all))).to.deep.equal(all);
    expect(decodeProvenance(encodeProvenance({}))).to.deep.equal({});
    const more = new FieldWriter().text('later').text('x').text('comment').text('y').finish();
    expect(decodeProvenance(more)).to.deep.equal({ comment: 'y' });
  });

  const bad: [string, string][] = [
    ['name', '../x'],
    ['name', '..'],
    ['name', '.'],
    ['name', 'a/b'],
    ['name', 'a\\b'],
    ['name', 'a\0'],
    ['name', ''],
    ['mode', '4755'],
    ['mode', '8'],
    ['mtime', 'now'],
    ['mtime', '1e9'],
    ['mtime', '9999999999999'],
    ['model', 'models/digits/model.json'],
    ['model', '//host/share/model.json'],
    ['model', '\\\\host\\share\\model.json'],
    ['model', 'C:\\\\host\\model.json'],
    ['model', 'https://host/model.json'],
    ['model', '/a\0/model.json'],
    ['model', '/dev/zero'],
    ['model', `/${'a'.repeat(4001)}.json`],
  ];
  for (const [key, value] of bad) {
    it(`has no ${key} ${JSON.stringify(value)}`, () => {
      const payload = new FieldWriter().text(key).text(value).finish();
      refused(() => decodeProvenance(payload), new RegExp(`provenance: ${key}: did not expect`));
      expect(() => encodeProvenance({ [key]: value })).to.throw(RangeError);
    });
  }

  it('has no key twice, nor too many', () => {
    const writer = new FieldWriter();
    refused(
      () => decodeProvenance(writer.text('a').text('').text('a').text('').finish()),
      /"a": is there twice/,
    );
    const many = new FieldWriter();
    for (let i = 0; i < 65; i++) many.text(`${i}`).text('');
    refused(() => decodeProvenance(many.finish()), /expected at most 64 entries/);
  });
});
