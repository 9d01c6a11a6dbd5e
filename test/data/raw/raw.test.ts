import { expect } from 'chai';
import fc from 'fast-check';
import { nothing } from '../../../src/data/dataset.js';
import { restore } from '../../../src/data/formats.js';
import { RAW_TYPES, type RawLayout } from '../../../src/data/raw/raw.js';
import { fromElements } from '../../../src/data/samples.js';
import { collect } from '../../data.js';
import { expectExact, open } from '../restored.js';

describe('raw files', () => {
  it('of every layout come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...RAW_TYPES),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
        fc.constantFrom('little' as const, 'big' as const),
        fc.uint8Array({ maxLength: 999 }),
        async (dtype, shape, byteOrder, file) => {
          const { dataset } = await expectExact(file, 'raw', { raw: { dtype, shape, byteOrder } });
          expect(dataset.shape.slice(-shape.length || 9)).to.deep.equal(shape);
        },
      ),
      { numRuns: 200, seed: 8 },
    );
  });

  it('of a layout that makes no sense are refused', async () => {
    for (const layout of [
      { dtype: 'u7', shape: [] },
      { dtype: 'u8', shape: [0] },
      { dtype: 'u8', shape: [1.5] },
      { dtype: 'u8', shape: [1, 1, 1, 1, 1, 1, 1, 1] },
      { dtype: 'f64', shape: [1 << 26] },
    ]) {
      const raw: RawLayout = { ...layout, byteOrder: 'little' };
      const error = await open(new Uint8Array(9), { raw }).catch((e) => e);
      expect(error, JSON.stringify(layout)).to.be.instanceOf(RangeError);
    }
  });

  it('come back from a layout that makes sense, and from no other', async () => {
    for (const [layout, message] of [
      ['', /raw: the layout in the head: Unexpected end of JSON/],
      ['null', /dtype: expected u8, .*, got one of type undefined/],
      ['{"dtype":{"toString":1},"shape":[]}', /got one of type object/],
      ['{"dtype":"u8"}', /shape: expected at most 7 positive sizes, .*, got no numbers/],
      [`{"dtype":"u8","shape":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, /got no numbers/],
      ['{"dtype":"u8","shape":[0]}', /got 0$/],
    ] as const) {
      const contents = { dtype: 'u8', shape: [], head: Buffer.from(layout) };
      const none = { pieces: (async function* () {})(), tail: nothing() };
      const error = await collect(restore('raw', { ...contents, ...none })).catch((e) => e);
      expect(error, layout.slice(0, 40)).to.include({ code: 'CORRUPT' });
      expect(error.message).to.match(message);
    }
  });
});

describe('elements on their way to a file', () => {
  it('are left as they were, also in a Buffer, whose slices are views', () => {
    const elements = Buffer.from([1, 2, 3, 4, 129, 2, 3, 4]);
    const before = Buffer.from(elements);
    for (const kind of ['signed', 'float', 'unsigned'] as const) {
      for (const bytes of [1, 2, 4, 8] as const) {
        fromElements(elements, { kind, bytes, bigEndian: true }, 1);
        expect(elements.equals(before), `${kind} ${bytes}`).to.equal(true);
      }
    }
  });
});
