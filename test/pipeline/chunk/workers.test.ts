import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { MessageChunk } from '../../../src/container/chunk.js';
import { NO_SIDE, type Piece } from '../../../src/data/dataset.js';
import { CrayError } from '../../../src/errors.js';
import { buildCodec } from '../../../src/model/build.js';
import { loadModel } from '../../../src/model/model.js';
import { packageFile } from '../../../src/package.js';
import { type ChunkCoder, coderHere } from '../../../src/pipeline/chunk/chunkCoder.js';
import { Workers } from '../../../src/pipeline/chunk/workers.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { inFolder, run } from '../../cli/process.js';
import { npyFile } from '../../data/npyFile.js';
import { collect, mnistSlice, PIXELS } from '../../data.js';

const model = loadModel('mnist-binary-vae');
const settings = { size: PIXELS, width: 1, levels: 2, seed: 0, lanes: 16, unordered: false };
const images = (from: number, to: number) => ({
  elements: mnistSlice(from, to).slice(16),
  side: NO_SIDE,
});

/** Without regard to what kind of arrays the bytes are in. */
const plain = ({ elements, side }: Piece) => [[...elements], [...side]];

const failure = async (act: Promise<unknown>): Promise<Error> => {
  const error = await act.then(
    () => undefined,
    (e) => e,
  );
  expect(error).to.be.instanceOf(Error);
  return error;
};

