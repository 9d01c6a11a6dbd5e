/**
 * Records how progress is told, of real work of every kind: the part that is done, against time. The estimate of the time
 * that is left is tested on it. Usage: tsx test/cli/thread/record.ts [files|folder], all unless told
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seekableBytes } from '../../../src/bytes/seekable.js';
import { NOWHERE, openDirectory } from '../../../src/data/folders.js';
import { loadModel } from '../../../src/model/model.js';
import { packageFile } from '../../../src/package.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { decompressFolder } from '../../../src/pipeline/decode/decompressFolder.js';
import { chooseModel } from '../../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { compressFolder } from '../../../src/pipeline/encode/compressFolder.js';
import type { CompressOptions } from '../../../src/pipeline/encode/compressOptions.js';
import type { Progress } from '../../../src/pipeline/progress.js';
import { Random } from '../../../src/train/random.js';
import { collect, mnistSlice } from '../../data.js';

/** Seconds and part, at most a hundred of them. */
type Series = (readonly [number, number])[];

/** Text of the sources and of the documents, so much of it. */
function text(bytes: number): Uint8Array {
  const names = readdirSync(packageFile('src'), { recursive: true }) as string[];
  const files = names.filter((name) => name.endsWith('.ts')).sort();
  return Buffer.concat(files.map((name) => readFileSync(packageFile(join('src', name))))).subarray(
    0,
    bytes,
  );
}

/** A picture that is smooth and noisy. */
function picture(side: number): Uint8Array {
  const random = new Random(2);
  const values = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    return (x * 3 + y + 8 * random.uniform()) & 255;
  });
  return Buffer.concat([Buffer.from(`P6\n${side} ${side}\n255\n`), values]);
}

const digits = gunzipSync(
  readFileSync(packageFile('fixtures/mnist/t10k-binarized-idx3-ubyte.gz')),
).subarray(0, 16 + 784 * 10_000);

const WORK: Readonly<Record<string, [string, Uint8Array, CompressOptions]>> = {
  'photo, one chunk': ['photo', picture(384), {}],
  'photo, verified': ['photo', picture(256), { verify: true }],
  'bytes, one chunk': ['bytes', text(1_200_000), {}],
  'arrays, one chunk': ['arrays', picture(512), {}],
  'an autoencoder': ['mnist-binary-vae', digits, {}],
  'neighbours, chunks on two threads': [
    'mnist-binary-neighbourhood',
    mnistSlice(0, 2000),
    { threads: 2 },
  ],
};

async function record(run: (onProgress: (progress: Progress) => void) => Promise<unknown>) {
  const series: Series = [];
  const start = performance.now();
  await run(({ part }) => {
    if (part !== undefined) series.push([(performance.now() - start) / 1000, part]);
  });
  const end = (performance.now() - start) / 1000;
  const step = Math.max(1, Math.floor(series.length / 100));
  const kept = series.filter((_, i) => i % step === 0);
  return {
    end: Number(end.toFixed(3)),
    told: kept.map(([t, p]) => [Number(t.toFixed(3)), Number(p.toFixed(4))]),
  };
}

/** A folder of kinds that take very different times for each byte. */
async function recordFolder(recorded: Record<string, unknown>) {
  const folder = mkdtempSync(join(tmpdir(), 'craystack-record-'));
  const random = new Random(3);
  const jpegs = readdirSync(packageFile('fixtures/jpeg')).filter((name) => /jpe?g$/.test(name));
  const files = {
    'notes.txt': text(1_500_000),
    'picture.ppm': picture(448),
    'sums.bin': Uint8Array.from({ length: 200_000 }, () => 16 * random.uniform()),
    ...Object.fromEntries(
      jpegs.map((name) => [name, readFileSync(packageFile(join('fixtures/jpeg', name)))]),
    ),
  };
  try {
    for (const [name, file] of Object.entries(files)) writeFileSync(join(folder, name), file);
    const models = ['photo', 'arrays', 'bytes', 'numbers', 'jpeg'].map((name) => loadModel(name));
    const find = (dataset: Parameters<typeof chooseModel>[0]) => chooseModel(dataset, models);
    let cray = new Uint8Array(0);
    recorded['a folder of kinds, out'] = await record(async (onProgress) => {
      const directory = await openDirectory(folder);
      cray = new Uint8Array(await collect(compressFolder(directory, find, { onProgress })));
    });
    const byName = ({ modelName }: { modelName: string }) => loadModel(modelName);
    recorded['a folder of kinds, back'] = await record((onProgress) =>
      decompressFolder(seekableBytes(cray), byName, NOWHERE, { onProgress }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const file = packageFile('test/cli/thread/recorded.json');
const recorded: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
const only = process.argv[2];
if (only !== 'files') await recordFolder(recorded);
for (const [name, [modelName, given, options]] of only === 'folder' ? [] : Object.entries(WORK)) {
  const model = loadModel(modelName);
  let cray = new Uint8Array(0);
  recorded[`${name}, out`] = await record(async (onProgress) => {
    cray = new Uint8Array(
      await collect(compress([given], () => model, { ...options, raw: undefined, onProgress })),
    );
  });
  const { threads } = options;
  recorded[`${name}, back`] = await record((onProgress) =>
    collect(decompress(cray, () => model, { threads, onProgress })),
  );
  console.log(name);
}
writeFileSync(file, `${JSON.stringify(recorded, null, 1).replace(/\n\s+(?=[\d\]])/g, ' ')}\n`);
