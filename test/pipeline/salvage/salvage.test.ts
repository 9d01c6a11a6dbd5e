import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { seekableBytes } from '../../../src/bytes/seekable.js';
import { surveyFile } from '../../../src/container/survey.js';
import { packageFile } from '../../../src/package.js';
import { salvage } from '../../../src/pipeline/salvage/salvage.js';
import { counting } from '../../counting.js';
import { collect, idxFile } from '../../data.js';
import { putTogether, takeApart } from '../../fuzz/blocks.js';
import {
  failure,
  joinFiles,
  SMALL_SIZE,
  smallFile,
  smallModel,
  smallSlice,
  squeeze,
} from '../small.js';

async function save(file: Uint8Array) {
  const damages: string[] = [];
  const restored = await collect(
    salvage(seekableBytes(file), () => smallModel(), {
      onDamage: (message) => damages.push(message),
    }),
  );
  return { restored, damages };
}

function flipped(file: Uint8Array, ...places: number[]): Uint8Array {
  const out = file.slice();
  for (const at of places) out[at] = (out[at] as number) ^ 4;
  return out;
}

/** Where the blocks of a file begin. */
function placesOf(file: Uint8Array, type: string): number[] {
  const places: number[] = [];
  for (let at = 0; at < file.length; ) {
    if (file[at] === 0x8a) at += 8;
    if (String.fromCharCode(file[at] as number) === type) places.push(at);
    at += 13 + new DataView(file.buffer, file.byteOffset + at).getUint32(1, true);
  }
  return places;
}

