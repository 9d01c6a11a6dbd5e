/**
 * Measures rate, speed and memory of the main job, as ratios where they can be, and keeps them in
 * test/bench/results.json, from which npm run readme fills the README. Usage: npm run bench
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gzipSync } from 'node:zlib';
import { packageFile } from '../../src/package.js';
import { compress, DEFAULT_LANES } from '../../src/pipeline/compress.js';
import { packBits } from '../../src/pipeline/plain.js';
import { loadModel, type Model } from '../../src/spec/model.js';
import { Random } from '../../src/train/random.js';
import { collect, craystackModel, PIXELS, readMnist } from '../data.js';
import { negativeElbo } from '../reference/vae.js';
import { benchCodecs } from './codecs.js';
import { measurePeers } from './peers.js';
import { type ModelRow, RESULTS_FILE, type Results } from './results.js';
import { type Shares, timeShares } from './shares.js';
import { measureUnordered, median } from './unordered.js';

const ITEMS = 10_000;
const RUNS = 7;

/** Seconds of the Python craystack at its default batch of 10, measured on the same kind of machine. */
const PYTHON = { encode: 3.8, decode: 3.2 };

const mnist = readMnist();
const elements = mnist.subarray(16);
const packed = packBits(elements, 1);

const models: ModelRow[] = [];
for (const model of [loadModel('mnist-binary-vae'), craystackModel()]) {
  if (model) models.push(await measureModel(model));
  else console.log("the Python library's weights are not at hand: left out");
}

const unordered = await measureUnordered(loadModel('mnist-binary-vae'), mnist);
const codecs = benchCodecs();
const peers = measurePeers(elements);

const results: Results = {
  machine: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  items: ITEMS,
  models,
  unordered,
  codecs,
  peers,
};
writeFileSync(RESULTS_FILE, `${JSON.stringify(results, null, 2)}\n`);
print(results);

async function measureModel(model: Model): Promise<ModelRow> {
  const file = await collect(compress([mnist], () => model));
  const normals = new Random(1);
  const elbo = negativeElbo(model, elements, () => normals.normals(1)[0] as number);
  const runs: (Shares & { gzip: number })[] = [];
  for (let i = 0; i <= RUNS; i++) {
    const shares = timeShares(model, elements, DEFAULT_LANES);
    // A yardstick in the same breath, since the speed of shared machines drifts.
    const start = performance.now();
    gzipSync(packed, { level: 9 });
    runs.push({ ...shares, gzip: performance.now() - start });
  }
  runs.shift(); // the engine has not compiled the kernels yet
  const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
  const encode = middle((r) => r.encode);
  const decode = middle((r) => r.decode);
  return {
    name: model.spec.name,
    bytes: file.length,
    bitsPerPixel: (8 * file.length) / (ITEMS * PIXELS),
    elbo: elbo.bitsPerElement,
    encodeSeconds: encode / 1000,
    decodeSeconds: decode / 1000,
    encodeOverPython: PYTHON.encode / (encode / 1000),
    decodeOverPython: PYTHON.decode / (decode / 1000),
    encodeOverGzip: middle((r) => r.gzip / r.encode),
    decodeOverGzip: middle((r) => r.gzip / r.decode),
    networkShare: middle((r) => r.networks / r.decode),
    distributionShare: middle((r) => r.distribution / r.decode),
  };
}

function print({ models: rows, peers: others, unordered: u, codecs: speeds }: Results): void {
  for (const row of rows) {
    console.log(`\n${row.name}: ${row.bytes} bytes, ${row.bitsPerPixel.toFixed(4)} bits/pixel`);
    const above = (row.bitsPerPixel / row.elbo - 1) * 100;
    console.log(`  negative ELBO ${row.elbo.toFixed(4)}: the file is ${above.toFixed(2)} % above`);
    for (const [what, seconds, python, gzip] of [
      ['encode', row.encodeSeconds, row.encodeOverPython, row.encodeOverGzip],
      ['decode', row.decodeSeconds, row.decodeOverPython, row.decodeOverGzip],
    ] as const) {
      const images = ITEMS / seconds;
      console.log(
        `  ${what}: ${seconds.toFixed(3)} s, ${Math.round(images)} images/s, ` +
          `${((images * PIXELS) / 1e6).toFixed(1)} M symbols/s, ${python.toFixed(1)} times the ` +
          `Python craystack, ${gzip.toFixed(2)} times gzip -9`,
      );
    }
    const rest = 1 - row.networkShare - row.distributionShare;
    console.log(
      `  share of decoding: network ${percent(row.networkShare)}, ` +
        `distribution ${percent(row.distributionShare)}, coder and the rest ${percent(rest)}`,
    );
  }
  console.log(
    `\n--unordered: ${u.savedBits} bits saved, ${u.encodeRatio.toFixed(2)} and ` +
      `${u.decodeRatio.toFixed(2)} times the time of encoding and decoding in order\n`,
  );
  console.log('M symbols/s                                      push      pop');
  for (const { name, pushPerSecond, popPerSecond } of speeds) {
    const figures = [pushPerSecond, popPerSecond].map((n) => (n / 1e6).toPrecision(3).padStart(9));
    console.log(`${name.padEnd(44)}${figures.join('')}`);
  }
  console.log('');
  for (const { name, bytes, seconds } of others) {
    const rate = ((8 * bytes) / (ITEMS * PIXELS)).toFixed(4);
    console.log(`${name}: ${bytes} bytes, ${rate} bits/pixel, ${seconds.toFixed(2)} s`);
  }
  console.log(`\nkept in ${RESULTS_FILE.replace(packageFile('.'), '')}; npm run readme shows them`);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
