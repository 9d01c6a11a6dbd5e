import { expect } from 'chai';
import fc from 'fast-check';
import type { Piece } from '../../src/data/dataset.js';
import { openDataset } from '../../src/data/open.js';
import { peekable } from '../../src/data/peekable.js';

describe('peekable', () => {
  it('gives the items as they are, however often they have been looked at', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 50 }),
        async (bytes, looks, most) => {
          const dataset = peekable(await openDataset([bytes] as never, { format: 'bytes' }));
          for (const items of looks) {
            const { elements } = await dataset.first(items);
            expect([...elements]).to.deep.equal([...bytes.subarray(0, items)]);
          }
          const pieces: Piece[] = [];
          for await (const piece of dataset.pieces(most)) pieces.push(piece);
          const all = pieces.map(({ elements }) => elements);
          expect([...Buffer.concat(all)]).to.deep.equal([...bytes]);
          for (const { length } of all.slice(0, -1)) expect(length).to.equal(most);
          expect(all.at(-1)?.length ?? 1).to.be.within(1, most);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});
