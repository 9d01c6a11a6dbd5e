import { expect } from 'chai';
import fc from 'fast-check';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { ByteSource } from '../../src/bytes/source.js';
import { readFront } from '../../src/container/front.js';
import { encodePieces, type JoinedPiece } from '../../src/container/pieces.js';
import { makeModel } from '../../src/model/model.js';
import { concat } from '../../src/pipeline/concat.js';
import { readInfo } from '../../src/pipeline/info.js';
import type { Progress } from '../../src/pipeline/progress.js';
import { npyFile } from '../data/npyFile.js';
import { collect, idxFile } from '../data.js';
import { putTogether, takeApart } from '../fuzz/blocks.js';
import { failure, joinFiles, restore, smallFile, smallModel, squeeze } from './small.js';

const join = (...files: Uint8Array[]) =>
  collect(concat(files.map((file, i) => ({ name: `${i}.cray`, input: seekableBytes(file) }))));

/** A file with bytes after its items. */
const withTail = (file: Uint8Array, bytes: number) =>
  Buffer.concat([file, new Uint8Array(bytes).fill(5)]);

describe('concat', () => {
  it('makes one part with one index that restores the items of all, also of what it has made', async () => {
    const piece = fc.record({
      items: fc.nat(40),
      chunkItems: fc.integer({ min: 1, max: 20 }),
      lanes: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.nat(4),
        async (pieces, cut) => {
          const files = pieces.map(({ items }, i) => smallFile(items, i));
          const packed = await Promise.all(
            pieces.map(({ items: _, ...options }, i) => squeeze(files[i] as Uint8Array, options)),
          );
          const [some, rest] = [packed.slice(0, cut), packed.slice(cut)];
          const joined = await join(...packed);
          const again = await join(...(some.length > 0 ? [await join(...some)] : []), ...rest);
          expect(Buffer.compare(again, joined)).to.equal(0);
          expect(Buffer.compare(await join(Buffer.concat(packed)), joined)).to.equal(0);
          expect(Buffer.compare(await restore(joined), joinFiles(files))).to.equal(0);
          expect((await readInfo([joined])).parts).to.have.length(1);
        },
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  it('leaves a single file as it is, and gives it an index', async () => {
    const file = await squeeze(smallFile(50), { chunkItems: 7 });
    expect(Buffer.compare(await join(file), file)).to.equal(0);
  });

  it('takes the model along where a file brings it', async () => {
    const file = await squeeze(smallFile(5), { embedModel: true });
    const joined = await join(await squeeze(smallFile(3)), file);
    const { front } = (await readInfo([joined])).parts[0];
    expect(front.model?.spec).to.include('bernoulli');
  });

  it('names the field in which files do not agree', async () => {
    const one = await squeeze(smallFile(3));
    const spec = { ...smallModel(0.4).spec, name: 'tiny' };
    const renamed = makeModel(JSON.stringify(spec), new Uint8Array(0), 'tiny');
    for (const [other, field] of [
      [await squeeze(smallFile(3), { seed: 5 }), 'seed: expected 0 as in 0.cray, got 5'],
      [
        await squeeze(smallFile(3), { unordered: true }),
        'order: expected kept as in 0.cray, got not kept',
      ],
      [
        await squeeze(smallFile(3), {}, smallModel(0.4)),
        'model: small has other settings than the model of that name in 0.cray',
      ],
      [await squeeze(smallFile(3), {}, renamed), 'model: expected small as in 0.cray, got tiny'],
    ] as const) {
      expect(await failure(join(one, other))).to.match(
        new RegExp(`^UNSUPPORTED: 1.cray: ${field}$`),
      );
    }
  });

  it('says as much of the original and of its own bytes as info does', async () => {
    const data = { dtype: 'u16', shape: [5] };
    const spec = { format: 1, name: 'wide', data, codec: { type: 'adaptivePrediction' } };
    const wide = makeModel(JSON.stringify(spec), new Uint8Array(0), 'wide');
    const samples = Uint8Array.from({ length: 3000 }, (_, i) => (i * i) >> 4);
    const table = (from: number, to: number) =>
      npyFile('<u2', [to - from, 5], samples.slice(10 * from, 10 * to));
    const [one, two] = await Promise.all(
      [table(0, 100), table(100, 300)].map((file) => squeeze(file, { chunkItems: 40 }, wide)),
    );
    const alone = await squeeze(withTail(smallFile(20), 300));
    for (const files of [[one, two], [one], [alone]] as Uint8Array[][]) {
      let last: Progress | undefined;
      const onProgress = (progress: Progress) => {
        last = { ...progress };
      };
      const inputs = files.map((file, i) => ({ name: `${i}`, input: seekableBytes(file) }));
      const joined = await collect(concat(inputs, { onProgress }));
      const { originalBytes, bytes, items } = await readInfo([joined]);
      expect(last).to.include({ rawBytes: originalBytes, bytes, items });
    }
  });

  it('says how many bytes stand in the way, be they in a chunk or in the trailer', async () => {
    for (const bytes of [7, 300, 2_000_000]) {
      const packed = await squeeze(withTail(smallFile(20), bytes));
      expect(await failure(join(packed, await squeeze(smallFile(3))))).to.equal(
        `UNSUPPORTED: 0.cray: tail: expected no bytes after the items, got ${bytes}`,
      );
    }
  });

  it('does not copy what is damaged', async () => {
    const file = await squeeze(smallFile(50), { chunkItems: 7 });
    const damaged = file.slice();
    damaged[250] = (damaged[250] as number) ^ 1;
    expect(await failure(join(file, damaged))).to.match(
      /^CORRUPT: 1.cray: the block at byte \d+: /,
    );
  });

  it('keeps the digest of each piece, which is checked', async () => {
    const files = [smallFile(20, 1), smallFile(0), smallFile(30, 2)];
    const joined = await join(
      ...(await Promise.all(files.map((file) => squeeze(file, { chunkItems: 6 })))),
    );
    const { pieces, header } = await readFront(new ByteSource([joined]), 1 << 20);
    const lie = async (change: (pieces: JoinedPiece[]) => JoinedPiece[]) => {
      const [part] = takeApart(joined);
      if (!part || !pieces) throw new Error('expected a part of pieces');
      const payload = encodePieces(change([...pieces]), header.digestBytes);
      const blocks = part.blocks.map((block) =>
        block.type === 'J' ? { type: 'J', payload } : block,
      );
      const kept = blocks.filter(({ type }) => type !== 'i' && type !== 'f');
      return failure(restore(new Uint8Array(putTogether([{ ...part, blocks: kept }]))));
    };
    expect(await lie((all) => all)).to.equal(undefined);
    const [a, , c] = (pieces ?? []) as [JoinedPiece, JoinedPiece, JoinedPiece];
    const other = { ...a, digest: new Uint8Array(32) };
    expect(await lie(([, ...rest]) => [other, ...rest])).to.match(
      /^CORRUPT: .*checksum of the restored/,
    );
    expect(await lie(() => [c, a])).to.match(/^CORRUPT/);
    expect(
      await lie(() => [
        { ...a, items: 21 },
        { ...c, items: 29 },
      ]),
    ).to.match(/^CORRUPT: piece 1: a chunk goes beyond its end/);
    expect(await lie((all) => [...all, { ...a, items: 5 }])).to.match(
      /^CORRUPT: header: head: expected [0-9a-f]+ by piece 1/,
    );
    const head = idxFile([20, 2, 8], new Uint8Array(0));
    expect(await lie(([, ...rest]) => [{ ...a, head }, ...rest])).to.match(
      /^CORRUPT: header: head: expected [0-9a-f]+ by piece 1/,
    );
  });
});