describe('what can be saved of a damaged file', () => {
  const original = smallFile(50);
  const without = (...spans: [number, number][]) => {
    const items = Array.from({ length: 50 }, (_, i) => i).filter(
      (i) => !spans.some(([a, b]) => a <= i && i < b),
    );
    return idxFile(
      [items.length, 4, 4],
      Buffer.concat(
        items.map((i) => original.subarray(16 + i * SMALL_SIZE, 16 + (i + 1) * SMALL_SIZE)),
      ),
    );
  };
  let file: Uint8Array;
  let chunks: number[];
  before(async () => {
    file = await squeeze(original, { chunkItems: 10 });
    chunks = placesOf(file, 'C');
  });
  const chunk = (n: number) => chunks[n] as number;

  it('is all of a sound one, about which there is nothing to say', async () => {
    expect(await save(file)).to.deep.equal({ restored: Buffer.from(original), damages: [] });
  });

  it('is all but the items of a damaged chunk, which is named', async () => {
    for (const [at, reason] of [
      [chunk(2) + 20, 'in the payload'],
      [chunk(2) + 2, 'in the length'],
      [chunk(2), 'in the type'],
      [chunk(3) - 1, 'in the check'],
    ] as const) {
      const { restored, damages } = await save(flipped(file, at));
      expect(Buffer.compare(restored, without([20, 30])), reason).to.equal(0);
      expect(damages, reason).to.deep.equal([
        `chunk 3 at byte ${chunk(2)}: the checksum does not match; items 20:30 are lost`,
        'restored 40 of 50 items; missing are items 20:30',
      ]);
    }
  });

  it('is numbered right where bytes are gone across the border of chunks', async () => {
    for (const [from, to, lost] of [
      [chunk(1) + 20, chunk(2) + 15, [10, 30]],
      [chunk(0) + 9, chunk(2) + 9, [0, 30]],
    ] as const) {
      const cut = Buffer.concat([file.subarray(0, from), file.subarray(to)]);
      const { restored, damages } = await save(new Uint8Array(cut));
      expect(Buffer.compare(restored, without([...lost])), `${from}`).to.equal(0);
      expect(damages.at(-1)).to.match(new RegExp(`missing are items ${lost[0]}:${lost[1]}$`));
    }
  });

  it('is none where it is the index that is wrong', async () => {
    for (const name of ['index-step', 'index-items']) {
      const path = packageFile(`fixtures/corpus/bad-${name}.cray`);
      const { damages } = await save(new Uint8Array(readFileSync(path)));
      expect(damages, name).to.deep.equal([
        'the block at byte 389: the index is not that of the chunks; no items are lost here',
        'restored all 20 items',
      ]);
    }
  });

  it('is said not to be sure where a chunk is there twice', async () => {
    const twice = Buffer.concat([file.subarray(0, chunk(3)), file.subarray(chunk(2))]);
    const { damages } = await save(new Uint8Array(twice));
    expect(damages.at(-2)).to.match(/not in the order in which they were written, or there more/);
    expect(damages.at(-1)).to.match(/which are missing is not known for sure$/);
  });

  it('is found without an index, also after a damaged length', async () => {
    const [part] = takeApart(file);
    if (!part) throw new Error('expected a part');
    const bare = new Uint8Array(
      putTogether([
        { ...part, blocks: part.blocks.filter(({ type }) => type !== 'i' && type !== 'f') },
      ]),
    );
    for (const at of [chunk(2) + 20, chunk(2) + 2, chunk(2) + 4]) {
      const { restored, damages } = await save(flipped(bare, at));
      expect(Buffer.compare(restored, without([20, 30])), `byte ${at}`).to.equal(0);
      expect(damages.at(-1)).to.equal('restored 40 of 50 items; missing are items 20:30');
    }
    const { restored, damages } = await save(flipped(bare, chunk(1) + 20, chunk(3) + 20));
    expect(Buffer.compare(restored, without([10, 20], [30, 40]))).to.equal(0);
    expect(damages.at(-1)).to.equal(
      'restored 30 of 50 items; which are missing is not known for sure',
    );
  });

  it('is what was there before a cut, and what moved when bytes were put in', async () => {
    const cut = await save(file.subarray(0, chunk(3) + 9));
    expect(Buffer.compare(cut.restored, without([30, 50]))).to.equal(0);
    expect(cut.damages.at(-1)).to.equal('restored 30 of 50 items; missing are items 30:50');
    const at = chunk(1) + 30;
    const longer = Buffer.concat([file.subarray(0, at), Buffer.from('more'), file.subarray(at)]);
    const moved = await save(new Uint8Array(longer));
    expect(Buffer.compare(moved.restored, without([10, 20]))).to.equal(0);
    expect(moved.damages.at(-1)).to.equal('restored 40 of 50 items; missing are items 10:20');
  });

  it('goes on over a part whose start is lost, counting over all', async () => {
    const parts = [file, new Uint8Array(await squeeze(smallFile(9, 2))), file];
    const whole = new Uint8Array(Buffer.concat(parts));
    const second = await save(flipped(whole, file.length + 30));
    expect(Buffer.compare(second.restored, joinFiles([original, original]))).to.equal(0);
    expect(second.damages.join('\n')).to.match(/the part is lost/);
    const third = await save(flipped(whole, whole.length - file.length + chunk(0) + 20));
    expect(third.damages.at(-1)).to.equal('restored 99 of 109 items; missing are items 59:69');
    const expected = joinFiles([original, smallFile(9, 2), smallSlice(original, 10, 50)]);
    expect(Buffer.compare(third.restored, expected)).to.equal(0);
  });

  it('leaves out a chunk that does not decode though its check holds', async () => {
    const large = smallFile(400);
    const [mine] = takeApart(await squeeze(large, { chunkItems: 100 }));
    const [other] = takeApart(await squeeze(large, { chunkItems: 100 }, smallModel(0.2)));
    if (!mine || !other) throw new Error('expected parts');
    const at = mine.blocks.findIndex(({ type }) => type === 'C') + 1;
    const blocks = mine.blocks.map((block, i) => (i === at ? (other.blocks[i] ?? block) : block));
    const { restored, damages } = await save(new Uint8Array(putTogether([{ ...mine, blocks }])));
    const expected = joinFiles([smallSlice(large, 0, 100), smallSlice(large, 200, 400)]);
    expect(Buffer.compare(restored, expected)).to.equal(0);
    expect(damages.join('\n')).to.match(/^chunk 2 at byte \d+: [^:]*; items 100:200 are lost$/m);
  });

  it('is nothing where the first header is lost, nor of an empty file', async () => {
    expect(await failure(save(flipped(file, 30)))).to.match(/^CORRUPT: the block at byte 8/);
    expect(await failure(save(new Uint8Array(0)))).to.match(/^NOT_CRAY: .* got an empty file$/);
  });

  it('is never wrong, whatever is damaged: each item is one of the original, in order', async () => {
    const items = new Set(
      Array.from({ length: 50 }, (_, i) =>
        Buffer.from(smallSlice(original, i, i + 1).subarray(16)).toString('hex'),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(file.length - 1), { maxLength: 8 }),
        fc.nat(3),
        async (places, cut) => {
          const damaged = flipped(file, ...places).subarray(0, file.length - 40 * cut);
          const saved = await save(damaged).catch((error) => error);
          if (saved instanceof Error) {
            expect(saved).to.have.property('code');
            return;
          }
          for (let at = 16; at < saved.restored.length; at += SMALL_SIZE) {
            expect(
              items.has(Buffer.from(saved.restored.subarray(at, at + SMALL_SIZE)).toString('hex')),
            ).to.equal(true);
          }
        },
      ),
      { seed: 1, numRuns: 150 },
    );
  });

  it('is looked for in bounded time, also in what looks like blocks at every byte', async () => {
    const [part] = takeApart(file);
    if (!part) throw new Error('expected a part');
    const start = putTogether([{ ...part, blocks: part.blocks.slice(0, 2) }]);
    // Long ones and short ones, alone and with sound chunks in between.
    const chunk = putTogether([{ magic: new Uint8Array(0), blocks: part.blocks.slice(1, 2) }]);
    for (const [high, low] of [
      [0x10, 0],
      [0, 0x40],
    ] as const) {
      const noise = new Uint8Array(4 << 20);
      for (let i = 0; i + 9 < noise.length; i += 9) {
        noise.set([0x43, low, 0, high, 0, 1, 1, 1, 1], i);
      }
      for (const every of [noise.length, noise.length >> 5]) {
        const pieces = Array.from({ length: noise.length / every }, (_, i) => [
          i === 0 ? start : chunk,
          noise.subarray(i * every, (i + 1) * every),
        ]);
        const { input, count } = counting(new Uint8Array(Buffer.concat(pieces.flat())));
        await surveyFile(input, 1 << 30);
        // What is looked at in vain: 128 MiB and as much as the file has, a check being 8 KiB and two reads.
        const most = 2 ** 27 + input.size;
        const title = `${high} ${every}`;
        expect(count.bytes, title).to.be.within(input.size, most + 3 * input.size);
        expect(count.reads, title).to.be.within(2, (2 * most + input.size) / 2 ** 13);
      }
    }
  });
});
