/**
 * The main job on real data: the binarised MNIST test set, compressed, restored and compared, beside
 * what general compressors make of it. Usage: npm run demo
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { compress, decompress, loadModel } from '../src/index.js';
import { packageFile } from '../src/package.js';
import { packBits } from '../src/pipeline/chunk/plain.js';

const MODEL = 'mnist-binary-vae';
const PIXELS = 7_840_000;
const HEADER = 16;

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly milliseconds: number;
}

async function main(): Promise<void> {
  const file = 'fixtures/mnist/t10k-binarized-idx3-ubyte.gz';
  const original = gunzipSync(readFileSync(packageFile(file)));
  console.log(`${file}: 10,000 images of 28 x 28 bits, ${original.length} bytes as an idx file`);

  const model = loadModel(MODEL);
  const [compressed, encoding] = await timed(() => collect(compress([original], () => model)));
  const [restored, decoding] = await timed(() => collect(decompress([compressed], () => model)));
  const same = Buffer.compare(restored, original) === 0;
  console.log(
    `craystack, model ${MODEL}: ${compressed.length} bytes, ${rate(compressed.length)} bits/pixel, ` +
      `compressed in ${seconds(encoding)}, restored in ${seconds(decoding)}: ` +
      (same ? 'identical' : 'DIFFERENT'),
  );

  // Eight pixels a byte is what makes general compressors do their best here.
  const packed = Buffer.from(packBits(original.subarray(HEADER), 1));
  const rows = [
    { name: 'craystack', bytes: compressed.length, milliseconds: encoding },
    measure('gzip -9', () => gzipSync(packed, { level: 9 })),
    measure('brotli -q 11', () => brotliCompressSync(packed)),
    external('bzip2 -9', packed),
    external('xz -9e', packed),
    external('zstd --ultra -22', packed),
  ].filter((r) => r !== undefined);
  rows.sort((a, b) => a.bytes - b.bytes);
  console.log('\n                    bytes   bits/pixel   seconds');
  for (const { name, bytes, milliseconds } of rows) {
    console.log(
      `${name.padEnd(16)}${String(bytes).padStart(9)}${rate(bytes).padStart(13)}` +
        `${(milliseconds / 1000).toFixed(2).padStart(10)}`,
    );
  }
  if (!same) process.exitCode = 1;
}

function measure(name: string, run: () => Uint8Array): Row {
  const start = performance.now();
  const { length } = run();
  return { name, bytes: length, milliseconds: performance.now() - start };
}

/** A compressor of the machine, or undefined where it is not installed. */
function external(name: string, input: Buffer): Row | undefined {
  const [command, ...args] = name.split(' ') as [string, ...string[]];
  let found = true;
  const row = measure(name, () => {
    const { status, stdout } = spawnSync(command, [...args, '-c'], { input, maxBuffer: 1 << 26 });
    found = status === 0;
    return stdout ?? new Uint8Array(0);
  });
  return found ? row : undefined;
}

async function timed<T>(run: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await run();
  return [result, performance.now() - start];
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const rate = (bytes: number) => ((8 * bytes) / PIXELS).toFixed(4);
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

await main();