describe('threads', () => {
  async function on<T>(coder: ChunkCoder, act: (coder: ChunkCoder) => Promise<T>): Promise<T> {
    try {
      return await act(coder);
    } finally {
      await coder.close();
    }
  }

  it('give the same file whatever their number, and restore the same', async () => {
    const file = mnistSlice(0, 60);
    for (const [threads, unordered] of [
      [2, true],
      [3, false],
    ] as const) {
      const options = { chunkItems: 8, unordered };
      const one = await collect(compress([file], () => model, options));
      const restored = await collect(decompress([one], () => model));
      const given = [Buffer.from(file)];
      const many = await collect(compress(given, () => model, { ...options, threads }));
      expect(Buffer.compare(many, one)).to.equal(0);
      const back = await collect(decompress([one], () => model, { threads }));
      expect(Buffer.compare(back, restored)).to.equal(0);
      // What callers give stays theirs.
      expect(given[0]).to.have.length(file.length);
    }
  });

  for (const name of ['photo', 'photo-1', 'photo16', 'photo16-1']) {
    it(`give the same file whatever their number with ${name}, which learns`, async () => {
      const wide = name.startsWith('photo16');
      const values = Uint16Array.from({ length: 7 * 8 * 9 * 3 }, (_, i) => (i * (i % 50)) % 256);
      const data = wide ? values.map((v) => 251 * v) : Uint8Array.from(values);
      const bytes = new Uint8Array(data.buffer);
      const file = npyFile(wide ? '<u2' : '|u1', [7, 8, 9, 3], bytes);
      const photos = loadModel(name);
      const one = await collect(compress([file], () => photos, { chunkItems: 2 }));
      const many = await collect(compress([file], () => photos, { chunkItems: 2, threads: 3 }));
      expect(Buffer.compare(many, one)).to.equal(0);
      for (const threads of [1, 3]) {
        const back = await collect(decompress([one], () => photos, { threads }));
        expect(Buffer.compare(back, file)).to.equal(0);
      }
    });
  }

  it('code many chunks at the same time, each as this thread does', async () => {
    const here = coderHere(buildCodec(model));
    const chunks = Array.from({ length: 7 }, (_, i) => images(5 * i, 5 * i + 5));
    const expected = await Promise.all(
      chunks.map((chunk) => here.run({ kind: 'encode', input: chunk, settings })),
    );
    await on(new Workers(2, model, {}), async (workers) => {
      expect(workers.most).to.equal(3);
      const got = await Promise.all(
        chunks.map((chunk) => workers.run({ kind: 'encode', input: chunk, settings })),
      );
      expect(got.map((chunk) => ({ ...chunk, side: [] }))).to.deep.equal(
        expected.map((chunk) => ({ ...chunk, side: [] })),
      );
      const back = await Promise.all(
        got.map((chunk) => workers.run({ kind: 'decode', input: chunk, settings })),
      );
      expect(back.map(plain)).to.deep.equal(chunks.map(plain));
    });
  });

  it('say the same of bad chunks as this thread does, and go on', async () => {
    const here = coderHere(buildCodec(model));
    const chunk = (await here.run({
      kind: 'encode',
      input: images(0, 9),
      settings,
    })) as MessageChunk;
    await on(new Workers(2, model, {}), async (workers) => {
      for (const words of [chunk.words.slice(9), chunk.words.map((word) => word ^ 1)]) {
        const bad = { ...chunk, words };
        const expected = (await failure(
          here.run({ kind: 'decode', input: bad, settings }),
        )) as CrayError;
        const got = (await failure(
          workers.run({ kind: 'decode', input: bad, settings }),
        )) as CrayError;
        expect(got).to.be.instanceOf(CrayError);
        expect([got.code, got.message]).to.deep.equal([expected.code, expected.message]);
      }
      expect(plain(await workers.run({ kind: 'decode', input: chunk, settings }))).to.deep.equal(
        plain(images(0, 9)),
      );
    });
  });

  it('that end by themselves fail what waits for them, with one line', async () => {
    const item = { dtype: 'u8', shape: [3] } as const;
    await on(new Workers(2, model, { item }), async (workers) => {
      const jobs = Array.from({ length: 5 }, () => {
        return failure(workers.run({ kind: 'encode', input: images(0, 1), settings }));
      });
      for (const error of await Promise.all(jobs)) {
        expect(error.message).to.match(/^a thread ended: .+$/);
      }
      const after = await failure(workers.run({ kind: 'encode', input: images(0, 1), settings }));
      expect(after.message).to.match(/^a thread ended: .+$/);
    });
  });

  it('that are closed give up their work', async () => {
    const workers = new Workers(2, model, {});
    const job = failure(workers.run({ kind: 'encode', input: images(0, 100), settings }));
    await workers.close();
    expect((await job).message).to.equal('the threads have been closed');
  });

  it('that answer while they are closed do not end the process before its time', async () => {
    const job = JSON.stringify({ kind: 'encode', settings });
    // Nothing else keeps this process alive; the answer is there, unheard, when close is called.
    const script = `
      import { Workers } from '${packageFile('src/pipeline/chunk/workers.ts')}';
      import { loadModel } from '${packageFile('src/model/model.ts')}';
      const workers = new Workers(1, loadModel('mnist-binary-vae'), {});
      const input = () => ({ elements: new Uint8Array(${PIXELS}), side: new Uint8Array(0) });
      const run = () => workers.run({ ...${job}, input: input() });
      await run();
      run().catch(() => {});
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      await workers.close();
      console.log('closed');`;
    await inFolder(async (folder) => {
      const file = join(folder, 'close.mjs');
      writeFileSync(file, script);
      const { status, stdout } = await run(process.execPath, ['--import', 'tsx', file], {
        cwd: packageFile('.'),
      });
      expect([stdout.toString(), status]).to.deep.equal(['closed\n', 0]);
    })();
  });

  it('are let go of when the file is bad, and when nobody wants the rest', async () => {
    const options = { chunkItems: 5, threads: 2 };
    const file = await collect(compress([mnistSlice(0, 40)], () => model, options));
    const cut = file.subarray(0, file.length - 30);
    const error = await failure(collect(decompress([cut], () => model, { threads: 2 })));
    expect((error as CrayError).code).to.equal('TRUNCATED');
    for await (const _ of decompress([file], () => model, { threads: 2 })) break;
    // Threads that were left would keep the tests from ending.
  });

  it('are from 1 to 256', async () => {
    for (const threads of [0, 1.5, 257, Number.NaN]) {
      for (const pieces of [
        compress([mnistSlice(0, 1)], () => model, { threads }),
        decompress([], () => model, { threads }),
      ]) {
        expect(await failure(collect(pieces))).to.be.instanceOf(RangeError);
      }
    }
  });
});
