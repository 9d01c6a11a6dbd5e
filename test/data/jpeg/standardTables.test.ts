import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { withoutTables, withTables } from '../../../src/data/jpeg/standardTables.js';
import { CrayError } from '../../../src/errors.js';

/** The bytes that are left of a file by sharp without a scan, and how many tables were in it. */
async function left(quality: number, quantisationTable: number) {
  const image = sharp(Buffer.alloc(3 * 256, 9), { raw: { width: 16, height: 16, channels: 3 } });
  const file = await image.jpeg({ quality, quantisationTable, optimiseCoding: false }).toBuffer();
  const { bytes, tables } = withoutTables(file);
  expect(Buffer.compare(withTables(bytes, tables), file)).to.equal(0);
  return { tables: tables.length / 2, bytes: file.length - bytes.length };
}

describe('standard tables', () => {
  it('are found at every quality, and come back', async () => {
    for (let quality = 1; quality <= 100; quality++) {
      const found = { tables: 6, bytes: 2 * 64 + 2 * 28 + 2 * 178 };
      expect(await left(quality, 0), `${quality}`).to.deep.equal(found);
      expect(await left(quality, 3), `${quality}`).to.deep.equal(found);
    }
  }).timeout(20_000);

  it('have the numbers that they had', async () => {
    const image = sharp(Buffer.alloc(3 * 256), { raw: { width: 16, height: 16, channels: 3 } });
    for (const [quality, quantisationTable, ...numbers] of [
      [75, 0, 79, 80],
      [75, 3, 81, 81],
      [100, 0, 4, 4],
      // From a quality of 3 on all of chrominance is 255.
      [1, 0, 296, 296],
    ] as const) {
      const options = { quality, quantisationTable, optimiseCoding: false };
      const { tables } = withoutTables(await image.jpeg(options).toBuffer());
      const found = tables.filter((_, i) => i % 2 === 1);
      expect(found, `${quality}`).to.deep.equal([...numbers, 0, 1, 2, 3]);
    }
  });

  it('that are others stay as they are', async () => {
    expect(await left(60, 5)).to.deep.equal({ tables: 4, bytes: 2 * 28 + 2 * 178 });
  });

  it('are taken out of any bytes, which come back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0xff, 0xdb, 0xc4, 0, 67, 1, 16), { maxLength: 300 }),
        (all) => {
          const { bytes, tables } = withoutTables(Uint8Array.from(all));
          expect([...withTables(bytes, tables)]).to.deep.equal(all);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('that there are not, or at places that there are not, are refused', () => {
    for (const tables of [[0, 304], [11, 0], [0], [5, 0, 6, 0]]) {
      expect(() => withTables(new Uint8Array(10), tables), `${tables}`).to.throw(
        CrayError,
        'no table',
      );
    }
  });
});
